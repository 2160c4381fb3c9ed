/** Puts what members are told into words, at the moment of sending: who may not hear it any more does not. */

import type { z } from 'zod';
import { chatPath } from '../../shared/alert.ts';
import type { MemberAlertKind } from '../../shared/alert-preferences.ts';
import { memberAlertKinds } from '../../shared/alert-preferences.ts';
import type { MemberId } from '../../shared/ids.ts';
import { roleMay } from '../../shared/plans.ts';
import type { Language } from '../../shared/text/language.ts';
import { type MailTexts, mailEn } from '../../shared/text/mail-en.ts';
import { mailLv } from '../../shared/text/mail-lv.ts';
import { unreachable } from '../../shared/unreachable.ts';
import type { Delivery } from '../outbox/ports.ts';
import type { AlertHouse, AlertMember } from './house.ts';
import { type alertPayload, memberPayload } from './payload.ts';
import { mayHear, perHour } from './policy.ts';
import type { TakeOverLinks } from './take-over-links.ts';
import { takeOverMinutes } from './take-over-links.ts';

/** What a letter says; how it looks is the mail's matter. */
export interface MemberLetter {
	readonly to: string;
	readonly language: Language;
	readonly subject: string;
	readonly paragraphs: readonly string[];
	readonly quote?: string | undefined;
	readonly links: readonly { readonly label: string; readonly url: string; readonly note?: string | undefined }[];
	readonly foot?: string | undefined;
}

export interface LettersDeps {
	readonly house: AlertHouse;
	readonly links: TakeOverLinks;
	/** A one-time link that sets a new password: `/reset/TOKEN`. */
	readonly resetPath: (memberId: MemberId) => Promise<string>;
	/** No trailing slash. Never what a request said: that may be anybody's. */
	readonly baseUrl: () => string;
}

const dictionaries: Readonly<Record<Language, MailTexts>> = { en: mailEn, lv: mailLv };

/** Null: no letter to a member. */
export function createLetters({ house, links, resetPath, baseUrl }: LettersDeps) {
	return async ({ payload }: Delivery): Promise<MemberLetter | { readonly refused: string } | null> => {
		const parsed = memberPayload.safeParse(payload);
		if (!parsed.success) return null;
		const member = house.member(parsed.data.memberId);
		if (member === null || member.disabled) return { refused: 'This member may not sign in any more.' };
		const t = dictionaries[member.language];
		const frame = { to: member.email, language: member.language };
		switch (parsed.data.kind) {
			case 'alert':
				return alertLetter(parsed.data, member, t);
			case 'test': {
				const settings = [{ label: t.settings, url: `${baseUrl()}/account/alerts` }];
				return { ...frame, subject: t.test.subject, paragraphs: [t.test.text], links: settings };
			}
			case 'reset': {
				const url = baseUrl() + (await resetPath(member.id));
				const link = [{ label: t.reset.link, url }];
				return { ...frame, subject: t.reset.subject, paragraphs: [t.reset.text], links: link, foot: t.reset.foot };
			}
			default:
				return unreachable(parsed.data);
		}
	};

	async function alertLetter(alert: z.output<typeof alertPayload>, member: AlertMember, t: MailTexts) {
		const { siteId, sessionId, siteName, country, page, text } = alert;
		if (!mayHear(member) || house.accountOf(siteId) !== member.accountId) {
			return { refused: 'This member may not see that website any more.' };
		}
		const kind = memberAlertKinds.find((one) => one === alert.alert);
		if (kind === undefined) return { refused: 'Members are not told of this.' };
		const chat = baseUrl() + chatPath(siteId, sessionId, kind);
		const open = { label: t.open, url: chat };
		const words = t.alert[kind];
		return {
			to: member.email,
			language: member.language,
			subject: words.subject(siteName),
			paragraphs: [
				words.text(siteName),
				t.where(placeOf(country, member.language) ?? t.unknownCountry, page),
				...(alert.last ? [t.last(perHour.mail)] : []),
			],
			...(text === '' ? {} : { quote: text }),
			links: mayTakeOver(member, kind) ? [await takeOverLink(member, sessionId, siteId, t), open] : [open],
			foot: `${t.whyAlert} ${baseUrl()}/account/alerts`,
		};
	}

	async function takeOverLink(
		member: AlertMember,
		sessionId: z.output<typeof alertPayload>['sessionId'],
		siteId: string,
		t: MailTexts,
	) {
		const token = await links.create(member.id, sessionId);
		const url = `${baseUrl()}/take-over/${token}/${siteId}/${sessionId}`;
		return { label: t.takeOver, url, note: t.takeOverNote(takeOverMinutes) };
	}
}

/** There is nobody to talk to in a chat that has ended. */
const mayTakeOver = ({ role }: AlertMember, kind: MemberAlertKind): boolean =>
	kind !== 'missed' && roleMay(role, 'control');

function placeOf(country: string | null, language: Language): string | null {
	if (country === null || !/^[A-Z]{2}$/.test(country)) return null;
	return new Intl.DisplayNames([language], { type: 'region', fallback: 'code' }).of(country) ?? country;
}
