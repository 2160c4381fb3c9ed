/** The accounts of a house, put together as `createApp` does it, without sessions, sockets and AI. */
import type { Kysely } from 'kysely';
import { createAttempts } from '../../../server/accounts/attempts.ts';
import { addressAttempts, createAuthRoutes } from '../../../server/accounts/auth-routes.ts';
import { createAuthorities } from '../../../server/accounts/authorities.ts';
import type { AccountChange } from '../../../server/accounts/changes.ts';
import { createEntrance, emailAttempts } from '../../../server/accounts/entrance.ts';
import { type FirstStart, firstStart } from '../../../server/accounts/first-start.ts';
import { createInstallWatch } from '../../../server/accounts/install-watch.ts';
import { createLinks, type Links } from '../../../server/accounts/links.ts';
import { createLogins, type Logins } from '../../../server/accounts/logins.ts';
import { createMembers } from '../../../server/accounts/members-service.ts';
import type { Passwords } from '../../../server/accounts/passwords.ts';
import { createRegister, type Register } from '../../../server/accounts/register.ts';
import { createSites, type SiteKeeper } from '../../../server/accounts/sites-service.ts';
import { createWidgetConfigRoute } from '../../../server/accounts/widget-config.ts';
import type { Clock } from '../../../server/clock.ts';
import type { Config } from '../../../server/config.ts';
import type { Log } from '../../../server/log.ts';
import type { HttpRequest, Route } from '../../../server/net/http-types.ts';
import type { Authorities, Members } from '../../../server/rpc/ports.ts';
import { createAccountStore } from '../../../server/store/accounts.ts';
import type { OpenDatabase } from '../../../server/store/database.ts';
import { createLinkStore } from '../../../server/store/links.ts';
import { createLoginStore } from '../../../server/store/logins.ts';
import { createMemberStore } from '../../../server/store/members.ts';
import type { Database } from '../../../server/store/schema.ts';
import { createSiteStore } from '../../../server/store/sites.ts';
import type { FillRandom, MemberId } from '../../../shared/ids.ts';

export interface AccountsDeps {
	readonly db: Kysely<Database>;
	readonly kind: OpenDatabase['kind'];
	readonly config: Pick<Config, 'publicUrl' | 'defaultPlan' | 'owner'>;
	readonly clock: Clock;
	readonly log: Log;
	readonly fill: FillRandom;
	/** UUIDs. */
	readonly newId: () => string;
	readonly passwords: Passwords;
	readonly forgot?: ((email: string) => void) | undefined;
	/** Some dashboard of theirs is open. */
	readonly attending: (memberId: MemberId) => boolean;
	/** What a client's address is counted by. */
	readonly addressKey: (request: HttpRequest) => string;
}

export interface Accounts {
	readonly register: Register;
	readonly authorities: Authorities;
	readonly sites: SiteKeeper;
	readonly members: Members;
	readonly logins: Logins;
	readonly links: Links;
	/** `/auth/*` and `/widget/config`. */
	readonly routes: readonly Route[];
	/** Sockets close and sessions are released by these. */
	onChange(listener: (change: AccountChange) => void): () => void;
	/** Before anything is asked of it. What has to be printed, if anything. */
	start(): Promise<FirstStart>;
	stop(): Promise<void>;
}

export function createAccounts(deps: AccountsDeps): Accounts {
	const { db, kind, config, clock, log, fill, newId, passwords, attending, addressKey } = deps;
	const stores = {
		accounts: createAccountStore(db),
		members: createMemberStore(db),
		logins: createLoginStore(db),
		links: createLinkStore(db),
		sites: createSiteStore(db),
	};
	const register = createRegister({ stores, clock, log, kind });
	const links = createLinks({ store: stores.links, clock, fill });
	const logins = createLogins({ register, store: stores.logins, clock, fill, newId });
	const authorities = createAuthorities({ register, logins: stores.logins, links: stores.links, clock, log });
	const installWatch = createInstallWatch(clock);
	const sites = createSites({ register, store: stores.sites, installWatch, clock, fill, newId });
	const members = createMembers({
		register,
		store: stores.members,
		logins: stores.logins,
		linkStore: stores.links,
		links,
		passwords,
		attempts: createAttempts(clock, emailAttempts),
		clock,
		attending,
	});
	const entrance = createEntrance({
		register,
		...stores,
		passwords,
		attempts: createAttempts(clock, emailAttempts),
		defaultPlan: config.defaultPlan,
		clock,
		newId,
	});
	const { publicUrl } = config;
	const authRoutes = createAuthRoutes({
		entrance,
		logins,
		register,
		publicUrl,
		forgot: deps.forgot ?? null,
		attempts: createAttempts(clock, addressAttempts),
		addressKey,
		onStranger: () => {},
		onFault: (error) => log.error({ err: error }, 'a request to /auth failed'),
	});
	return {
		register,
		authorities,
		sites,
		members,
		logins,
		links,
		routes: [...authRoutes, createWidgetConfigRoute({ siteByKey: sites.siteByKey, installWatch, publicUrl })],
		onChange: (listener) => register.onChange(listener),
		async start() {
			await register.start();
			authorities.start();
			return firstStart({ register, entrance, links, owner: config.owner });
		},
		async stop() {
			authorities.stop();
			await register.stop();
		},
	};
}
