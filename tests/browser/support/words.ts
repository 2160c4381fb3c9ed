/** Every word that a journey looks for, from the dictionaries that the apps read. */
import { alertsEn } from '../../../shared/text/alerts-en.ts';
import { alertsLv } from '../../../shared/text/alerts-lv.ts';
import { deskEn } from '../../../shared/text/desk-en.ts';
import { deskLv } from '../../../shared/text/desk-lv.ts';
import { docsEn } from '../../../shared/text/docs-en.ts';
import { docsLv } from '../../../shared/text/docs-lv.ts';
import { historyEn } from '../../../shared/text/history-en.ts';
import { historyLv } from '../../../shared/text/history-lv.ts';
import { type Language, languages } from '../../../shared/text/language.ts';
import { missedEn } from '../../../shared/text/missed-en.ts';
import { missedLv } from '../../../shared/text/missed-lv.ts';
import { pushEn } from '../../../shared/text/push-en.ts';
import { pushLv } from '../../../shared/text/push-lv.ts';
import { settingsEn } from '../../../shared/text/settings-en.ts';
import { settingsLv } from '../../../shared/text/settings-lv.ts';
import { trustEn } from '../../../shared/text/trust-en.ts';
import { trustLv } from '../../../shared/text/trust-lv.ts';
import { webhooksEn } from '../../../shared/text/webhooks-en.ts';
import { webhooksLv } from '../../../shared/text/webhooks-lv.ts';
import { widgetEn } from '../../../shared/text/widget-en.ts';
import { widgetLv } from '../../../shared/text/widget-lv.ts';

const of = {
	en: {
		alerts: alertsEn,
		desk: deskEn,
		docs: docsEn,
		history: historyEn,
		missed: missedEn,
		push: pushEn,
		settings: settingsEn,
		trust: trustEn,
		webhooks: webhooksEn,
		widget: widgetEn,
	},
	lv: {
		alerts: alertsLv,
		desk: deskLv,
		docs: docsLv,
		history: historyLv,
		missed: missedLv,
		push: pushLv,
		settings: settingsLv,
		trust: trustLv,
		webhooks: webhooksLv,
		widget: widgetLv,
	},
} as const;

export const wordsIn = (language: Language) => of[language];
export type Words = ReturnType<typeof wordsIn>;

/** What a browser of somebody who reads this language says of itself. */
export const localeOf: Readonly<Record<Language, string>> = { en: 'en-GB', lv: 'lv-LV' };

/**
 * The languages in which long journeys are walked: CI walks all of them; `npm test` the one whose words are longer and less
 * like what a program takes for granted.
 */
export const walked: readonly Language[] = process.env.CI ? languages : ['lv'];
