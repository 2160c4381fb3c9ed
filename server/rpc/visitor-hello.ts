/** The hello of a visitor's socket: `open` starts or reopens, `resume` joins a live session and makes none (SPEC section 2). */

import type { Page, VisitorFacts } from '../../shared/card.ts';
import { closeCodes } from '../../shared/close-codes.ts';
import { BatonError } from '../../shared/errors.ts';
import { type FillRandom, makeVisitorId, type SiteId, type VisitorId } from '../../shared/ids.ts';
import { type VisitorHello, visitorHello, visitorInput } from '../../shared/input.ts';
import { limits } from '../../shared/limits.ts';
import { chooseLanguage } from '../../shared/text/language.ts';
import type { Directory } from '../actor/directory.ts';
import type { SessionActor } from '../actor/front.ts';
import type { Binding } from './context.ts';
import type { Connection } from './ports.ts';
import type { Gate, LimitHit } from './trust-ports.ts';

/** Signed statements of who a visitor is; `facts` only for the server's own demo visitors. */
export interface Tokens {
	mint(claims: {
		readonly siteId: SiteId;
		readonly visitorId: VisitorId;
		readonly facts?: VisitorFacts | undefined;
	}): string;
	read(
		token: string,
		siteId: SiteId,
	): { readonly visitorId: VisitorId; readonly facts?: VisitorFacts | undefined } | null;
}

export interface HelloDeps {
	readonly directory: Directory;
	readonly tokens: Tokens;
	readonly fillRandom: FillRandom;
	/** Absent: everybody may come in. */
	readonly gate?: Gate | undefined;
	readonly limitHit?: LimitHit | undefined;
}

export interface HelloInput {
	readonly siteId: SiteId;
	readonly connection: Connection;
	readonly connectionParams: Readonly<Record<string, string>> | null;
	/** Country and device, found out by the server; `touch` is the widget's hint. */
	readonly factsOf: (touch: number) => VisitorFacts;
	/** Asked only when a session would be made. False: too many. */
	readonly mayStart: () => boolean;
	/** Languages that the browser asks for, best first. */
	readonly languages: readonly string[];
}

/** Never throws: a hello that can't be met closes the socket with its code. */
export async function greet(deps: HelloDeps, input: HelloInput): Promise<Binding> {
	const { connection, siteId } = input;
	const hello = visitorHello.safeParse(input.connectionParams);
	if (!hello.success) return refuse(connection, closeCodes.hello);
	const shown = hello.data.token === undefined ? null : deps.tokens.read(hello.data.token, siteId);
	const standing = shown === null ? 'open' : (deps.gate?.standing(siteId, shown.visitorId) ?? 'open');
	if (standing === 'blocked') return refuse(connection, closeCodes.blocked);
	// Who was erased comes as somebody new.
	const claims = standing === 'forgotten' ? null : shown;
	const visitorId = claims?.visitorId ?? makeVisitorId(deps.fillRandom);
	const live = claims === null ? null : await deps.directory.resume(siteId, visitorId);
	if (live === null) {
		if (hello.data.hello === 'resume') return refuse(connection, await notLive(deps, siteId, claims?.visitorId));
		if (!input.mayStart()) {
			deps.limitHit?.(siteId, 'sessions');
			return refuse(connection, closeCodes.rate);
		}
	}
	const actor = live ?? (await openUnlessFull(open(deps, input, hello.data, visitorId, claims?.facts)));
	// I30: whoever shows one visitor's token on ever more sockets is no visitor.
	if (actor === null || actor.presence.tabs >= limits.socketsPerSession) {
		deps.limitHit?.(siteId, actor === null ? 'busy' : 'sockets');
		return refuse(connection, closeCodes.rate);
	}
	const page = pageOf(hello.data);
	if (live !== null && page !== null) actor.setPage(page);
	attach(actor, connection);
	const token = deps.tokens.mint({ siteId, visitorId, facts: claims?.facts });
	return { ok: true, actor, visitorId, token };
}

/** Which of the three: nothing waits for this visitor, an answer does, or one may still come. */
async function notLive({ directory }: HelloDeps, siteId: SiteId, visitorId: VisitorId | undefined): Promise<number> {
	const news = visitorId === undefined ? null : await directory.late.news(siteId, visitorId);
	if (news === null) return closeCodes.notLive;
	return news === 'answered' ? closeCodes.answered : closeCodes.awaited;
}

function refuse(connection: Connection, code: number): Binding {
	connection.close(code);
	return { ok: false };
}

/** Null: this process holds as many sessions as it may. */
async function openUnlessFull(opening: Promise<SessionActor>): Promise<SessionActor | null> {
	try {
		return await opening;
	} catch (error) {
		if (error instanceof BatonError && error.code === 'overload') return null;
		throw error;
	}
}

function open(
	{ directory }: HelloDeps,
	{ siteId, factsOf, languages }: HelloInput,
	hello: VisitorHello,
	visitorId: VisitorId,
	facts: VisitorFacts | undefined,
): Promise<SessionActor> {
	const wanted = hello.language === undefined ? languages : [hello.language, ...languages];
	const touch = Number.parseInt(hello.touch ?? '', 10);
	return directory.open({
		siteId,
		visitorId,
		language: chooseLanguage(wanted),
		facts: facts ?? factsOf(Number.isNaN(touch) ? 0 : touch),
		page: pageOf(hello),
	});
}

/** A page that breaks the rules of `page` is no reason to refuse the visitor. */
function pageOf({ url, title }: VisitorHello): Page | null {
	const page = visitorInput.page.safeParse({ url, title: title ?? '' });
	return page.success ? page.data : null;
}

function attach(actor: SessionActor, connection: Connection): void {
	if (connection.closed.aborted) return;
	const gone = (): void => {
		try {
			actor.presence.visitorGone(connection.id);
		} catch (error) {
			// Thrown inside an abort it would be an uncaught exception of the process (I26).
			actor.fail(error);
		}
	};
	// I27: who connects is gone when the socket is, whatever goes wrong in saying so.
	connection.closed.addEventListener('abort', gone, { once: true });
	actor.presence.visitorConnected(connection.id);
}
