/** The two pictures of the page, drawn with the desk's own parts so that they can't grow old. They are looked at, not used. */
import MessageCircle from 'lucide-solid/icons/message-circle';
import Sparkles from 'lucide-solid/icons/sparkles';
import UserRound from 'lucide-solid/icons/user-round';
import { For } from 'solid-js';
import type { Device } from '../../shared/card.ts';
import { useDesk } from '../shell/desk.tsx';
import { Badge } from '../ui/badge.tsx';
import { useLocale } from '../ui/locale.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import { spanOf } from '../ui/times.ts';
import { useDocsTexts } from './texts.ts';

/** The reader's own name, as visitors would see it. */
function useExampleName(): () => string {
	const desk = useDesk();
	const t = useDocsTexts();
	return () => desk.me().profile.displayName || t().name.example;
}

interface ExampleCard {
	readonly id: string;
	readonly country: string;
	readonly device: Device;
	readonly minutes: number;
	readonly messages: number;
	readonly last: 'exampleFirst' | 'exampleSecond';
	readonly held: boolean;
}

const cards: readonly ExampleCard[] = [
	{
		id: 'session_abc12…',
		country: 'US',
		device: 'desktop',
		minutes: 2,
		messages: 5,
		last: 'exampleFirst',
		held: false,
	},
	{
		id: 'session_def45…',
		country: 'DE',
		device: 'mobile',
		minutes: 8,
		messages: 12,
		last: 'exampleSecond',
		held: true,
	},
];

/** `US` → its flag; where there is no such picture, the letters stand beside it anyway. */
const flagOf = (country: string): string =>
	String.fromCodePoint(...[...country].map((letter) => 0x1f1a5 + letter.charCodeAt(0)));

export function ListExample() {
	const t = useDocsTexts();
	const desk = useDeskTexts();
	return (
		<figure class="docs-example docs-list">
			<div class="docs-list-head">
				<strong>{t().card.exampleTitle}</strong>
				<span class="docs-list-online figures">
					<span class="docs-online-dot" aria-hidden="true" />
					{desk().monitor.online(cards.length)}
				</span>
			</div>
			<div class="docs-cards">
				<For each={cards}>{(card) => <CardExample card={card} />}</For>
			</div>
			<figcaption>{t().card.exampleNote}</figcaption>
		</figure>
	);
}

function CardExample(props: { readonly card: ExampleCard }) {
	const t = useDocsTexts();
	const desk = useDeskTexts();
	const name = useExampleName();
	const { language } = useLocale();
	const country = () => new Intl.DisplayNames(language(), { type: 'region' }).of(props.card.country);
	return (
		<div class="docs-card">
			<div class="docs-card-line">
				<Badge tone={props.card.held ? 'human' : 'ai'} icon={props.card.held ? UserRound : Sparkles}>
					{props.card.held ? desk().monitor.heldBy(name()) : desk().monitor.aiAnswers}
				</Badge>
				<span class="docs-card-presence">
					<span class="docs-online-dot" aria-hidden="true" />
					{desk().monitor.presence.online}
				</span>
			</div>
			<p class="docs-card-id">{props.card.id}</p>
			<p class="docs-card-facts figures">
				{flagOf(props.card.country)} {props.card.country} {country()} · {desk().monitor.devices[props.card.device]} ·{' '}
				{spanOf(props.card.minutes * 60_000, language())}
			</p>
			<p class="docs-card-facts figures">{desk().monitor.messages(props.card.messages)}</p>
			<p class="docs-card-last">
				<span class="docs-card-writer">{desk().monitor.writers.visitor}:</span> {t().card[props.card.last]}
			</p>
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
