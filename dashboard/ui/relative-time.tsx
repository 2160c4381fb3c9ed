import { createMemo } from 'solid-js';
import { useLocale } from './locale.tsx';
import { useNow } from './now.ts';
import { exactTime, relativeTime } from './times.ts';

/** "3 min ago", with the exact time on hover. `skewMs`: how far the server's clock is ahead of this one. */
export function RelativeTime(props: { readonly at: number; readonly skewMs?: number | undefined }) {
	const { language } = useLocale();
	const now = useNow();
	const text = createMemo(() => relativeTime(now() + (props.skewMs ?? 0) - props.at, language()));
	return (
		<time dateTime={new Date(props.at).toISOString()} title={exactTime(props.at, language())}>
			{text()}
		</time>
	);
}
