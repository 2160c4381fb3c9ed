/** Chooses who answers on a site: the embedded AI or a model. Escalation in words is a rule for both. */
import type { Responder, ResponsePart, ResponseRequest } from '../actor/ports.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { readConversation, whispersIn } from './conversation.ts';
import { answerLanguage, answerToCall } from './embedded.ts';
import type { Library } from './library.ts';
import type { AskModel, Endpoint } from './model.ts';
import { paced } from './pace.ts';
import { aiPhrases } from './phrases.ts';
import type { SiteAi, SiteAiSettings } from './ports.ts';
import { promptOf } from './prompt.ts';

export interface ResponderDeps {
	readonly siteAi: Pick<SiteAi, 'read'>;
	readonly embedded: Responder;
	readonly library: Pick<Library, 'related'>;
	readonly model: AskModel;
	/** AI_BASE_URL, AI_MODEL, AI_API_KEY: for sites that choose a model and name no endpoint of their own. */
	readonly serverEndpoint: Endpoint | null;
	readonly clock: Clock;
	readonly log: Log;
	readonly piecesPerSecond: number;
}

const mostPassages = 6;

/**
 * Where a site's model is. Null: nowhere, so the embedded AI answers. The server's key goes to the server's endpoint
 * only: a site that names its own address never sees it.
 */
export function endpointOf(settings: SiteAiSettings, serverEndpoint: Endpoint | null): Endpoint | null {
	if (settings.kind === 'embedded') return null;
	const { baseUrl, model, apiKey } = settings;
	if (baseUrl !== '') return model === '' ? null : { baseUrl, model, apiKey };
	if (serverEndpoint === null) return null;
	return { ...serverEndpoint, model: model === '' ? serverEndpoint.model : model };
}

export function createResponder(deps: ResponderDeps): Responder {
	const { siteAi, embedded, library, model, clock, log } = deps;

	async function* askModel(
		request: ResponseRequest,
		site: { readonly name: string; readonly settings: SiteAiSettings },
		endpoint: Endpoint,
	): AsyncGenerator<ResponsePart> {
		const { siteId, transcript, answered, signal } = request;
		const conversation = readConversation(transcript, answered);
		const language = answerLanguage(conversation, request.language);
		const words = aiPhrases[language];
		const call = answerToCall(conversation, words);
		if (call !== null) {
			for await (const text of paced(call.text, deps.piecesPerSecond, clock, signal)) yield { type: 'text', text };
			yield { type: 'done', sources: [], asks: call.asks };
			return;
		}
		const pointed = whispersIn(transcript).flatMap(({ text, fresh }) => (fresh ? [text] : []));
		const asked = [conversation.earlier[0] ?? '', ...conversation.unanswered, ...pointed].join('\n');
		const passages = await library.related(siteId, asked, mostPassages);
		const { name: siteName, settings } = site;
		const prompt = promptOf({
			siteName,
			instructions: settings.instructions,
			passages,
			transcript,
			answered,
			language,
		});
		let asks = false;
		let spoken = false;
		for await (const part of model(endpoint, prompt, signal)) {
			if (part.type === 'asks') asks = true;
			else {
				spoken ||= part.text.trim() !== '';
				yield part;
			}
		}
		if (signal.aborted) return;
		// The call is a tool's; that the team was asked is told by us and not left to the model.
		if (asks) yield { type: 'text', text: spoken ? `\n\n${words.teamTold}` : words.humanAsked };
		yield { type: 'done', sources: [], asks: asks ? 'model' : null };
	}

	return {
		async *respond(request) {
			const site = await siteAi.read(request.siteId);
			const endpoint = site === null ? null : endpointOf(site.settings, deps.serverEndpoint);
			if (site === null || endpoint === null) {
				if (site?.settings.kind === 'openai-compatible') {
					log.warn(
						{ siteId: request.siteId },
						'the site wants a model and no endpoint is set: the embedded AI answers',
					);
				}
				yield* embedded.respond(request);
				return;
			}
			yield* askModel(request, site, endpoint);
		},
	};
}
