/** Accounts, wired: who there is, how they come in, and what they may. */
import type { FillRandom, MemberId, SiteId } from '../shared/ids.ts';
import type { Plan } from '../shared/plans.ts';
import { createAttempts } from './accounts/attempts.ts';
import { createAuthorities } from './accounts/authorities.ts';
import { createEntrance, emailAttempts } from './accounts/entrance.ts';
import { createLinks } from './accounts/links.ts';
import { createLogins } from './accounts/logins.ts';
import { createMembers } from './accounts/members-service.ts';
import { createPasswords } from './accounts/passwords.ts';
import { createRegister } from './accounts/register.ts';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';
import type { Stores } from './store/stores.ts';

export interface AccountsAround {
	readonly clock: Clock;
	readonly log: Log;
	readonly stores: Stores;
	readonly fillRandom: FillRandom;
	readonly newId: () => string;
	readonly defaultPlan: Plan;
	/** Some dashboard of theirs is looked at. */
	readonly attending: (memberId: MemberId) => boolean;
}

export function wireAccounts({ clock, log, stores, fillRandom, newId, defaultPlan, attending }: AccountsAround) {
	const register = createRegister({ stores, clock, log, kind: stores.kind });
	const links = createLinks({ store: stores.links, clock, fill: fillRandom });
	const logins = createLogins({ register, store: stores.logins, clock, fill: fillRandom, newId });
	const passwords = createPasswords();
	return {
		register,
		authorities: createAuthorities({ register, logins: stores.logins, links: stores.links, clock, log }),
		links,
		logins,
		members: createMembers({
			register,
			store: stores.members,
			logins: stores.logins,
			linkStore: stores.links,
			links,
			passwords,
			attempts: createAttempts(clock, emailAttempts),
			clock,
			attending,
		}),
		entrance: createEntrance({
			register,
			accounts: stores.accounts,
			members: stores.members,
			links: stores.links,
			passwords,
			attempts: createAttempts(clock, emailAttempts),
			defaultPlan,
			clock,
			newId,
		}),
		/** Somebody of the site's account who may take over looks at a dashboard. */
		agentsAttend(siteId: SiteId): boolean {
			const { sites, members: people, controllers } = register.current();
			const accountId = sites.get(siteId)?.accountId;
			return [...people.values()].some(
				({ id, accountId: theirs }) => theirs === accountId && controllers.has(id) && attending(id),
			);
		},
	};
}
