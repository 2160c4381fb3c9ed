export { widgetLv as text } from '../shared/text/widget-lv.ts';
