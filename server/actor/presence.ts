/**
 * Who is connected to one session at this moment, and typing: a plain fact beside the machine, never stored. It enters
 * the machine only as `visitor.left`, `agent.lost` and `agent.back`.
 */
import type { Page, Watcher } from '../../shared/card.ts';
import type { MemberId } from '../../shared/ids.ts';
import { durations } from '../../shared/limits.ts';
import type { Clock, Timer } from '../clock.ts';

export interface SessionPresence {
	readonly online: boolean;
	/** The visitor's open tabs, as far as they are connected to this process. */
	readonly tabs: number;
	/** Monotonic ms; null while a visitor's socket lives. */
	readonly lostAt: number | null;
	readonly visitorTyping: boolean;
	readonly agentTyping: boolean;
	readonly page: Page | null;
	/** One row a member, however many tabs. */
	readonly watchers: readonly Watcher[];
	/** Nobody could be here before this (monotonic ms): who is not is counted as lost only from then. */
	awaitFrom(at: number): void;
	visitorConnected(connectionId: string): void;
	visitorGone(connectionId: string): void;
	/** Whether another process has a socket of theirs. */
	setElsewhere(on: boolean): void;
	setPage(page: Page): void;
	setTyping(who: 'visitor' | 'agent', on: boolean): void;
	/** Returns how to stop watching. */
	watch(watcher: Watcher): () => void;
}

/** @param changed called after each change; never inside another. */
export function createPresence(clock: Clock, page: Page | null, changed: () => void): SessionPresence {
	const sockets = new Set<string>();
	let elsewhere = false;
	const watching = new Set<Watcher>();
	const typing: Record<'visitor' | 'agent', Timer | null> = { visitor: null, agent: null };
	// Nobody has connected yet: counted as lost from here, so that a visitor who never comes back leaves.
	let lostAt: number | null = clock.monotonic();
	let current = page;

	function setTyping(who: 'visitor' | 'agent', on: boolean): void {
		const was = typing[who] !== null;
		typing[who]?.cancel();
		typing[who] = on
			? clock.setTimer(durations.typingMs, () => {
					typing[who] = null;
					changed();
				})
			: null;
		if (was !== on) changed();
	}

	return {
		get online() {
			return sockets.size > 0 || elsewhere;
		},
		get tabs() {
			return sockets.size;
		},
		get lostAt() {
			return lostAt;
		},
		get visitorTyping() {
			return typing.visitor !== null;
		},
		get agentTyping() {
			return typing.agent !== null;
		},
		get page() {
			return current;
		},
		get watchers() {
			const byMember = new Map<MemberId, Watcher>();
			for (const watcher of watching) byMember.set(watcher.memberId, watcher);
			return [...byMember.values()];
		},
		awaitFrom(at) {
			if (lostAt !== null) lostAt = Math.max(lostAt, at);
		},
		visitorConnected(connectionId) {
			sockets.add(connectionId);
			lostAt = null;
			changed();
		},
		visitorGone(connectionId) {
			if (!sockets.delete(connectionId)) return;
			if (sockets.size === 0 && !elsewhere) {
				lostAt = clock.monotonic();
				setTyping('visitor', false);
			}
			changed();
		},
		setElsewhere(on) {
			if (elsewhere === on) return;
			elsewhere = on;
			if (on) lostAt = null;
			else if (sockets.size === 0) lostAt = clock.monotonic();
			changed();
		},
		setPage(next) {
			if (current?.url === next.url && current.title === next.title) return;
			current = next;
			changed();
		},
		setTyping,
		watch(watcher) {
			const row = { ...watcher };
			watching.add(row);
			changed();
			return () => {
				if (watching.delete(row)) changed();
			};
		},
	};
}
