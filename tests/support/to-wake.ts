/** What a store in memory answers to "who is to be woken": the order and the parts of `store/sessions.ts`. */
import type { Projection, SessionFacts, ToWake } from '../../server/actor/ports.ts';

interface Row {
	readonly session: SessionFacts;
	readonly projection: Projection;
}

const order = (a: ToWake, b: ToWake): number =>
	Number(b.held) - Number(a.held) || a.wakeAt - b.wakeAt || (a.id < b.id ? -1 : Number(a.id > b.id));

export function toWakeOf(rows: Iterable<Row>, last: ToWake | undefined, most = 500): readonly ToWake[] {
	return [...rows]
		.filter(({ projection }) => projection.mode !== 'left')
		.map(({ session: { id, siteId }, projection: { mode, wakeAt } }) => {
			return { id, siteId, held: mode === 'taken-over', wakeAt: wakeAt ?? 0 };
		})
		.filter((one) => last === undefined || order(last, one) < 0)
		.sort(order)
		.slice(0, most);
}
