/** People behind the dashboard, and what they have prepared, where a test is not about how they came in. */
import type { SiteView } from '../../../shared/account.ts';
import type { Language } from '../../../shared/text/language.ts';
import type { Visit } from '../../support/browser.ts';
import { memberWire, signIn } from '../../support/clients.ts';
import { owner } from '../../support/server.ts';
import { type Desk, deskIn } from './desk.ts';
import type { House } from './house.ts';
import { localeOf, wordsIn } from './words.ts';

/** The dashboard at `path`, signed in with this cookie. */
export async function deskAs(house: House, cookie: string, path = '/', visit: Visit = {}): Promise<Desk> {
	const [name = '', value = ''] = cookie.split('=');
	const context = await house.person(visit);
	await context.addCookies([{ name, value, url: house.server.base }]);
	const page = await context.newPage();
	await page.goto(`${house.server.base}${path}`);
	return deskIn(page, wordsIn('en'));
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
	const site = await wire.client.sites.create.mutate({ address });
	return { wire, cookie, site, line: `<script async src="${base}/widget.js" data-site="${site.key}"></script>` };
}

/** As the reader of a language has it: browser and profile. */
export async function speak(staff: Staff, language: Language): Promise<Visit> {
	await staff.wire.client.me.updateProfile.mutate({ language });
	return { locale: localeOf[language] };
}
