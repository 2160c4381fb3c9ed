import type { MemberId, SessionId } from '../../shared/ids.ts';
import type { Json } from './account-tables.ts';

export interface ProcessTables {
	processes: {
		id: string;
		/** Rises as long as the process lives. */
		beat: number;
		/** Members who have a dashboard open there. */
		members: Json<readonly MemberId[]>;
		/** Sessions of other processes whose visitors are connected there. */
		visitors: Json<readonly SessionId[]>;
	};
}
