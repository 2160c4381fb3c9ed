/** Bounds of SPEC section 10 and the durations of section 2, in one place. Units are in the names. */
export const limits = {
	messageUnits: 4_000,
	/** A whisper to the AI: the last ones must find room in the prompt of a small model. */
	whisperUnits: 1_000,
	displayNameUnits: 60,
	findUnits: 100,
	siteNameUnits: 80,
	knowledgeUnits: 10_000,
	/** The longest that a site may ask for; for ever is another choice. */
	retentionDays: 3_650,
	blocksPerSite: 500,
	blockNoteUnits: 200,
	knowledgeArticles: 2_000,
	frameBytes: 32 * 1024,
	nativeFrameBytes: 64 * 1024,
	batchCalls: 100,
	jsonDepth: 20,
	socketBackpressureBytes: 256 * 1024,
	helloTimeoutMs: 5_000,
	/** I27: a dead connection is noticed after this; its visitor turns `away`, its agent is lost. */
	socketIdleSeconds: 16,
	visitorMessagesPerMinute: 30,
	visitorMessageBurst: 10,
	/** "Is typing" and the current page, each person. */
	hintsPerMinute: 240,
	hintBurst: 20,
	openSocketsPerAddress: 20,
	newSessionsPerMinutePerAddress: 10,
	newSessionsPerMinuteGlobal: 6_000,
	mailboxEvents: 100,
	/** In the memory of one process. */
	sessions: 50_000,
	/** Lists and sessions that one dashboard follows at once. */
	memberFeeds: 200,
	/** Calls of one socket that have no answer yet. */
	callsUnderWay: 200,
	/** Dashboards that one login has open. */
	socketsPerLogin: 50,
	/** Tabs of one visitor. */
	socketsPerSession: 50,
	bodyBytes: 64 * 1024,
	/** Browsers of one member that take Web Push. */
	pushDevices: 10,
} as const;

export const durations = {
	/** I8: an agent whose last socket is gone gives control back after this. */
	agentGoneMs: 30_000,
	/** The same for an agent whose phone shows another app: long enough to look something up, and it ends by itself. */
	agentAwayMs: 3 * 60_000,
	/** Visitor's grace while the AI answers: bridges page changes without flicker. */
	visitorGraceMs: 10_000,
	/**
	 * After a start nobody is counted as lost before this: with the grace it leaves a widget that happens to wait as long as it
	 * may (`shared/live/backoff.ts`) the time to connect.
	 */
	startGraceMs: 4_000,
	/** Visitor's grace while a human holds the session or is asked for. */
	visitorGraceHumanMs: 5 * 60_000,
	/** Unanswered in human hands: alarm to holder and team. */
	idleAlarmMs: 60_000,
	/** Unanswered in human hands: back to the AI. A site may set its own. */
	idleReturnMs: 3 * 60_000,
	/** A person was asked for, and after this the visitor is told that nobody is free yet. */
	nobodyCameMs: 60_000,
	/** The same visitor within this of the last entry reopens the same session. */
	reopenMs: 24 * 60 * 60_000,
	firstTokenMs: 15_000,
	tokenGapMs: 20_000,
	wholeAnswerMs: 90_000,
	/** A write whose outcome is unknown is read back and retried for this long. */
	unknownOutcomeMs: 10_000,
	typingMs: 5_000,
} as const;

/** Whole AI answer. */
export const answerBytes = 16 * 1024;
/** A question gets at most this many turns within one gen. */
export const maxAttempts = 3;
