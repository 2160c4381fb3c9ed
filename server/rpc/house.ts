import type { MemberProcedures } from './authority.ts';
import type { House } from './ports.ts';
import { memberTrpc } from './trpc.ts';

/** About the server itself: for the owner, who can change how it is set up. */
export const createHouseRouter = (procedures: MemberProcedures, house: House) =>
	memberTrpc.router({
		findings: procedures('manage-plan').query(() => house.findings()),
		countryData: procedures('manage-plan').query(() => house.countryData()),
	});
