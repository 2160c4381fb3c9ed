import { type JSX, Show, splitProps } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import './button.css';

export type ButtonTone = 'solid' | 'outline' | 'plain' | 'human' | 'human-soft' | 'danger';
export type IconComponent = (props: { readonly size?: number; readonly class?: string }) => JSX.Element;

export interface ButtonProps extends JSX.ButtonHTMLAttributes<HTMLButtonElement> {
	/** `solid` for the one thing the page is for, `outline` (default) for the rest, `plain` inside bars and lists. A soft one is repeated. */
	readonly tone?: ButtonTone | undefined;
	readonly size?: 'small' | 'normal' | 'large' | undefined;
	readonly icon?: IconComponent | undefined;
	/** Under way: it keeps its width and takes no second click. */
	readonly busy?: boolean | undefined;
	/** Why it can't be pressed now. It stays in the tab order, so that the reason can be heard and hovered. */
	readonly waits?: string | undefined;
	readonly wide?: boolean | undefined;
}

const own = ['tone', 'size', 'icon', 'busy', 'waits', 'wide', 'class', 'children', 'onClick', 'title'] as const;

export function Button(props: ButtonProps) {
	const [mine, rest] = splitProps(props, own);
	const blocked = () => mine.busy === true || mine.waits !== undefined;
	const press: JSX.EventHandler<HTMLButtonElement, MouseEvent> = (event) => {
		if (blocked()) {
			event.preventDefault();
			return;
		}
		if (typeof mine.onClick === 'function') mine.onClick(event);
	};
	return (
		<button
			type="button"
			{...rest}
			class={`button button-${mine.tone ?? 'outline'} button-${mine.size ?? 'normal'} ${mine.class ?? ''}`}
			classList={{ 'button-wide': mine.wide === true, 'button-busy': mine.busy === true }}
			aria-disabled={blocked() ? true : undefined}
			aria-busy={mine.busy ? true : undefined}
			title={mine.waits ?? mine.title}
			onClick={press}
		>
			<Show when={mine.icon}>{(icon) => <Dynamic component={icon()} size={16} class="icon" />}</Show>
			<Show when={mine.children !== undefined}>
				<span class="button-label">{mine.children}</span>
			</Show>
		</button>
	);
}

export interface IconButtonProps extends Omit<ButtonProps, 'icon' | 'children' | 'wide'> {
	/** What a screen reader says, and what a pointer sees when it rests. */
	readonly label: string;
	readonly icon: IconComponent;
}

export function IconButton(props: IconButtonProps) {
	const [mine, rest] = splitProps(props, ['label', 'class', 'title']);
	return (
		<Button
			tone="plain"
			{...rest}
			aria-label={mine.label}
			title={mine.title ?? mine.label}
			class={`icon-button ${mine.class ?? ''}`}
		/>
	);
}
