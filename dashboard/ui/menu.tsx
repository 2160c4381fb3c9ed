/** A button that opens a list of things to do or to choose; arrows, type-ahead and focus are Kobalte's. */
import { DropdownMenu } from '@kobalte/core/dropdown-menu';
import Check from 'lucide-solid/icons/check';
import { createSignal, For, type JSX, type ParentProps, Show } from 'solid-js';
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

/** Under the landmark of its button: what is put at the end of the page belongs to no part of it. */
export const landmarkOf = (trigger: HTMLElement | undefined): HTMLElement =>
	trigger?.closest<HTMLElement>('header, main, nav') ?? document.body;

export function Menu(props: MenuProps) {
	const [trigger, setTrigger] = createSignal<HTMLElement>();
	return (
		<DropdownMenu placement={props.placement ?? 'bottom-end'} gutter={6} preventScroll={false} modal={false}>
			<DropdownMenu.Trigger
				ref={setTrigger}
				class={`button button-plain ${props.class ?? ''}`}
				aria-label={props.label}
				title={props.label}
			>
				{props.trigger}
			</DropdownMenu.Trigger>
			<DropdownMenu.Portal mount={landmarkOf(trigger())}>
				<DropdownMenu.Content class="menu">{props.children}</DropdownMenu.Content>
			</DropdownMenu.Portal>
		</DropdownMenu>
	);
}

export interface MenuItemProps extends ParentProps {
	readonly onSelect: () => void;
	readonly icon?: IconComponent | undefined;
	readonly disabled?: boolean | undefined;
	/** Choosing it leaves the menu open, to hear or see what it did. */
	readonly staysOpen?: boolean | undefined;
}

export function MenuItem(props: MenuItemProps) {
	return (
		<DropdownMenu.Item
			class="menu-item"
			disabled={props.disabled ?? false}
			closeOnSelect={props.staysOpen !== true}
			onSelect={() => props.onSelect()}
		>
			<Show when={props.icon}>{(icon) => <Dynamic component={icon()} size={16} class="menu-icon" />}</Show>
			<span class="menu-text">{props.children}</span>
		</DropdownMenu.Item>
	);
}

export interface MenuRadioProps<V extends string> {
	readonly label: string;
	readonly value: V;
	readonly options: readonly { readonly value: V; readonly label: string; readonly hint?: string | undefined }[];
	readonly onChange: (value: V) => void;
	readonly staysOpen?: boolean | undefined;
}

export function MenuRadio<V extends string>(props: MenuRadioProps<V>) {
	const choose = (value: string) => {
		const chosen = props.options.find((option) => option.value === value);
		if (chosen !== undefined) props.onChange(chosen.value);
	};
	return (
		<DropdownMenu.Group>
			<DropdownMenu.GroupLabel class="menu-label">{props.label}</DropdownMenu.GroupLabel>
			<DropdownMenu.RadioGroup value={props.value} onChange={choose}>
				<For each={props.options}>
					{(option) => (
						<DropdownMenu.RadioItem class="menu-item" value={option.value} closeOnSelect={props.staysOpen !== true}>
							<span class="menu-check">
								<DropdownMenu.ItemIndicator>
									<Check size={16} />
								</DropdownMenu.ItemIndicator>
							</span>
							<DropdownMenu.ItemLabel class="menu-text">{option.label}</DropdownMenu.ItemLabel>
							<Show when={option.hint}>
								<DropdownMenu.ItemDescription class="menu-hint">{option.hint}</DropdownMenu.ItemDescription>
							</Show>
						</DropdownMenu.RadioItem>
					)}
				</For>
			</DropdownMenu.RadioGroup>
		</DropdownMenu.Group>
	);
}

export function MenuLine() {
	return <DropdownMenu.Separator class="menu-line" />;
}

/** Words in a menu that are not to be chosen: who is signed in, why there is no sound. */
export function MenuNote(props: ParentProps<{ readonly tone?: 'need' | undefined }>) {
	return (
		<div class="menu-note" classList={{ 'menu-note-need': props.tone === 'need' }}>
			{props.children}
		</div>
	);
}
