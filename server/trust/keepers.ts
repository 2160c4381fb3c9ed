/** What is kept of visitors beside the transcripts: each room that keeps something of a chat adds its own. */
import type { SessionId } from '../../shared/ids.ts';

export interface Keeper {
	/** Its heading in a visitor's export. */
	readonly name: string;
	/** Removes all that it keeps of these chats. Asked again after a fault, and for chats of which it keeps nothing. */
	erase(sessions: readonly SessionId[]): Promise<void>;
	/** What it keeps of them, for the visitor to have; absent: nothing that is theirs. */
	tell?(sessions: readonly SessionId[]): Promise<readonly object[]>;
}
