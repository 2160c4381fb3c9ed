import '../shared/look/tokens.css';
import './ui/base.css';
import './ui/page.css';
import { render } from 'solid-js/web';
import { chooseLanguage, isLanguage } from '../shared/text/language.ts';
import { App } from './app.tsx';
import { recall } from './shell/remember.ts';
import { applyRememberedTheme } from './shell/theme.ts';
import { createLocale } from './ui/locale.tsx';
import { deskTexts } from './ui/texts.ts';

applyRememberedTheme();
const last = recall('language');
const locale = createLocale(isLanguage(last) ? last : chooseLanguage(navigator.languages));
document.documentElement.lang = locale.language();
await locale.use(deskTexts);
const root = document.getElementById('desk');
if (root !== null) render(() => <App locale={locale} />, root);
