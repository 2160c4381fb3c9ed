import BellRing from 'lucide-solid/icons/bell-ring';
import Clock from 'lucide-solid/icons/clock';
import Eye from 'lucide-solid/icons/eye';
import Globe from 'lucide-solid/icons/globe';
import Hand from 'lucide-solid/icons/hand';
import Info from 'lucide-solid/icons/info';
import Lightbulb from 'lucide-solid/icons/lightbulb';
import MessageSquarePlus from 'lucide-solid/icons/message-square-plus';
import MessageSquareText from 'lucide-solid/icons/message-square-text';
import MessagesSquare from 'lucide-solid/icons/messages-square';
import MonitorSmartphone from 'lucide-solid/icons/monitor-smartphone';
import UserRound from 'lucide-solid/icons/user-round';
import Volume2 from 'lucide-solid/icons/volume-2';
import VolumeX from 'lucide-solid/icons/volume-x';
import { For, Match, Show, Switch } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { IconComponent } from '../ui/button.tsx';
import { ListExample, NameExample } from './examples.tsx';
import type { Block, Term, Way } from './live-monitoring.ts';

const icons: Readonly<Record<string, IconComponent>> = {
	'card.country': Globe,
	'card.device': MonitorSmartphone,
	'card.time': Clock,
	'card.messages': MessagesSquare,
	'card.last': MessageSquareText,
	'sounds.all': Volume2,
	'sounds.new': MessageSquarePlus,
	'sounds.human': BellRing,
	'sounds.none': VolumeX,
};

type Of<K extends Block['kind']> = Extract<Block, { readonly kind: K }>;

/** The block, if it is of that kind: what `Match` needs to narrow it. */
function as<K extends Block['kind']>(block: Block, ...kinds: readonly K[]): Of<K> | undefined {
	// The kind was compared on the line itself; a union does not narrow by membership in a list.
	return kinds.some((kind) => kind === block.kind) ? (block as Of<K>) : undefined;
}

export function BlockView(props: { readonly block: Block }) {
	return (
		<Switch>
			<Match when={as(props.block, 'text')}>{(block) => <p class="docs-text">{block().told.text}</p>}</Match>
			<Match when={as(props.block, 'terms', 'choices')}>
				{(block) => <Terms terms={block().terms} asChoices={block().kind === 'choices'} />}
			</Match>
			<Match when={as(props.block, 'steps')}>{(block) => <Steps steps={block().terms} />}</Match>
			<Match when={as(props.block, 'ways')}>
				{(block) => (
					<div class="docs-ways">
						<For each={block().ways}>{(way) => <WayView way={way} />}</For>
					</div>
				)}
			</Match>
			<Match when={as(props.block, 'note')}>
				{(block) => (
					<aside class="docs-note" aria-label={block().label}>
						<Dynamic component={block().tone === 'tip' ? Lightbulb : Info} size={16} class="docs-note-icon" />
						<p>
							<strong>{block().label}.</strong> {block().told.text}
						</p>
					</aside>
				)}
			</Match>
			<Match when={as(props.block, 'example')}>
				{(block) => (
					<Show when={block().example === 'list'} fallback={<NameExample />}>
						<ListExample />
					</Show>
				)}
			</Match>
		</Switch>
	);
}

function Terms(props: { readonly terms: readonly Term[]; readonly asChoices: boolean }) {
	return (
		<dl class="docs-terms" classList={{ 'docs-choices': props.asChoices }}>
			<For each={props.terms}>
				{(item) => (
					<div class="docs-term">
						<dt>
							<Show when={icons[item.id]}>
								{(icon) => (
									<span class="docs-term-icon">
										<Dynamic component={icon()} size={16} />
									</span>
								)}
							</Show>
							{item.term}
						</dt>
						<dd>{item.text}</dd>
					</div>
				)}
			</For>
		</dl>
	);
}

function Steps(props: { readonly steps: readonly Term[] }) {
	return (
		<ol class="docs-steps">
			<For each={props.steps}>
				{(step) => (
					<li class="docs-step">
						<strong>{step.term}</strong>
						<span>{step.text}</span>
					</li>
				)}
			</For>
		</ol>
	);
}

function WayView(props: { readonly way: Way }) {
	return (
		<section class={`docs-way docs-way-${props.way.id}`} aria-labelledby={`way-${props.way.id}`}>
			<h3 id={`way-${props.way.id}`}>
				<Dynamic component={props.way.id === 'watch' ? Eye : Hand} size={16} class="docs-way-icon" />
				{props.way.title}
			</h3>
			<p>{props.way.text}</p>
			<ul class="docs-uses">
				<For each={props.way.uses}>{(use) => <li>{use.text}</li>}</For>
			</ul>
			<p class="docs-way-seen">
				<Dynamic component={props.way.id === 'watch' ? Eye : UserRound} size={16} class="docs-way-icon" />
				<span>{props.way.seen.text}</span>
			</p>
			<For each={props.way.more}>{(more) => <p class="docs-way-more">{more.text}</p>}</For>
		</section>
	);
}
