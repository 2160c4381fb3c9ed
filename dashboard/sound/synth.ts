/** Plays the notes with WebAudio. The browser decides whether it may: `state` is its own answer, not our guess. */
import { type Note, type SoundName, scores } from './score.ts';

export interface Synth {
	/** The browser lets this page sound. */
	readonly running: boolean;
	/** Told when the answer changes. */
	onChange(listener: () => void): void;
	/** Asks again; works from within a click or a key. */
	unlock(): Promise<void>;
	play(name: SoundName): void;
	close(): void;
}

function playNote(context: AudioContext, note: Note): void {
	const from = context.currentTime + note.at / 1_000;
	const until = from + note.ms / 1_000;
	const oscillator = context.createOscillator();
	const gain = context.createGain();
	oscillator.type = 'triangle';
	oscillator.frequency.setValueAtTime(note.hz, from);
	if (note.toHz !== undefined) oscillator.frequency.exponentialRampToValueAtTime(note.toHz, until);
	// A short rise and a long fall: a note that starts or ends at full strength clicks.
	gain.gain.setValueAtTime(0.0001, from);
	gain.gain.exponentialRampToValueAtTime(note.gain, from + 0.012);
	gain.gain.exponentialRampToValueAtTime(0.0001, until);
	oscillator.connect(gain).connect(context.destination);
	oscillator.start(from);
	oscillator.stop(until);
}

/** Null where there is no WebAudio. */
export function createSynth(): Synth | null {
	if (typeof AudioContext === 'undefined') return null;
	const context = new AudioContext({ latencyHint: 'interactive' });
	return {
		get running() {
			return context.state === 'running';
		},
		onChange: (listener) => context.addEventListener('statechange', listener),
		async unlock() {
			try {
				await context.resume();
			} catch {
				// Closed meanwhile, or still forbidden: `running` says so.
			}
		},
		play(name) {
			if (context.state !== 'running') return;
			for (const note of scores[name]) playNote(context, note);
		},
		close: () => void context.close(),
	};
}
