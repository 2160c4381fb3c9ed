export { widgetEn as text } from '../shared/text/widget-en.ts';
