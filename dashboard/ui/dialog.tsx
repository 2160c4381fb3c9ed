import X from 'lucide-solid/icons/x';
import { createEffect, createUniqueId, type JSX, onCleanup, Show } from 'solid-js';
import { IconButton } from './button.tsx';
import './dialog.css';
import { useDeskTexts } from './texts.ts';

export interface DialogProps {
	readonly open: boolean;
	readonly onClose: () => void;
	readonly title: string;
	readonly children: JSX.Element;
	/** The buttons at the end; the one that does it comes last. */
	readonly actions?: JSX.Element | undefined;
	readonly wide?: boolean | undefined;
}

/** The browser's modal dialog: it keeps the focus inside, makes the rest inert, closes on Esc and gives the focus back. */
export function Dialog(props: DialogProps) {
	return (
		<Show when={props.open}>
			<OpenDialog {...props} />
		</Show>
	);
}

function OpenDialog(props: DialogProps) {
	const t = useDeskTexts();
	const titleId = createUniqueId();
	let element: HTMLDialogElement | undefined;
	let pressedOutside = false;
	createEffect(() => {
		const before = document.activeElement;
		element?.showModal();
		onCleanup(() => {
			element?.close();
			if (before instanceof HTMLElement && before.isConnected) before.focus();
		});
	});
	return (
		<dialog
			ref={(node) => {
				element = node;
			}}
			class="dialog"
			classList={{ 'dialog-wide': props.wide === true }}
			aria-labelledby={titleId}
			onCancel={(event) => {
				event.preventDefault();
				props.onClose();
			}}
			// A text selection that ends outside is no click outside: both ends must be on the scrim.
			onPointerDown={(event) => {
				pressedOutside = event.target === event.currentTarget;
			}}
			onPointerUp={(event) => {
				if (pressedOutside && event.target === event.currentTarget) props.onClose();
			}}
		>
			<div class="dialog-body">
				<header class="dialog-head">
					<h2 id={titleId}>{props.title}</h2>
					<IconButton size="small" icon={X} label={t().ui.close} onClick={() => props.onClose()} />
				</header>
				<div class="dialog-content">{props.children}</div>
				<Show when={props.actions}>
					<footer class="dialog-actions">{props.actions}</footer>
				</Show>
			</div>
		</dialog>
	);
}
