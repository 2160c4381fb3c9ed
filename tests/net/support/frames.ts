/** Frames of the tRPC wire, as a client writes them. */
export const call = (id: number | string | null, path: string, input?: unknown, method = 'query') => ({
	id,
	method,
	params: { path, ...(input === undefined ? {} : { input }) },
});

export const subscribe = (id: number | string, path: string, lastEventId?: string) => ({
	id,
	method: 'subscription',
	params: { path, ...(lastEventId === undefined ? {} : { lastEventId }) },
});

export const stop = (id: number | string) => ({ id, method: 'subscription.stop' });
export const hello = (data: unknown) => JSON.stringify({ method: 'connectionParams', data });
export const result = (id: number | string, data: unknown) => ({ id, result: { type: 'data', data } });
export const event = (id: number | string, eventId: string, data: unknown) => ({
	id,
	result: { type: 'data', id: eventId, data: { id: eventId, data } },
});
export const started = (id: number | string) => ({ id, result: { type: 'started' } });
export const stopped = (id: number | string) => ({ id, result: { type: 'stopped' } });

/** A JSON value nested `depth` deep, arrays all the way. */
export const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
