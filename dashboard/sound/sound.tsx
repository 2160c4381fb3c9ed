/** The desk's ears and its window title: listens to the live list and the connection, and rings. */
import {
	type Accessor,
	createContext,
	createEffect,
	createMemo,
	createSignal,
	onCleanup,
	type ParentProps,
	useContext,
} from 'solid-js';
import type { SoundMode } from '../../shared/account.ts';
import { createCounts } from '../monitor/counts.ts';
import { useLiveCards } from '../monitor/live-cards.tsx';
import { useCurrentSite } from '../shell/current-site.tsx';
import { useDesk } from '../shell/desk.tsx';
import { louder, type Rung, ringHuman, soundOf } from './alerts.ts';
import { createOneTab, type OneTab } from './one-tab.ts';
import type { SoundName } from './score.ts';
import { createSynth } from './synth.ts';

export interface Sound {
	readonly supported: boolean;
	/** The browser forbids sound until somebody clicks. */
	readonly locked: Accessor<boolean>;
	readonly mode: Accessor<SoundMode>;
	/** Plays here and now, whatever the mode: the answer to "do I hear it". */
	test(): void;
}

const SoundContext = createContext<Sound>();
const gestures = ['pointerdown', 'keydown'] as const;
/** A reconnect of a moment is no alarm. */
const lostAfterMs = 4_000;

export function SoundProvider(props: ParentProps) {
	const desk = useDesk();
	const site = useCurrentSite();
	const list = useLiveCards();
	const synth = createSynth();
	const [running, setRunning] = createSignal(synth?.running === true);
	const mode = () => desk.me().profile.sound;

	if (synth !== null) {
		synth.onChange(() => setRunning(synth.running));
		void synth.unlock();
		const unlock = () => {
			if (!synth.running) void synth.unlock();
		};
		for (const gesture of gestures) document.addEventListener(gesture, unlock, { capture: true });
		onCleanup(() => {
			for (const gesture of gestures) document.removeEventListener(gesture, unlock, { capture: true });
			synth.close();
		});
	}

	const oneTab = createMemo<OneTab | null>(() => {
		const id = site()?.id;
		if (!running() || id === undefined) return null;
		const tab = createOneTab(`baton.sound.${id}`);
		onCleanup(() => tab.stop());
		return tab;
	});
	const ring = (name: SoundName, what: string) => oneTab()?.sound(what, () => synth?.play(name));

	createEffect(() => {
		const cards = list();
		if (cards === null) return;
		let rung: Rung = new Map();
		const human = (): boolean => {
			const result = ringHuman(rung, cards.plain(), mode(), desk.host.clock.monotonic());
			rung = result.rung;
			return result.ring;
		};
		const step = (sound: SoundName | null) => {
			const name = louder(human() ? 'human' : null, sound);
			if (name !== null) ring(name, name);
		};
		const unlisten = cards.onChange((before, after) => step(soundOf(before, after, desk.me().id, mode())));
		const timer = setInterval(() => step(null), 1_000);
		onCleanup(() => {
			unlisten();
			clearInterval(timer);
		});
	});

	createEffect((wasLive: boolean) => {
		const live = desk.online();
		if (live || !wasLive) return wasLive || live;
		const timer = setTimeout(() => {
			if (mode() !== 'none') ring('lost', 'lost');
		}, lostAfterMs);
		onCleanup(() => clearTimeout(timer));
		return true;
	}, false);

	const counts = createCounts();
	createEffect(() => {
		document.title = counts().calling > 0 ? `(${counts().calling}) Baton` : 'Baton';
	});

	const sound: Sound = {
		supported: synth !== null,
		locked: () => synth !== null && !running(),
		mode,
		test() {
			void synth?.unlock().then(() => synth.play('new'));
		},
	};
	return <SoundContext.Provider value={sound}>{props.children}</SoundContext.Provider>;
}

export function useSound(): Sound {
	const sound = useContext(SoundContext);
	if (sound === undefined) throw new Error('no sound above this component');
	return sound;
}
