/** `/demo`: a page like an owner's own, with nothing but the embed line in it. */
import { isLanguage, type Language } from '../../shared/text/language.ts';
import { escapeHtml } from './escape.ts';

export interface DemoSite {
	readonly key: string;
	readonly name: string;
}

interface Words {
	readonly lead: string;
	readonly note: string;
	readonly nav: readonly string[];
	readonly hint: string;
	readonly goods: readonly (readonly [name: string, text: string, price: string])[];
}

const words: Readonly<Record<Language, Words>> = {
	en: {
		lead: 'Clothes for bad weather',
		note: 'This is a test page of Baton. Nothing here is for sale.',
		nav: ['Shop', 'Delivery', 'Returns', 'Contact'],
		hint: 'Open the chat in the corner and ask about delivery, prices or returns.',
		goods: [
			['Fleece jumper', 'Warm and light, S to XL', 'from € 39'],
			['Hiking boots', 'Leather, sizes 36–47', 'from € 99'],
			['Rain jacket', 'Three layers, sealed seams', 'from € 79'],
		],
	},
	lv: {
		lead: 'Apģērbs sliktiem laikapstākļiem',
		note: 'Šī ir Baton izmēģinājuma lapa. Šeit nekas netiek pārdots.',
		nav: ['Veikals', 'Piegāde', 'Atgriešana', 'Kontakti'],
		hint: 'Atveriet čatu stūrī un pajautājiet par piegādi, cenām vai preču atgriešanu.',
		goods: [
			['Flīsa džemperis', 'Silts un viegls, no S līdz XL', 'no 39 €'],
			['Pārgājienu zābaki', 'Āda, 36.–47. izmērs', 'no 99 €'],
			['Lietusjaka', 'Trīs slāņi, līmētas šuves', 'no 79 €'],
		],
	},
};

const good = ([name, text, price]: Words['goods'][number], index: number): string => `
<article><div class="art art-${index}" aria-hidden="true"></div><h2>${name}</h2><p>${text}</p><p class="price">${price}</p></article>`;

/** @param site null: there is none yet. */
export function demoPage(site: DemoSite | null, wanted: string | undefined): string {
	const language = isLanguage(wanted) ? wanted : 'en';
	const text = words[language];
	const other = language === 'en' ? 'lv' : 'en';
	const key = site === null ? '' : `site=${escapeHtml(site.key)}&amp;`;
	const script =
		site === null
			? ''
			: `<script async src="/widget.js" data-site="${escapeHtml(site.key)}" data-language="${language}"></script>`;
	return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(site?.name ?? 'Baton')} · Demo</title><meta name="robots" content="noindex"><link rel="stylesheet" href="/demo.css"></head>
<body><header><strong>${escapeHtml(site?.name ?? 'Baton')}</strong><nav>${text.nav.map((item, index) => `<a href="?${key}lang=${language}&amp;page=${index}">${item}</a>`).join('')}</nav>
<a class="lang" href="?${key}lang=${other}" hreflang="${other}">${other.toUpperCase()}</a></header>
<main><h1>${text.lead}</h1><p class="hint">${text.hint}</p><section>${text.goods.map(good).join('')}</section></main>
<footer>${text.note}</footer>${script}</body></html>
`;
}

export const demoStyle = `:root{color-scheme:light dark;--paper:#faf8f4;--ink:#26231d;--soft:#6d675c;--line:#e5dfd3;--card:#fff}
@media (prefers-color-scheme:dark){:root{--paper:#1b1a18;--ink:#efeae0;--soft:#a49d90;--line:#35322c;--card:#24221f}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 ui-serif,Georgia,serif;min-height:100vh;display:flex;flex-direction:column}
header,main,footer{width:100%;max-width:1040px;margin:0 auto;padding:24px}header{display:flex;gap:24px;align-items:baseline;flex-wrap:wrap;border-bottom:1px solid var(--line)}
header strong{font-size:20px}nav{display:flex;gap:16px;flex:1;flex-wrap:wrap}a{color:inherit;text-decoration:none;padding:4px 0}a:hover{text-decoration:underline}.lang{color:var(--soft)}
main{flex:1}h1{font-size:clamp(32px,6vw,56px);line-height:1.1;font-weight:500;margin:48px 0 12px;max-width:16ch}.hint{color:var(--soft);margin:0 0 40px;max-width:48ch}
section{display:grid;grid-template-columns:repeat(auto-fill,minmax(240px,1fr));gap:24px}article{background:var(--card);border:1px solid var(--line);border-radius:12px;overflow:hidden;padding-bottom:16px}
article h2{font-size:18px;font-weight:500;margin:16px 16px 4px}article p{margin:0 16px;color:var(--soft);font-size:15px}article .price{color:var(--ink);margin-top:12px}
.art{height:160px}.art-0{background:repeating-linear-gradient(45deg,#cdbfa6,#cdbfa6 6px,#d8cbb4 6px,#d8cbb4 12px)}.art-1{background:linear-gradient(160deg,#7a6247 0 55%,#4c3d2d 55% 62%,#8c7355 62%)}.art-2{background:linear-gradient(115deg,#3f5f73 0 48%,#2e4757 48% 52%,#507489 52%)}
footer{color:var(--soft);font-size:14px;border-top:1px solid var(--line)}
`;
