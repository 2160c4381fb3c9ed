/** A browser's page: its clock, its network, and the moments in which it stands still. */
import type { Wake } from '../../shared/live/host.ts';
import type { Network, NetworkPage, PageEars, PagePort } from './network.ts';
import type { Random } from './random.ts';
import type { Mortal, Time } from './time.ts';

export interface Page extends PagePort, Mortal {
	readonly net: NetworkPage;
	/** In front of its person; showing it again wakes it. */
	show(on: boolean): void;
	/** Nothing of the page runs: timers and frames wait until it thaws. `deaf`: other tabs' news are not kept for it. */
	freeze(deaf?: boolean): void;
	thaw(): void;
	/** News from another tab. */
	hear(news: () => void): void;
	/** Returns the way to stop listening. */
	onClose(closed: () => void): () => void;
	readonly frozen: boolean;
	/** Frozen in the back-forward cache. */
	readonly cached: boolean;
	/** Its network is gone or back. */
	offline(on: boolean): void;
	/** The tab is closed: its sockets end as a browser ends them. */
	close(): void;
}

export interface PageOptions {
	readonly time: Time;
	readonly network: Network;
	readonly random: Random;
	readonly name: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly skewMs: number;
}

/** Going away. */
const leaving = 1001;

export function createPage({ time, network, random, name, headers, skewMs }: PageOptions): Page {
	const net = network.page(name, headers);
	const chance = random.fork(`page ${name}`);
	const ends = new Set<{ close(code: number): void }>();
	const wakes = new Set<(why: Wake) => void>();
	let late: (() => void)[] = [];
	let dead = false;
	let frozen = false;
	let deaf = false;
	let hidden = false;
	const closing = new Set<() => void>();

	function soon(act: () => void): void {
		if (dead) return;
		if (frozen) late.push(act);
		else act();
	}

	const wake = (why: Wake): void => {
		for (const one of [...wakes]) soon(() => one(why));
	};

	return {
		name,
		net,
		get dead() {
			return dead;
		},
		get frozen() {
			return frozen;
		},
		get cached() {
			return frozen && deaf;
		},
		random: chance.next,
		hidden: () => hidden,
		clock: {
			now: () => time.wall() + skewMs,
			monotonic: () => time.monotonic(),
			setTimer(ms, ring) {
				// Due while the page stands still, it may be cancelled before it goes on.
				let cancelled = false;
				const timer = time.after(ms, () => soon(() => !cancelled && ring()));
				return {
					cancel() {
						cancelled = true;
						timer.cancel();
					},
				};
			},
		},
		onWake(one) {
			wakes.add(one);
			return () => void wakes.delete(one);
		},
		dial(url, ears: PageEars) {
			// What a library still wants when the page is gone.
			if (dead) return { open: false, send() {}, close() {} };
			const end = net.dial(url, {
				opened: () => soon(ears.opened),
				frame: (text) => soon(() => ears.frame(text)),
				closed(code) {
					ends.delete(end);
					soon(() => ears.closed(code));
				},
			});
			ends.add(end);
			return end;
		},
		show(on) {
			if (hidden === !on) return;
			hidden = !on;
			if (on) wake('shown');
		},
		freeze(isDeaf = false) {
			frozen = true;
			deaf = isDeaf;
		},
		hear(news) {
			if (!(frozen && deaf)) soon(news);
		},
		onClose(closed) {
			closing.add(closed);
			return () => void closing.delete(closed);
		},
		thaw() {
			if (!frozen) return;
			frozen = false;
			const acts = late;
			late = [];
			for (const act of acts) soon(act);
		},
		offline(on) {
			if (net.weather.offline === on) return;
			net.weather.offline = on;
			for (const line of net.lines) {
				if (!on) line.unblock();
				else {
					line.block('up');
					line.block('down');
				}
			}
			if (!on) wake('online');
		},
		close() {
			dead = true;
			for (const end of [...ends]) end.close(leaving);
			for (const closed of [...closing]) closed();
		},
	};
}
