import type { JSX, ParentProps } from 'solid-js';
import type { IconComponent } from './button.tsx';

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
