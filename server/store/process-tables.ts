import type { MemberId, SessionId } from '../../shared/ids.ts';
import type { Json } from './account-tables.ts';

export interface ProcessTables {
	processes: {
		id: string;
		/** Rises as long as the process lives. */
		beat: number;
		/** Members who have a dashboard open there. */
		members: Json<readonly MemberId[]>;
		/** Members who went away there, and said that they would be back. */
		away: Json<readonly MemberId[]>;
		/** Sessions of other processes whose visitors are connected there. */
		visitors: Json<readonly SessionId[]>;
	};
}
