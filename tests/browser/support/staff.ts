/** People behind the dashboard, and what they have prepared, where a test is not about how they came in. */
import type { SiteView } from '../../../shared/account.ts';
import type { Language } from '../../../shared/text/language.ts';
import type { Visit } from '../../support/browser.ts';
import { hearSession, memberWire, newClientId, signIn, visitorWire } from '../../support/clients.ts';
import { owner } from '../../support/server.ts';
import { type Desk, deskIn } from './desk.ts';
import type { House } from './house.ts';
import { localeOf, wordsIn } from './words.ts';

/** The dashboard at `path`, signed in with this cookie. */
export async function deskAs(
	house: House,
	cookie: string,
	path = '/',
	visit: Visit = {},
	language: Language = 'en',
): Promise<Desk> {
	const [name = '', value = ''] = cookie.split('=');
	const context = await house.person({ locale: localeOf[language], ...visit });
	await context.addCookies([{ name, value, url: house.server.base }]);
	const page = await context.newPage();
	await page.goto(`${house.server.base}${path}`);
	return deskIn(page, wordsIn(language));
}

/** Somebody who chats without a browser, and stays until the house closes. */
export async function visitorOf(house: House, { site }: Staff) {
	const wire = visitorWire(house.server.base, site.key, { origin: house.website.origin });
	house.atEnd(wire.close);
	const { sessionId } = await wire.greet();
	// Whoever listens comes back when the connection was lost.
	hearSession(wire);
	return {
		sessionId,
		say: (text: string) => wire.client.say.mutate({ clientId: newClientId(), text }),
		ask: () => wire.client.askForHuman.mutate({ clientId: newClientId() }),
		end: () => wire.client.end.mutate(),
	};
}

export interface Staff {
	readonly wire: ReturnType<typeof memberWire>;
	readonly cookie: string;
	readonly site: SiteView;
	/** The line that an owner pastes. */
	readonly line: string;
}

/** The owner with a first website, at the house's own website unless said otherwise. */
export async function ownerOf(house: House, address = house.website.origin): Promise<Staff> {
	const { base } = house.server;
	const cookie = await signIn(base, owner);
	const wire = memberWire(base, cookie);
	house.atEnd(wire.close);
	const site = await wire.client.sites.create.mutate({ address });
	return { wire, cookie, site, line: `<script async src="${base}/widget.js" data-site="${site.key}"></script>` };
}
