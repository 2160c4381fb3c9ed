/** What each sound is: soft notes, under 400 ms in all. */

export type SoundName = 'message' | 'new' | 'human' | 'lost';

export interface Note {
	/** ms from the start of the sound. */
	readonly at: number;
	readonly ms: number;
	readonly hz: number;
	/** Glides there while it sounds. */
	readonly toHz?: number | undefined;
	/** 0 to 1. */
	readonly gain: number;
}

export const scores: Readonly<Record<SoundName, readonly Note[]>> = {
	message: [{ at: 0, ms: 220, hz: 392, gain: 0.16 }],
	new: [
		{ at: 0, ms: 170, hz: 523.25, gain: 0.16 },
		{ at: 110, ms: 260, hz: 783.99, gain: 0.18 },
	],
	human: [
		{ at: 0, ms: 140, hz: 659.25, gain: 0.22 },
		{ at: 115, ms: 140, hz: 783.99, gain: 0.22 },
		{ at: 230, ms: 165, hz: 987.77, gain: 0.26 },
	],
	lost: [{ at: 0, ms: 360, hz: 440, toHz: 261.63, gain: 0.2 }],
};

export const lengthMs = (name: SoundName): number => Math.max(...scores[name].map(({ at, ms }) => at + ms));
