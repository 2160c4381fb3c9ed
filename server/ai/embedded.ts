/**
 * The AI that needs no key and no network: it quotes the passage of the site's knowledge that answers, names the
 * article, and says so when there is none. It invents nothing. It can't do as it is told: on what the team whispers it looks
 * into the knowledge too, and says what stands there in its next answer.
 */
import type { AskWhy, Source } from '../../shared/entry.ts';
import type { Language } from '../../shared/text/language.ts';
import { unreachable } from '../../shared/unreachable.ts';
import type { Responder, ResponseRequest } from '../actor/ports.ts';
import type { Clock } from '../clock.ts';
import { type AgentSaid, type Conversation, questionsIn, readConversation } from './conversation.ts';
import { type Hint, hintsIn } from './hints.ts';
import { greets, leansBack, recallOf, type SmallTalk, smallTalkOf, wantsHuman } from './intent.ts';
import { languageOf } from './language.ts';
import type { Library } from './library.ts';
import { paced } from './pace.ts';
import { type AiPhrases, aiPhrases } from './phrases.ts';
import type { FoundPassage } from './ports.ts';
import { mentions, sentenceOn, wantedIn, weigh } from './search.ts';

export interface EmbeddedDeps {
	readonly library: Pick<Library, 'find'>;
	readonly clock: Clock;
	/** How fast an answer appears; 0 in tests: at once. */
	readonly piecesPerSecond: number;
}

export interface Answer {
	readonly text: string;
	readonly sources: readonly Source[];
	readonly asks: AskWhy | null;
}

/** About 70 words in two seconds: readable, and slow enough to take over in the middle. */
export const naturalPace = 36;

/** So long after an agent left, a new unknown question calls for a person again. */
const agentIsNearMs = 15 * 60_000;
/** Questions looked up for one answer; what a visitor writes before reading is seldom more. */
const mostQuestions = 4;
/** A question with more words that count than this stands on its own. */
const shortQuestion = 3;

const said = (text: string, asks: AskWhy | null = null): Answer => ({ text, sources: [], asks });

/** The language in which to answer: what was just written tells, then what the visitor wrote before. */
export function answerLanguage({ unanswered, earlier }: Conversation, language: Language): Language {
	const told = languageOf(unanswered.join('\n')) ?? earlier.map(languageOf).find((one) => one !== null);
	return told ?? language;
}

/** The visitor asks for a person in words: every AI kind answers that the same way, by rule. */
export function answerToCall(conversation: Conversation, words: AiPhrases): Answer | null {
	if (!conversation.unanswered.some(wantsHuman)) return null;
	return said(conversation.waiting ? words.humanAskedBefore : words.humanAsked, 'words');
}

function answerSmallTalk(talk: SmallTalk, { waiting }: Conversation, words: AiPhrases): Answer {
	switch (talk) {
		case 'who':
			return said(words.whoAmI);
		case 'how-are-you':
			return said(words.howAreYou);
		case 'thanks':
			return said(words.thanks);
		case 'bye':
			return said(words.bye);
		case 'greeting':
			return said(words.greeting);
		case 'yes':
			return said(waiting ? words.humanAskedBefore : words.yes);
		case 'no':
			return said(words.no);
		case 'nothing':
			return said(words.nothing);
		default:
			return unreachable(talk);
	}
}

/** The agent's message that speaks of the question, if one does; a question of theirs answers nothing. */
function agentOn(
	question: string,
	agentSaid: readonly AgentSaid[],
	least: { readonly score: number; readonly hits: number },
): AgentSaid | null {
	const wanted = wantedIn(question).map((one) => ({ ...one, rarity: 1 }));
	if (wanted.length === 0) return null;
	let best: { readonly score: number; readonly message: AgentSaid } | null = null;
	for (const message of agentSaid) {
		if (/[?？]\s*$/u.test(message.text)) continue;
		const { score, hits } = weigh({ title: '', text: message.text }, wanted, null);
		if (hits >= least.hits && score >= least.score && score > (best?.score ?? 0)) best = { score, message };
	}
	return best?.message ?? null;
}

function unsure({ waiting, lastAgent }: Conversation, words: AiPhrases): Answer {
	if (waiting) return said(words.unsureWaiting);
	const near =
		lastAgent !== null && (lastAgent.why === 'left' || lastAgent.why === 'visitor') && lastAgent.agoMs < agentIsNearMs;
	if (near) return said(words.unsureAfterHuman(lastAgent.name === '' ? words.someAgent : lastAgent.name));
	return said(words.unsure, 'unsure');
}

function withHints(answer: Answer, hints: readonly Hint[]): Answer {
	const passages = hints.map(({ passage }) => passage).filter(({ text }) => !answer.text.includes(text));
	return {
		...answer,
		text: [answer.text, ...new Set(passages.map(({ text }) => text))].join('\n\n'),
		sources: [...answer.sources, ...[...new Set(passages.map(({ title }) => title))].map((title) => ({ title }))],
	};
}

export function createEmbedded({ library, clock, piecesPerSecond }: EmbeddedDeps): Responder {
	async function lookUp(request: ResponseRequest, question: string, before: string | undefined) {
		const own = wantedIn(question);
		const alone = () => library.find(request.siteId, question);
		if (before === undefined || own.length > shortQuestion) return own.length === 0 ? null : alone();
		const together = () => library.find(request.siteId, question, before);
		if (leansBack(question)) {
			const both = await together();
			if (both !== null && mentions(both, own)) return both;
			return (own.length === 0 ? null : await alone()) ?? both;
		}
		if (own.length === 0) return null;
		const found = await alone();
		if (found !== null) return found;
		const both = await together();
		return both !== null && mentions(both, own) ? both : null;
	}

	async function answerQuestions(
		request: ResponseRequest,
		conversation: Conversation,
		words: AiPhrases,
		hints: readonly Hint[],
	): Promise<Answer> {
		const questions = questionsIn(conversation.unanswered).slice(-mostQuestions);
		const quoted = ({ text, name }: AgentSaid) => words.agentWrote(name === '' ? words.someAgent : name, text);
		const parts: string[] = [];
		const titles = new Set<string>();
		let open = 0;
		const add = (text: string) => {
			if (!parts.some((part) => part.includes(text))) parts.push(text);
		};
		const quote = (passage: FoundPassage, question: string) => {
			// Read once already: now the sentence that was missed is more use than the whole again.
			const known = conversation.aiSaid.some((text) => text.includes(passage.text));
			const sentence = known ? sentenceOn(passage.text, wantedIn(question)) : null;
			const repeated = sentence !== null && conversation.aiSaid.includes(sentence);
			add(sentence === null || repeated ? passage.text : sentence);
			titles.add(passage.title);
		};
		for (const [index, question] of questions.entries()) {
			// What an agent promised to this visitor comes before what the website tells everybody.
			const sure = agentOn(question, conversation.agentSaid, { score: 0.5, hits: 2 });
			if (sure !== null) add(quoted(sure));
			if (sure !== null) continue;
			const found = await lookUp(request, question, questions[index - 1] ?? conversation.earlier[0]);
			const likely = found === null ? agentOn(question, conversation.agentSaid, { score: 0.5, hits: 1 }) : null;
			if (found !== null) quote(found, question);
			else if (likely !== null) add(quoted(likely));
			else if (wantedIn(question).length > 0) open += 1;
		}
		for (const { passage, whispered } of hints) quote(passage, whispered);
		// The team knows what was asked: what it points to is the answer.
		if (hints.length > 0) open = 0;
		const sources = [...titles].map((title) => ({ title }));
		if (parts.length === 0) return open > 0 ? unsure(conversation, words) : said(words.nothing);
		if (open === 0) return { text: parts.join('\n\n'), sources, asks: null };
		const rest = unsure(conversation, words);
		const ending = rest.asks === null ? rest.text : words.unsureOfRest;
		return { text: [...parts, ending].join('\n\n'), sources, asks: rest.asks };
	}

	/** "What did he say about the price?": the agent's own words, never ours in their name. */
	function answerRecall({ agentSaid, unanswered }: Conversation, words: AiPhrases): Answer | null {
		if (agentSaid.length === 0) return null;
		const topic = recallOf(
			unanswered.join('\n'),
			agentSaid.map(({ name }) => name),
		);
		if (topic === null) return null;
		const latest = agentSaid.find(({ text }) => !/[?？]\s*$/u.test(text)) ?? agentSaid[0];
		const message = agentOn(topic, agentSaid, { score: 0.4, hits: 1 }) ?? latest;
		if (message === undefined) return null;
		return said(words.agentWrote(message.name === '' ? words.someAgent : message.name, message.text));
	}

	async function answer(request: ResponseRequest): Promise<Answer> {
		const conversation = readConversation(request.transcript, request.answered);
		const language = answerLanguage(conversation, request.language);
		const words = aiPhrases[language];
		const hints = await hintsIn(request.transcript, language, (text) => library.find(request.siteId, text));
		const call = answerToCall(conversation, words);
		if (call !== null) return withHints(call, hints);
		const all = conversation.unanswered.join('\n');
		const talk = smallTalkOf(all);
		if (talk !== null) return withHints(answerSmallTalk(talk, conversation, words), hints);
		const recalled = answerRecall(conversation, words);
		const found =
			recalled === null ? await answerQuestions(request, conversation, words, hints) : withHints(recalled, hints);
		return greets(all) && conversation.aiSaid.length === 0 ? { ...found, text: `${words.hello} ${found.text}` } : found;
	}

	return {
		async *respond(request) {
			const { text, sources, asks } = await answer(request);
			for await (const piece of paced(text, piecesPerSecond, clock, request.signal))
				yield { type: 'text', text: piece };
			if (!request.signal.aborted) yield { type: 'done', sources, asks };
		},
	};
}
