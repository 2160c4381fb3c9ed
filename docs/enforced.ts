/** The one place that keeps each rule, and, where one is not enough, the second line. The page and its check read this. */
export const enforced: Readonly<Record<string, readonly string[]>> = {
	R0: ['server/actor/session-actor.ts', 'server/actor/gate.ts', 'server/actor/turn-runner.ts'],
	I1: ['server/actor/turn.ts', 'server/rpc/session-feed.ts', 'shared/live/session-view.ts'],
	I2: ['server/session/step.ts'],
	I3: ['server/session/step.ts'],
	I4: ['shared/audience.ts', 'server/rpc/monitor.ts'],
	I5: ['server/actor/turn.ts'],
	I6: ['server/session/step.ts', 'server/actor/turn.ts'],
	I7: ['server/session/step.ts'],
	I8: ['server/actor/deadlines.ts'],
	I9: ['server/actor/session-actor.ts'],
	I10: ['server/session/step.ts'],
	I11: ['server/actor/gate.ts'],
	I12: ['server/session/step.ts', 'server/store/journal-statement.ts'],
	I13: ['server/actor/repeats.ts', 'server/actor/session-actor.ts'],
	I14: ['server/store/journal-statement.ts', 'server/actor/ownership.ts'],
	I16: ['server/actor/lives.ts', 'server/actor/ownership.ts'],
	I17: ['server/actor/life.ts', 'shared/fold.ts'],
	I18: ['server/session/step.ts'],
	I19: ['server/rpc/session-feed.ts'],
	I20: ['server/rpc/session-feed.ts'],
	I21: ['shared/live/outbox.ts'],
	I22: ['server/actor/directory.ts'],
	I23: ['server/rpc/session-feed.ts', 'server/rpc/visitor.ts'],
	I24: ['server/net/socket.ts', 'server/rpc/frame.ts'],
	I25: ['server/rpc/session-feed.ts', 'shared/live/session-view.ts'],
	I26: ['server/actor/session-actor.ts', 'server/guarded-abort.ts'],
	I27: ['shared/limits.ts'],
	I28: ['server/actor/alarms.ts', 'server/net/token-bucket.ts'],
	I29: ['server/rpc/authority.ts', 'server/rpc/site-of.ts'],
	I30: ['server/actor/mailbox.ts', 'server/net/token-bucket.ts'],
};

/** Checked by every run of the tests instead of by a run of its own, and how. */
export const onlyInTests: Readonly<Record<string, string>> = {
	I23: 'each `npm test`: frame by frame with 0, 1 and 50 watchers',
};

/** Promised by no version yet, and why. */
export const notYet: Readonly<Record<string, string>> = {
	I15: 'leases between many nodes: not part of this version',
};
