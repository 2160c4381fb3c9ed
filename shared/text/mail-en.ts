/** Letters to members. */
import type { MemberAlertKind } from '../alert-preferences.ts';

export interface MailTexts {
	readonly alert: Readonly<
		Record<MemberAlertKind, { readonly subject: (site: string) => string; readonly text: (site: string) => string }>
	>;
	readonly where: (country: string, page: string) => string;
	readonly unknownCountry: string;
	readonly open: string;
	readonly takeOver: string;
	readonly takeOverNote: (minutes: number) => string;
	readonly last: (count: number) => string;
	readonly whyAlert: string;
	readonly settings: string;
	readonly test: { readonly subject: string; readonly text: string };
	readonly reset: { readonly subject: string; readonly text: string; readonly link: string; readonly foot: string };
}

export const mailEn: MailTexts = {
	alert: {
		'human-asked': {
			subject: (site) => `A visitor asks for a person – ${site}`,
			text: (site) => `A visitor on ${site} asks for a person and waits now.`,
		},
		'ai-failed': {
			subject: (site) => `The AI could not answer – ${site}`,
			text: (site) => `The AI could not answer a visitor on ${site}. The chat needs a person.`,
		},
		missed: {
			subject: (site) => `A visitor left without an answer – ${site}`,
			text: (site) => `A visitor on ${site} left before their question was answered.`,
		},
	},
	where: (country, page) => (page === '' ? `From: ${country}` : `From: ${country}\nPage: ${page}`),
	unknownCountry: 'unknown',
	open: 'Open the chat',
	takeOver: 'Take over',
	takeOverNote: (minutes) => `For you alone, once, within ${minutes} minutes. You are asked before anything happens.`,
	last: (count) =>
		`This is the ${count}th mail within an hour, and the last one for now: more may be waiting on the dashboard.`,
	whyAlert: 'You get this because of your alert settings in Baton. Change them here:',
	settings: 'Alert settings',
	test: {
		subject: 'Test: Baton can reach you',
		text: 'This is the test that you asked for. Alerts by mail will arrive like this one.',
	},
	reset: {
		subject: 'Set a new password',
		text: 'Somebody, probably you, asked for a new password for this address. The link works once, for 24 hours.',
		link: 'Set a new password',
		foot: 'If it was not you, there is nothing to do: your password stays as it is.',
	},
};
