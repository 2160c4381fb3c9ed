import type { ArticleId } from '../../shared/ids.ts';
import type { Phrases, Responder } from '../actor/ports.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { AiSetup, Knowledge } from '../rpc/ports.ts';
import { createEmbedded, naturalPace } from './embedded.ts';
import { createLibrary } from './library.ts';
import { createModel, type Endpoint } from './model.ts';
import { phrases } from './phrases.ts';
import type { KnowledgeStore, SiteAi } from './ports.ts';
import { createResponder } from './responder.ts';
import { createAiSetup, createKnowledge } from './setup.ts';

export interface AiDeps {
	readonly clock: Clock;
	readonly log: Log;
	readonly knowledge: KnowledgeStore;
	readonly siteAi: SiteAi;
	readonly newArticleId: () => ArticleId;
	readonly serverEndpoint: Endpoint | null;
	/** How fast ready texts appear to a visitor; 0: at once. */
	readonly piecesPerSecond?: number | undefined;
}

/** The whole room: what sessions and procedures need of it. */
export interface AiServices {
	readonly responder: Responder;
	readonly phrases: Phrases;
	readonly knowledge: Knowledge;
	readonly aiSetup: AiSetup;
}

export function createAiServices(deps: AiDeps): AiServices {
	const { clock, log, siteAi, serverEndpoint } = deps;
	const library = createLibrary({ store: deps.knowledge, clock, newArticleId: deps.newArticleId });
	const model = createModel(log);
	const answering = (piecesPerSecond: number) =>
		createResponder({
			siteAi,
			embedded: createEmbedded({ library, clock, piecesPerSecond }),
			library,
			model,
			serverEndpoint,
			clock,
			log,
			piecesPerSecond,
		});
	return {
		responder: answering(deps.piecesPerSecond ?? naturalPace),
		phrases,
		// The owner who tries a question waits for the whole answer, so it need not be typed out.
		knowledge: createKnowledge({ library, responder: answering(0), clock, log }),
		aiSetup: createAiSetup({ siteAi, serverEndpoint }),
	};
}
