/**
 * A button that opens a list of things to do or to choose. The list's own code is a third of the desk, so it is fetched when a
 * pointer or the focus comes near, and takes the button's place only when it is pressed: a swap in mid-press would lose the click.
 */
import { createSignal, type ParentProps, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { MenuItemProps, MenuProps, MenuRadioProps } from './menu-props.ts';
import './menu.css';

type Parts = Pick<typeof import('./menu-parts.tsx'), 'MenuRoot' | 'Item' | 'Radio' | 'Line'>;

const [parts, setParts] = createSignal<Parts>();

async function load(): Promise<void> {
	const { MenuRoot, Item, Radio, Line } = await import('./menu-parts.tsx');
	setParts({ MenuRoot, Item, Radio, Line });
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
