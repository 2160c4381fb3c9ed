/** Which members have a dashboard open: `attending` while any socket of theirs lives. Counts people, not sockets. */
import type { MemberId } from '../../shared/ids.ts';
import { guarded } from './guard.ts';

export interface Attendance {
	attending(memberId: MemberId): boolean;
	/** Returns how to take the socket off again. */
	connected(memberId: MemberId): () => void;
}

export interface AttendanceDeps {
	readonly back: (memberId: MemberId) => void;
	readonly gone: (memberId: MemberId) => void;
	/** What the two above throw: the count of sockets must stay true whatever they do (I27). */
	readonly failed: (error: unknown) => void;
}

export function createAttendance({ back, gone, failed }: AttendanceDeps): Attendance {
	const sockets = new Map<MemberId, number>();
	return {
		attending: (memberId) => sockets.has(memberId),
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
				guarded(() => gone(memberId), failed)();
			};
		},
	};
}
