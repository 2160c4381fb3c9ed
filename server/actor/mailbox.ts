/** The bounded queue in front of an actor: one event at a time, in order, and an explicit refusal when it is full (I30). */
import { limits } from '../../shared/limits.ts';
import { guarded } from './guard.ts';

export interface Mailbox<Mail> {
	/** False: full, and nothing was queued. Urgent mail (the machine's own) is never refused. */
	post(mail: Mail, urgent?: boolean): boolean;
	/** Resolves when everything posted so far has been handled. */
	idle(): Promise<void>;
	/** Mail is waiting or being handled. */
	readonly busy: boolean;
	readonly size: number;
}

/** What takes a fault has failed too: there is nobody left to tell. */
const ignore = (): void => {};

/** @param failed what goes wrong with one mail is its own matter: the next one is handled all the same (I26). */
export function createMailbox<Mail>(
	handle: (mail: Mail) => Promise<void>,
	failed: (error: unknown, mail: Mail) => void,
	capacity: number = limits.mailboxEvents,
): Mailbox<Mail> {
	const queue: Mail[] = [];
	let running: Promise<void> | null = null;

	async function run(): Promise<void> {
		for (let mail = queue.shift(); mail !== undefined; mail = queue.shift()) {
			try {
				await handle(mail);
			} catch (error) {
				guarded(() => failed(error, mail), ignore)();
			}
		}
		running = null;
	}

	/** Nothing may stop the mailbox for good: whoever waits in it would wait for ever. */
	function giveUp(error: unknown): void {
		running = null;
		for (const mail of queue.splice(0)) guarded(() => failed(error, mail), ignore)();
	}

	return {
		post(mail, urgent = false) {
			if (!urgent && queue.length >= capacity) return false;
			queue.push(mail);
			running ??= run().catch(giveUp);
			return true;
		},
		async idle() {
			while (running !== null) await running;
		},
		get busy() {
			return running !== null;
		},
		get size() {
			return queue.length;
		},
	};
}
