/** The official tRPC client on both ends, as browsers would use it. */
import { createTRPCClient, createWSClient, TRPCClientError, wsLink } from '@trpc/client';
import { WebSocket } from 'ws';
import type { MemberRouter, VisitorRouter } from '../../server/rpc/routers.ts';
import type { SiteView } from '../../shared/account.ts';
import type { Entry } from '../../shared/entry.ts';
import type { WireError } from '../../shared/errors.ts';
import type { ListEvent, MemberEvent, VisitorEvent } from '../../shared/feed.ts';
import { type ClientId, makeClientId, type SessionId, type SiteId } from '../../shared/ids.ts';
import type { Role } from '../../shared/plans.ts';
import { owner } from './server.ts';

export const newClientId = (): ClientId => makeClientId((bytes) => crypto.getRandomValues(bytes));

/** Signs in over HTTP; the cookie as a browser would send it. */
export async function signIn(
	base: string,
	person: { readonly email: string; readonly password: string } = owner,
): Promise<string> {
	return cookieOf(await post(base, '/auth/sign-in', person));
}

export function post(
	base: string,
	path: string,
	body: unknown,
	headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
	return fetch(`${base}${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', origin: base, ...headers },
		body: JSON.stringify(body),
	});
}

export function cookieOf(response: Response): string {
	const line = response.headers.getSetCookie().find((one) => /^(?:__Host-)?baton=[^;]/.test(one));
	if (!response.ok || line === undefined) throw new Error(`signing in was answered ${response.status}`);
	return line.split(';')[0] ?? '';
}

/** A `WebSocket` that says where it comes from, which Node's own does not let one do. */
function socketFrom(
	headers: Readonly<Record<string, string>>,
	onClose?: (code: number) => void,
): typeof globalThis.WebSocket {
	class FromPage extends WebSocket {
		constructor(url: string) {
			super(url, { headers });
			this.on('close', (code) => onClose?.(code));
		}
	}
	// `ws` is the browser's shape but for details that the tRPC client does not use.
	return FromPage as unknown as typeof globalThis.WebSocket;
}

interface Wire<Client> {
	readonly client: Client;
	/** Close codes of its sockets so far. */
	readonly codes: readonly number[];
	close(): void;
}

const address = (base: string, query = ''): string => `${base.replace(/^http/, 'ws')}/trpc${query}`;

export function memberWire(base: string, cookie: string) {
	const codes: number[] = [];
	const ws = createWSClient({
		url: address(base),
		WebSocket: socketFrom({ origin: base, cookie }, (code) => codes.push(code)),
		retryDelayMs: () => 100,
	});
	const client = createTRPCClient<MemberRouter>({ links: [wsLink({ client: ws })] });
	return { client, codes, close: () => void ws.close() } satisfies Wire<typeof client>;
}

export interface VisitorWireOptions {
	readonly hello?: 'open' | 'resume';
	/** The hello of later sockets; `open` is a panel that stands open. */
	readonly again?: 'open' | 'resume';
	readonly token?: string;
	readonly origin?: string;
	readonly userAgent?: string;
	/** As a proxy would write it: the address that the visitor comes from. */
	readonly forwardedFor?: string;
	readonly url?: string;
}

export function visitorWire(
	base: string,
	key: string,
	{ hello = 'open', again = 'resume', token, origin = base, userAgent, forwardedFor, url }: VisitorWireOptions = {},
) {
	const codes: number[] = [];
	let known = token;
	let first = true;
	const ws = createWSClient({
		url: address(base, `?site=${key}`),
		WebSocket: socketFrom(
			{
				origin,
				...(userAgent === undefined ? {} : { 'user-agent': userAgent }),
				...(forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor }),
			},
			(code) => codes.push(code),
		),
		connectionParams: () => {
			const params = { hello: first ? hello : again, language: 'en', ...(url === undefined ? {} : { url }) };
			first = false;
			return known === undefined ? params : { ...params, token: known };
		},
		retryDelayMs: () => 100,
	});
	const client = createTRPCClient<VisitorRouter>({ links: [wsLink({ client: ws })] });
	return {
		client,
		codes,
		/** Learns the token, so that a reconnect resumes. */
		async greet() {
			const { token: given, sessionId } = await client.hello.query();
			known = given;
			return { token: given, sessionId };
		},
		close: () => void ws.close(),
	};
}

export const wireErrorOf = (error: unknown): WireError | null =>
	error instanceof TRPCClientError ? (error.data?.baton ?? null) : null;

/** What one subscription was told, and a way to wait for more. */
export interface Ear<E> {
	readonly events: readonly E[];
	readonly error: WireError | null;
	/** Resolves with the first event, past or to come, that fits. */
	until(fits: (event: E) => boolean, what: string, patienceMs?: number): Promise<E>;
	stop(): void;
}

function ear<E>(
	subscribe: (hear: { readonly onData: (data: E) => void; readonly onError: (error: unknown) => void }) => {
		unsubscribe(): void;
	},
): Ear<E> {
	const events: E[] = [];
	let failed: WireError | null = null;
	const waiting = new Set<() => void>();
	const wake = () => {
		for (const look of waiting) look();
	};
	const subscription = subscribe({
		onData(data) {
			events.push(data);
			wake();
		},
		onError(error) {
			failed = wireErrorOf(error);
			wake();
		},
	});
	return {
		events,
		get error() {
			return failed;
		},
		until: (fits, what, patienceMs = 15_000) =>
			new Promise((resolve, reject) => {
				const timer = setTimeout(() => {
					waiting.delete(look);
					reject(new Error(`never came: ${what}; heard ${JSON.stringify(events.slice(-6))}`));
				}, patienceMs);
				function look(): void {
					const found = events.find(fits);
					if (found === undefined) return;
					clearTimeout(timer);
					waiting.delete(look);
					resolve(found);
				}
				waiting.add(look);
				look();
			}),
		stop: () => subscription.unsubscribe(),
	};
}

export const hearSession = (wire: ReturnType<typeof visitorWire>): Ear<VisitorEvent> =>
	ear((hear) =>
		wire.client.feed.subscribe(undefined, { onData: ({ data }) => hear.onData(data), onError: hear.onError }),
	);

export const watchSession = (wire: ReturnType<typeof memberWire>, sessionId: SessionId): Ear<MemberEvent> =>
	ear((hear) =>
		wire.client.monitor.watch.subscribe(
			{ sessionId },
			{ onData: ({ data }) => hear.onData(data), onError: hear.onError },
		),
	);

export const hearList = (wire: ReturnType<typeof memberWire>, siteId: SiteId): Ear<ListEvent> =>
	ear((hear) =>
		wire.client.monitor.list.subscribe({ siteId }, { onData: ({ data }) => hear.onData(data), onError: hear.onError }),
	);

export const entriesOf = (events: readonly (VisitorEvent | MemberEvent)[]): readonly Entry[] =>
	events.flatMap((event) => (event.type === 'entries' ? event.entries : []));

export const hasEntry =
	(kind: Entry['kind'], fits: (entry: Entry) => boolean = () => true) =>
	(event: VisitorEvent | MemberEvent): boolean =>
		event.type === 'entries' && event.entries.some((entry) => entry.kind === kind && fits(entry));

/** Somebody new in the owner's account; their cookie. */
export async function joinAs(
	base: string,
	by: ReturnType<typeof memberWire>,
	role: Role,
	email: string,
): Promise<string> {
	const { url } = await by.client.members.invite.mutate({ role });
	const token = url.split(/[#/=]/).at(-1) ?? '';
	return cookieOf(await post(base, '/auth/join', { token, email, password: `password of ${email}` }));
}

/** A member's wire and a first website. */
export async function ownerWithSite(
	base: string,
	shop = 'shop.example',
): Promise<{ readonly wire: ReturnType<typeof memberWire>; readonly site: SiteView; readonly cookie: string }> {
	const cookie = await signIn(base);
	const wire = memberWire(base, cookie);
	const site = await wire.client.sites.create.mutate({ address: shop });
	return { wire, site, cookie };
}
