/** Single keys, for people who watch all day. Never while somebody types, and never with a modifier held. */
import { For, onCleanup, onMount } from 'solid-js';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import './keys.css';

const typing = 'input, textarea, select, [contenteditable], [role="textbox"]';
const takesKeys = '[role="menu"], [role="dialog"], dialog';

/** Whether a key pressed there belongs to what has the focus. */
function isTaken(target: EventTarget | null): boolean {
	if (document.querySelector('dialog[open]') !== null) return true;
	return target instanceof Element && (target.closest(typing) !== null || target.closest(takesKeys) !== null);
}

/** `press` returns false where the key means nothing now, so that the browser's own meaning stays. */
export function listenForKeys(keys: Readonly<Record<string, (event: KeyboardEvent) => unknown>>): void {
	const listen = (event: KeyboardEvent) => {
		if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
		const press = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
		if (press === undefined || isTaken(event.target)) return;
		// Enter on a button or link is its own.
		if (event.key === 'Enter' && event.target instanceof Element && event.target.closest('a, button') !== null) return;
		if (press(event) !== false) event.preventDefault();
	};
	onMount(() => document.addEventListener('keydown', listen));
	onCleanup(() => document.removeEventListener('keydown', listen));
}

export function KeysDialog(props: { readonly open: boolean; readonly onClose: () => void }) {
	const t = useDeskTexts();
	const rows = () => [
		{ keys: ['J', 'K'], text: t().keys.move },
		{ keys: ['Enter'], text: t().keys.open },
		{ keys: ['T'], text: t().keys.takeOver },
		{ keys: ['R'], text: t().keys.reply },
		{ keys: ['W'], text: t().keys.whisper },
		{ keys: ['Esc'], text: t().keys.back },
		{ keys: ['Enter'], text: t().keys.send },
		{ keys: ['Shift', 'Enter'], text: t().keys.newLine },
		{ keys: ['?'], text: t().keys.help },
	];
	return (
		<Dialog open={props.open} onClose={() => props.onClose()} title={t().keys.title}>
			<dl class="keys">
				<For each={rows()}>
					{(row) => (
						<>
							<dt>
								<For each={row.keys}>{(key) => <Kbd>{key}</Kbd>}</For>
							</dt>
							<dd>{row.text}</dd>
						</>
					)}
				</For>
			</dl>
		</Dialog>
	);
}
