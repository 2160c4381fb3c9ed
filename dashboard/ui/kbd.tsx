import type { ParentProps } from 'solid-js';
import './kbd.css';

export function Kbd(props: ParentProps) {
	return <kbd class="kbd">{props.children}</kbd>;
}
