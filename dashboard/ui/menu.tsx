/**
 * A button that opens a list of things to do or to choose. The list's own code is a third of the desk, so it is fetched when a
 * pointer or the focus comes near, and takes the button's place only when it is pressed: a swap in mid-press would lose the click.
 */
import { createSignal, type JSX, type ParentProps, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { IconComponent } from './button.tsx';
import './menu.css';

export interface MenuProps extends ParentProps {
	/** What is on the button. */
	readonly trigger: JSX.Element;
	/** The button's name, where what is on it does not say it. */
	readonly label?: string | undefined;
	readonly class?: string | undefined;
	readonly placement?: 'bottom-start' | 'bottom-end' | undefined;
}

export interface MenuItemProps extends ParentProps {
	readonly onSelect: () => void;
	readonly icon?: IconComponent | undefined;
	readonly disabled?: boolean | undefined;
	/** Choosing it leaves the menu open, to hear or see what it did. */
	readonly staysOpen?: boolean | undefined;
}

export interface MenuRadioProps<V extends string> {
	readonly label: string;
	readonly value: V;
	readonly options: readonly { readonly value: V; readonly label: string; readonly hint?: string | undefined }[];
	readonly onChange: (value: V) => void;
	readonly staysOpen?: boolean | undefined;
}

type Parts = typeof import('./menu-parts.tsx');

const [parts, setParts] = createSignal<Parts>();

async function load(): Promise<void> {
	const loaded = await import('./menu-parts.tsx');
	setParts(() => loaded);
}

export function Menu(props: MenuProps) {
	const [pressed, setPressed] = createSignal(false);
	const open = () => {
		setPressed(true);
		void load();
	};
	return (
		<Show
			when={pressed() && parts()}
			fallback={
				<button
					type="button"
					class={`button button-plain ${props.class ?? ''}`}
					aria-haspopup="menu"
					aria-expanded="false"
					aria-label={props.label}
					title={props.label}
					onPointerEnter={() => void load()}
					onFocus={() => void load()}
					onClick={open}
					onKeyDown={(event) => {
						if (event.key !== 'ArrowDown') return;
						event.preventDefault();
						open();
					}}
				>
					{props.trigger}
				</button>
			}
		>
			{(is) => <Dynamic component={is().MenuRoot} {...props} />}
		</Show>
	);
}

export function MenuItem(props: MenuItemProps) {
	return <Dynamic component={parts()?.Item} {...props} />;
}

export function MenuRadio<V extends string>(props: MenuRadioProps<V>) {
	const choose = (value: string) => {
		const chosen = props.options.find((option) => option.value === value);
		if (chosen !== undefined) props.onChange(chosen.value);
	};
	return <Dynamic component={parts()?.Radio} {...props} onChange={choose} />;
}

export function MenuLine() {
	return <Dynamic component={parts()?.Line} />;
}

/** Words in a menu that are not to be chosen: who is signed in, why there is no sound. */
export function MenuNote(props: ParentProps<{ readonly tone?: 'need' | undefined }>) {
	return (
		<div class="menu-note" classList={{ 'menu-note-need': props.tone === 'need' }}>
			{props.children}
		</div>
	);
}
