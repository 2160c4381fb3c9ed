import type { Memory } from '../../widget/session/memory.ts';

/** What one browser remembers of a visitor, over a plain map. */
export function createWidgetMemory(): { readonly store: Map<string, string>; readonly memory: Memory } {
	const store = new Map<string, string>();
	const place = (name: string) => ({
		load: () => store.get(name) ?? null,
		save: (text: string | null) => void (text === null ? store.delete(name) : store.set(name, text)),
	});
	const live = place('live');
	const memory: Memory = {
		token: place('token').load,
		setToken: place('token').save,
		live: () => live.load() !== null,
		setLive: (on) => live.save(on ? '1' : null),
		onBegun: () => () => {},
		outbox: place('outbox'),
		draft: place('draft'),
		panel: place('panel'),
	};
	return { store, memory };
}
