/** Which members have a dashboard open: `attending` while any socket of theirs lives. Counts people, not sockets. */
import type { MemberId } from '../../shared/ids.ts';
import { guarded } from './guard.ts';

export interface Attendance {
	attending(memberId: MemberId): boolean;
	/** Returns how to take the socket off again. */
	connected(memberId: MemberId): () => void;
	/** Members with a socket here. */
	readonly here: readonly MemberId[];
	/** Who attends at other processes, from now on. */
	setElsewhere(members: ReadonlySet<MemberId>): void;
}

export interface AttendanceDeps {
	readonly back: (memberId: MemberId) => void;
	readonly gone: (memberId: MemberId) => void;
	/** What the two above throw: the count of sockets must stay true whatever they do (I27). */
	readonly failed: (error: unknown) => void;
}

export function createAttendance({ back, gone, failed }: AttendanceDeps): Attendance {
	const sockets = new Map<MemberId, number>();
	let elsewhere: ReadonlySet<MemberId> = new Set();
	return {
		attending: (memberId) => sockets.has(memberId) || elsewhere.has(memberId),
		get here() {
			return [...sockets.keys()];
		},
		setElsewhere(members) {
			const before = elsewhere;
			elsewhere = members;
			const news = (known: ReadonlySet<MemberId>, other: ReadonlySet<MemberId>): readonly MemberId[] =>
				[...known].filter((id) => !other.has(id) && !sockets.has(id));
			for (const id of news(members, before)) guarded(() => back(id), failed)();
			for (const id of news(before, members)) guarded(() => gone(id), failed)();
		},
		connected(memberId) {
			const count = sockets.get(memberId) ?? 0;
			sockets.set(memberId, count + 1);
			if (count === 0) guarded(() => back(memberId), failed)();
			let open = true;
			return () => {
				if (!open) return;
				open = false;
				const left = (sockets.get(memberId) ?? 1) - 1;
				if (left > 0) {
					sockets.set(memberId, left);
					return;
				}
				sockets.delete(memberId);
				if (!elsewhere.has(memberId)) guarded(() => gone(memberId), failed)();
			};
		},
	};
}
