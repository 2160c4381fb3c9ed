import { createMemo } from 'solid-js';
import { unreachable } from '../../shared/unreachable.ts';
import { useLocale } from '../ui/locale.tsx';
import { useNow } from '../ui/now.ts';
import { useDeskTexts } from '../ui/texts.ts';
import { exactTime, spanOf } from '../ui/times.ts';
import { useDesk } from './desk.tsx';

/** Longer than the keep-alive asks: under this, what is shown is what is. */
const freshMs = 20_000;

export function ConnectionState() {
	const t = useDeskTexts();
	const { language } = useLocale();
	const desk = useDesk();
	const now = useNow();
	const synced = createMemo(() => {
		// `lastSyncedAt` is no signal: the tick of `now` reads it anew, and so does a line that is back.
		desk.connection();
		const at = now();
		const last = desk.line.lastSyncedAt;
		return last === null ? null : { last, age: at - last };
	});
	const lastSynced = () => {
		const seen = synced();
		return seen === null ? t().connection.never : t().connection.lastSynced(spanOf(seen.age, language()));
	};
	const text = createMemo(() => {
		const state = desk.connection();
		switch (state.kind) {
			case 'live':
				return (synced()?.age ?? 0) < freshMs ? t().connection.live : lastSynced();
			case 'connecting':
				return t().connection.connecting;
			case 'waiting':
				return t().connection.waiting(Math.max(0, Math.ceil((state.retryAt - now()) / 1_000)));
			case 'stopped':
				return lastSynced();
			default:
				return unreachable(state);
		}
	});
	const title = () => {
		const seen = synced();
		return seen === null ? lastSynced() : `${lastSynced()} · ${exactTime(seen.last, language())}`;
	};
	return (
		<span class={`connection connection-${desk.connection().kind}`} title={title()}>
			<span class="connection-dot" aria-hidden="true" />
			<span class="connection-text figures">{text()}</span>
		</span>
	);
}
