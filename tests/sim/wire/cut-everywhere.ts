/** One scripted session, cut at one frame. The caller goes through all of them. */
import { faultsAtEnd, playSession } from './session.ts';
import type { WireLine } from './wire-line.ts';
import { createWireWorld } from './world.ts';

export type Who = 'visitor' | 'agent';

/** What the line does once the frame has arrived. `half-open`: nobody is told, and new lines work. */
export const accidents = {
	cut: (line: WireLine) => line.cut(5, 5),
	'half-open': (line: WireLine) => line.cut(null, null),
	'server told': (line: WireLine) => line.cut(null, 5),
	'page told': (line: WireLine) => line.cut(5, null),
	'one-way up': (line: WireLine) => line.block('down'),
	'one-way down': (line: WireLine) => line.block('up'),
} as const;

export type Accident = keyof typeof accidents;

export interface CutCase {
	readonly who: Who;
	readonly accident: Accident;
	/** After this many frames of that page have arrived, counted from 1. */
	readonly frame: number;
}

export interface CutResult {
	readonly faults: readonly string[];
	/** Frames that have arrived until the last step was seen, by page. */
	readonly frames: Readonly<Record<Who, number>>;
	/** From the accident until the page was live on another line, ms; null: there was no accident. */
	readonly healedMs: number | null;
	/** Which frame arrived where and when. */
	readonly log: readonly string[];
}

/** SPEC, issue 3 point 6. */
export const healWithinMs = 25_000;

export async function playCut(cut: CutCase | null): Promise<CutResult> {
	const frames = { visitor: 0, agent: 0 };
	let accidentAt: number | null = null;
	let healedMs: number | null = null;
	const log: string[] = [];
	let struck: WireLine | null = null;
	const world = createWireWorld({
		passed(page, direction, line) {
			log.push(`${world.time.monotonic()} ${page} ${direction}`);
			const who: Who = page === 'visitor' ? 'visitor' : 'agent';
			frames[who] += 1;
			if (cut === null || who !== cut.who) return;
			if (struck === null && frames[who] === cut.frame) {
				struck = line;
				accidentAt = world.time.monotonic();
				accidents[cut.accident](line);
			} else if (healedMs === null && accidentAt !== null && line !== struck) {
				healedMs = world.time.monotonic() - accidentAt;
			}
		},
	});
	try {
		const agent = world.agent('agent');
		const visitor = world.visitor('visitor');
		const missing = await playSession(world, visitor, agent);
		const until = { ...frames };
		await world.time.run(healWithinMs + 10_000);
		const faults = [...faultsAtEnd(world, visitor, agent)];
		if (missing !== null) faults.unshift(`it never came to: ${missing}`);
		if (accidentAt !== null && (healedMs === null || healedMs > healWithinMs)) {
			faults.push(`healed after ${healedMs ?? 'never'} ms`);
		}
		return { faults, frames: until, healedMs, log };
	} finally {
		world.close();
	}
}
