/** The AI pages of the dashboard: what a site's AI knows, which one it is, and what it would answer now. */
import type { AiView } from '../../shared/account.ts';
import type { Entry } from '../../shared/entry.ts';
import { BatonError } from '../../shared/errors.ts';
import { genOf, noSeq, type SiteId, seqOf, sessionIdOf } from '../../shared/ids.ts';
import { durations } from '../../shared/limits.ts';
import type { Responder } from '../actor/ports.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { AiSetup, Knowledge } from '../rpc/ports.ts';
import { languageOf } from './language.ts';
import type { Library } from './library.ts';
import type { Endpoint } from './model.ts';
import type { SiteAi, SiteAiSettings } from './ports.ts';

export interface AiSetupDeps {
	readonly siteAi: SiteAi;
	readonly serverEndpoint: Endpoint | null;
}

const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : '');

export function createAiSetup({ siteAi, serverEndpoint }: AiSetupDeps): AiSetup {
	function viewOf({ kind, baseUrl, model, apiKey, instructions }: SiteAiSettings): AiView {
		const hasKey = apiKey !== '';
		return { kind, baseUrl, model, hasKey, instructions, serverDefault: serverEndpoint !== null };
	}

	async function read(siteId: SiteId): Promise<SiteAiSettings> {
		const site = await siteAi.read(siteId);
		if (site === null) throw new BatonError('not-found');
		return site.settings;
	}

	return {
		get: async (siteId) => viewOf(await read(siteId)),
		async update(siteId, { kind, baseUrl: typed, model, apiKey, instructions }) {
			const before = await read(siteId);
			// A private or loopback address is allowed on purpose: the model may run beside this server, which is the owner's.
			const baseUrl = typed.replace(/\/+$/, '');
			if (kind === 'openai-compatible') {
				if (baseUrl === '' && serverEndpoint === null) throw new BatonError('input.invalid', { field: 'baseUrl' });
				if (baseUrl !== '' && model === '') throw new BatonError('input.invalid', { field: 'model' });
			}
			// A stored key goes to the host it was given for, and to no other.
			const kept = originOf(before.baseUrl) === originOf(baseUrl) ? before.apiKey : '';
			const settings = { kind, baseUrl, model, apiKey: apiKey ?? kept, instructions };
			await siteAi.write(siteId, settings);
			return viewOf(settings);
		},
	};
}

export interface KnowledgeDeps {
	readonly library: Library;
	readonly responder: Responder;
	readonly clock: Clock;
	readonly log: Log;
}

/** One question of a visitor who has just come. */
const onlyQuestion = (text: string, at: number): readonly Entry[] => [
	{ kind: 'opened', reopened: false, seq: seqOf(1), gen: genOf(1), at },
	{ kind: 'message', author: 'visitor', text, seq: seqOf(2), gen: genOf(1), at },
];

/** Belongs to no session: nothing of it is stored. */
const trial = sessionIdOf('session_trial');

export function createKnowledge({ library, responder, clock, log }: KnowledgeDeps): Knowledge {
	return {
		list: (siteId, after) => library.list(siteId, after),
		create: (siteId, article) => library.create(siteId, article),
		update: (siteId, articleId, change) => library.update(siteId, articleId, change),
		remove: (siteId, articleId) => library.remove(siteId, articleId),
		async ask(siteId, question) {
			const abort = new AbortController();
			const timer = clock.setTimer(durations.wholeAnswerMs, () => abort.abort());
			let text = '';
			try {
				const request = {
					siteId,
					sessionId: trial,
					language: languageOf(question) ?? 'en',
					transcript: onlyQuestion(question, clock.now()),
					answered: noSeq,
					signal: abort.signal,
				} as const;
				for await (const part of responder.respond(request)) {
					if (part.type === 'done') return { text, sources: part.sources, asksForHuman: part.asks !== null };
					text += part.text;
				}
			} catch (error) {
				log.warn({ siteId, err: error }, 'a trial question was not answered');
			} finally {
				timer.cancel();
				abort.abort();
			}
			throw new BatonError('provider.failed');
		},
	};
}
