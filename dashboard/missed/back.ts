import type { MissedRow } from '../../shared/missed-list.ts';
import { useLiveCards } from '../monitor/live-cards.tsx';

/** Whether the visitor is in the chat again: the live list knows at once, the row as of its reading. */
export function useIsBack(): (row: MissedRow) => boolean {
	const list = useLiveCards();
	return (row) => {
		const ids = list()?.ids() ?? null;
		return ids === null ? !row.left : ids.includes(row.id);
	};
}
