import Check from 'lucide-solid/icons/check';
import Copy from 'lucide-solid/icons/copy';
import { createSignal, onCleanup } from 'solid-js';
import { Button } from './button.tsx';
import './copy-field.css';
import { useDeskTexts } from './texts.ts';

/** A line of code to take along. On plain http there is no clipboard: the text is selected instead, ready for Ctrl+C. */
export function CopyField(props: { readonly label: string; readonly value: string }) {
	const t = useDeskTexts();
	const [copied, setCopied] = createSignal(false);
	let code: HTMLElement | undefined;
	let timer: ReturnType<typeof setTimeout> | undefined;
	onCleanup(() => clearTimeout(timer));
	const select = () => {
		if (code !== undefined) getSelection()?.selectAllChildren(code);
	};
	const copy = async () => {
		try {
			await navigator.clipboard.writeText(props.value);
			setCopied(true);
			clearTimeout(timer);
			timer = setTimeout(() => setCopied(false), 2_000);
		} catch {
			// No clipboard on plain http, or the browser forbids it.
			select();
		}
	};
	return (
		<div class="copy-field">
			{/* Scrolls sideways where it is too long, so it must be reachable by keyboard. */}
			<code
				class="copy-text"
				role="textbox"
				aria-readonly="true"
				aria-label={props.label}
				tabindex={0}
				ref={(node) => {
					code = node;
				}}
			>
				{props.value}
			</code>
			<Button size="small" icon={copied() ? Check : Copy} onClick={() => void copy()}>
				<span aria-live="polite">{copied() ? t().ui.copied : t().ui.copy}</span>
			</Button>
		</div>
	);
}
