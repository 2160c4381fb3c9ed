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
	let field: HTMLInputElement | undefined;
	let timer: ReturnType<typeof setTimeout> | undefined;
	onCleanup(() => clearTimeout(timer));
	const copy = async () => {
		try {
			await navigator.clipboard.writeText(props.value);
			setCopied(true);
			clearTimeout(timer);
			timer = setTimeout(() => setCopied(false), 2_000);
		} catch {
			// No clipboard on plain http, or the browser forbids it.
			field?.focus();
			field?.select();
		}
	};
	return (
		<div class="copy-field">
			<input
				class="copy-text"
				aria-label={props.label}
				readOnly
				spellcheck={false}
				value={props.value}
				onFocus={(event) => event.currentTarget.select()}
				ref={(node) => {
					field = node;
				}}
			/>
			<Button size="small" icon={copied() ? Check : Copy} onClick={() => void copy()}>
				<span aria-live="polite">{copied() ? t().ui.copied : t().ui.copy}</span>
			</Button>
		</div>
	);
}
