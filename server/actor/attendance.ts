/**
 * Which members look at a dashboard: `attending` while any socket of theirs lives whose page is looked at. Counts people, not
 * sockets. A phone shows one app at a time: a dashboard behind another one says so, and does not count.
 */
import type { MemberId } from '../../shared/ids.ts';
import { guarded } from './guard.ts';

/** One socket of a dashboard. */
export interface Attender {
	/** Its page went behind another app of a phone, or came back. */
	setAway(away: boolean): void;
	/** The socket is gone; calling it again does nothing. */
	gone(): void;
}

export interface Attendance {
	attending(memberId: MemberId): boolean;
	/** Not attending, and the last thing that was heard of them is that they would be back. */
	away(memberId: MemberId): boolean;
	/** `away`: the page was behind another app when it connected. */
	connected(memberId: MemberId, away?: boolean): Attender;
	/** Members who attend here. */
	readonly here: readonly MemberId[];
	/** Members who went away here. */
	readonly awayHere: readonly MemberId[];
	/** Who attends at other processes, and who went away there, from now on. */
	setElsewhere(members: ReadonlySet<MemberId>, away: ReadonlySet<MemberId>): void;
}

export interface AttendanceDeps {
	readonly back: (memberId: MemberId) => void;
	/** `away`: they said that they would be back. */
	readonly gone: (memberId: MemberId, away: boolean) => void;
	/** What the two above throw: the count of sockets must stay true whatever they do (I27). */
	readonly failed: (error: unknown) => void;
}

export function createAttendance({ back, gone, failed }: AttendanceDeps): Attendance {
	const sockets = new Map<MemberId, number>();
	const awayHere = new Set<MemberId>();
	let elsewhere: ReadonlySet<MemberId> = new Set();
	let awayElsewhere: ReadonlySet<MemberId> = new Set();

	const attending = (memberId: MemberId): boolean => sockets.has(memberId) || elsewhere.has(memberId);
	const away = (memberId: MemberId): boolean =>
		!attending(memberId) && (awayHere.has(memberId) || awayElsewhere.has(memberId));

	function arrive(memberId: MemberId): void {
		const count = sockets.get(memberId) ?? 0;
		sockets.set(memberId, count + 1);
		awayHere.delete(memberId);
		if (count === 0) guarded(() => back(memberId), failed)();
	}

	/** Who goes last decides: a dashboard that is lost says nothing of coming back. */
	function leave(memberId: MemberId, saidSo: boolean): void {
		const left = (sockets.get(memberId) ?? 1) - 1;
		if (left > 0) {
			sockets.set(memberId, left);
			return;
		}
		sockets.delete(memberId);
		if (saidSo) awayHere.add(memberId);
		if (!elsewhere.has(memberId)) guarded(() => gone(memberId, saidSo), failed)();
	}

	return {
		attending,
		away,
		get here() {
			return [...sockets.keys()];
		},
		get awayHere() {
			return [...awayHere];
		},
		setElsewhere(members, nowAway) {
			const before = elsewhere;
			elsewhere = members;
			awayElsewhere = nowAway;
			// They are back there: how they leave is heard there, too.
			for (const id of members) awayHere.delete(id);
			const news = (known: ReadonlySet<MemberId>, other: ReadonlySet<MemberId>): readonly MemberId[] =>
				[...known].filter((id) => !other.has(id) && !sockets.has(id));
			for (const id of news(members, before)) guarded(() => back(id), failed)();
			for (const id of news(before, members)) guarded(() => gone(id, away(id)), failed)();
		},
		connected(memberId, startsAway = false) {
			let state: 'here' | 'away' | 'gone' = startsAway ? 'away' : 'here';
			if (state === 'here') arrive(memberId);
			return {
				setAway(isAway) {
					if (state === 'gone' || (state === 'away') === isAway) return;
					state = isAway ? 'away' : 'here';
					if (isAway) leave(memberId, true);
					else arrive(memberId);
				},
				gone() {
					const was = state;
					state = 'gone';
					if (was === 'here') leave(memberId, false);
				},
			};
		},
	};
}
