/** The order on the screen: follows need, and holds still while somebody points at a card or has the focus in one. */
import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js';
import { type SessionId, sessionIdOf } from '../../shared/ids.ts';
import type { LiveCards } from '../live.ts';
import { arrange, orderCards } from './order.ts';

export interface Slots {
	readonly slots: Accessor<readonly SessionId[]>;
	/** To be spread on the list's element. */
	readonly hold: {
		readonly onPointerOver: (event: PointerEvent) => void;
		readonly onPointerLeave: () => void;
		readonly onFocusIn: (event: FocusEvent) => void;
		readonly onFocusOut: (event: FocusEvent) => void;
	};
}

/** A busy list changes many times a second; it is put in order once in this time, so that eyes and the browser keep up. */
const settleMs = (length: number): number => (length > 60 ? 1_000 : 250);

function cardUnder(target: EventTarget | null): SessionId | null {
	const id = target instanceof Element ? target.closest('[data-session]')?.getAttribute('data-session') : null;
	return typeof id === 'string' ? sessionIdOf(id) : null;
}

const same = (a: readonly SessionId[], b: readonly SessionId[]): boolean =>
	a.length === b.length && a.every((id, index) => id === b[index]);

export function createSlots(list: LiveCards): Slots {
	const [slots, setSlots] = createSignal<readonly SessionId[]>([]);
	let pointed: SessionId | null = null;
	let focused: SessionId | null = null;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let settledAt = Number.NEGATIVE_INFINITY;

	function settle(): void {
		clearTimeout(timer);
		timer = undefined;
		settledAt = performance.now();
		const held = pointed ?? focused;
		const next = arrange(slots(), orderCards(list.plain().values()), held);
		if (!same(next, slots())) setSlots(next);
		if (held === null) list.forget();
	}

	/** At once when quiet, else with the next turn. */
	function changed(): void {
		if (timer !== undefined) return;
		const wait = settledAt + settleMs(slots().length) - performance.now();
		if (wait <= 0) settle();
		else timer = setTimeout(settle, wait);
	}

	createEffect(() => {
		settle();
		onCleanup(list.onChange(changed));
	});
	onCleanup(() => clearTimeout(timer));

	return {
		slots,
		hold: {
			onPointerOver(event) {
				// A finger points at nothing once it is lifted.
				if (event.pointerType !== 'touch') pointed = cardUnder(event.target) ?? pointed;
			},
			onPointerLeave() {
				pointed = null;
				settle();
			},
			onFocusIn(event) {
				focused = cardUnder(event.target);
			},
			onFocusOut(event) {
				if (cardUnder(event.relatedTarget) !== null) return;
				focused = null;
				settle();
			},
		},
	};
}
