/** The two pictures of the page, drawn with the desk's own parts so that they can't grow old. They are looked at, not used. */
import MessageCircle from 'lucide-solid/icons/message-circle';
import UserRound from 'lucide-solid/icons/user-round';
import { createMemo, Index } from 'solid-js';
import type { Card } from '../../shared/card.ts';
import { genOf, memberIdOf, sessionIdOf, shortSessionId } from '../../shared/ids.ts';
import '../monitor/card.css';
import { CardControl } from '../monitor/card-control.tsx';
import { CardCount, CardFacts, CardLast } from '../monitor/card-facts.tsx';
import '../monitor/monitor.css';
import { useDesk } from '../shell/desk.tsx';
import { useNow } from '../ui/now.ts';
import { useDeskTexts } from '../ui/texts.ts';
import { useDocsTexts } from './texts.ts';

/** The reader's own name, as visitors would see it. */
function useExampleName(): () => string {
	const desk = useDesk();
	const t = useDocsTexts();
	return () => desk.me().profile.displayName || t().name.example;
}

const minuteMs = 60_000;

/** Two sessions as the server would send them. */
function exampleCards(now: number, questions: readonly [string, string], name: string): readonly Card[] {
	const card = {
		gen: genOf(1),
		presence: 'online',
		reopened: false,
		heard: null,
		generating: false,
		needsHuman: null,
		waitingSince: null,
		overdue: null,
		typing: false,
		watchers: [],
	} as const;
	return [
		{
			...card,
			id: sessionIdOf('session_abc12'),
			mode: 'ai-responding',
			facts: { country: 'US', device: 'desktop', browser: '', system: '' },
			page: { url: 'https://shop.example/pricing', title: '' },
			openedAt: now - 2 * minuteMs,
			messages: 5,
			last: { author: 'visitor', text: questions[0], at: now, name: '' },
			generating: true,
			holder: null,
		},
		{
			...card,
			id: sessionIdOf('session_def45'),
			mode: 'taken-over',
			facts: { country: 'DE', device: 'mobile', browser: '', system: '' },
			page: { url: 'https://shop.example/returns', title: '' },
			openedAt: now - 8 * minuteMs,
			messages: 12,
			last: { author: 'visitor', text: questions[1], at: now, name: '' },
			holder: { memberId: memberIdOf('example'), name, lostDeadline: null },
		},
	];
}

export function ListExample() {
	const t = useDocsTexts();
	const desk = useDeskTexts();
	const name = useExampleName();
	const now = useNow();
	const cards = createMemo(() => exampleCards(now(), [t().card.exampleFirst, t().card.exampleSecond], name()));
	return (
		<figure class="docs-example docs-list">
			<div class="docs-list-head">
				<strong>{t().card.exampleTitle}</strong>
				<span class="docs-list-online figures">
					<span class="presence-dot presence-dot-online" aria-hidden="true" />
					{desk().monitor.online(cards().length)}
				</span>
			</div>
			<div class="docs-cards">
				{/* By place: the clock makes new cards each second, and they should be updated, not drawn anew. */}
				<Index each={cards()}>{(card) => <CardExample card={card()} />}</Index>
			</div>
			<figcaption>{t().card.exampleNote}</figcaption>
		</figure>
	);
}

function CardExample(props: { readonly card: Card }) {
	const desk = useDeskTexts();
	return (
		<div class="card docs-card">
			<CardControl card={props.card} skewMs={0} />
			<div class="card-body">
				<p class="card-head">
					<span class="presence presence-online">
						<span class="presence-dot" aria-hidden="true" />
						<span>{desk().monitor.presence.online}</span>
					</span>
					<span class="docs-card-id">{shortSessionId(props.card.id)}</span>
				</p>
				<CardFacts card={props.card} skewMs={0} />
				<CardLast card={props.card} />
				<div class="card-foot">
					<CardCount card={props.card} />
				</div>
			</div>
		</div>
	);
}

export function NameExample() {
	const t = useDocsTexts();
	const name = useExampleName();
	return (
		<figure class="docs-example docs-name" aria-label={t().name.exampleTitle}>
			<div class="docs-name-part">
				<span class="docs-example-label">{t().name.field}</span>
				<span class="docs-name-field">{name()}</span>
			</div>
			<div class="docs-name-part">
				<span class="docs-example-label">{t().name.exampleInWidget}</span>
				<span class="docs-name-widget">
					<UserRound size={16} aria-hidden="true" />
					<span>
						<strong>{t().name.exampleLive}</strong> · {name()}
					</span>
					<MessageCircle size={16} aria-hidden="true" class="docs-name-launcher" />
				</span>
			</div>
		</figure>
	);
}
