/** The menu itself: arrows, type-ahead, focus and placing are Kobalte's. Loaded with the first menu that is opened. */
import { DropdownMenu } from '@kobalte/core/dropdown-menu';
import Check from 'lucide-solid/icons/check';
import { createSignal, For, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { MenuItemProps, MenuProps, MenuRadioProps } from './menu-props.ts';

export function MenuRoot(props: MenuProps) {
	const [trigger, setTrigger] = createSignal<HTMLElement>();
	// Under the landmark of its button: what is put at the end of the page belongs to no part of it.
	const place = () => trigger()?.closest<HTMLElement>('header, main, nav') ?? document.body;
	return (
		// It is made by the press that opens it.
		<DropdownMenu
			defaultOpen
			placement={props.placement ?? 'bottom-end'}
			gutter={6}
			preventScroll={false}
			modal={false}
		>
			<DropdownMenu.Trigger
				ref={setTrigger}
				class={`button button-plain ${props.class ?? ''}`}
				aria-label={props.label}
				title={props.label}
			>
				{props.trigger}
			</DropdownMenu.Trigger>
			<DropdownMenu.Portal mount={place()}>
				<DropdownMenu.Content class="menu">{props.children}</DropdownMenu.Content>
			</DropdownMenu.Portal>
		</DropdownMenu>
	);
}

export function Item(props: MenuItemProps) {
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

/** The values are plain words here; `MenuRadio` gives them their type. */
export function Radio(props: MenuRadioProps<string>) {
	return (
		<DropdownMenu.Group>
			<DropdownMenu.GroupLabel class="menu-label">{props.label}</DropdownMenu.GroupLabel>
			<DropdownMenu.RadioGroup value={props.value} onChange={(value) => props.onChange(value)}>
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

export function Line() {
	return <DropdownMenu.Separator class="menu-line" />;
}
