/** One set, one weight; drawn here because four icons need no package. */
import type { JSX } from 'solid-js';

const icon = (d: string) => (): JSX.Element => (
	<svg viewBox="0 0 24 24" aria-hidden="true">
		<path d={d} />
	</svg>
);

export const AiIcon = icon(
	'M11 3.5 12.9 9 18.5 11 12.9 13 11 18.5 9.1 13 3.5 11 9.1 9ZM18.5 15.5l.8 2.2 2.2.8-2.2.8-.8 2.2-.8-2.2-2.2-.8 2.2-.8Z',
);
export const PersonIcon = icon('M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5a7.5 7.5 0 0 1 15 0');
export const SendIcon = icon('M12 19V5M5.5 11.5 12 5l6.5 6.5');
export const CloseIcon = icon('M6 6l12 12M18 6 6 18');
export const DownIcon = icon('M6 9.5l6 6 6-6');
export const PageIcon = icon(
	'M13.5 3.5H7A1.5 1.5 0 0 0 5.5 5v14A1.5 1.5 0 0 0 7 20.5h10a1.5 1.5 0 0 0 1.5-1.5V8.5ZM13.5 3.5v5h5',
);
