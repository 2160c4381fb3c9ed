import { type JSX, Show } from 'solid-js';
import type { Entry } from '../../shared/entry.ts';
import { startsRun } from '../session/visible.ts';
import { AiIcon, PageIcon, PersonIcon } from './icons.tsx';
import type { Model } from './model.ts';
import { RichText } from './rich-text.tsx';

export type Speaker = 'visitor' | 'ai' | 'agent';

/** A bubble with what stands above and below it. */
export function Bubble(props: {
	readonly class: string;
	readonly head?: JSX.Element;
	readonly foot?: JSX.Element;
	/** Said by the visitor or still being written: not to be read out. */
	readonly quiet?: boolean;
	readonly children: JSX.Element;
}): JSX.Element {
	return (
		<div class={`message ${props.class}`} aria-live={props.quiet ? 'off' : undefined}>
			{props.head}
			<div class="bubble" dir="auto">
				{props.children}
			</div>
			{props.foot}
		</div>
	);
}

/** Author and, once there is one, time. */
export function Head(props: {
	readonly model: Model;
	readonly speaker: Speaker;
	readonly name?: string;
	readonly entry?: Pick<Entry, 'at'>;
}): JSX.Element {
	const { text, agentName } = props.model;
	const icon = { visitor: null, ai: AiIcon, agent: PersonIcon }[props.speaker];
	const name = { visitor: text.you, ai: text.ai, agent: agentName(props.name ?? '') }[props.speaker];
	return (
		<p class="head">
			{icon?.()}
			<bdi class={props.speaker === 'visitor' ? 'hidden' : ''}>{name}</bdi>
			{props.entry && (
				<time datetime={new Date(props.entry.at).toISOString()} title={props.model.momentOf(props.entry)}>
					{props.model.timeOf(props.entry)}
				</time>
			)}
		</p>
	);
}

/** One entry as the visitor reads it: a message, or a line about who answers. What it says never changes. */
export function EntryLine(props: {
	readonly model: Model;
	readonly entry: Entry;
	readonly before: Entry | undefined;
	readonly after: Entry | undefined;
}): JSX.Element {
	const { text, agentName } = props.model;
	const { entry } = props;

	function bubble(speaker: Speaker, said: string, name = '', look = '', foot?: JSX.Element): JSX.Element {
		const starts = startsRun(entry, props.before);
		return (
			<Bubble
				class={`${speaker} ${look}`}
				quiet={speaker === 'visitor'}
				head={starts && <Head model={props.model} speaker={speaker} name={name} entry={entry} />}
				foot={foot}
			>
				<RichText text={said} />
			</Bubble>
		);
	}

	switch (entry.kind) {
		case 'message':
			switch (entry.author) {
				case 'visitor': {
					const isLast = (): boolean => props.after === undefined && props.model.pending().length === 0;
					return bubble('visitor', entry.text, '', '', <Foot>{isLast() && text.sent}</Foot>);
				}
				case 'agent':
					return bubble('agent', entry.text, entry.name);
				default: {
					if (entry.interrupted) {
						const stopped = (): string =>
							props.after?.kind === 'took-over' ? text.interrupted(agentName(props.after.name)) : text.cut;
						return bubble('ai', entry.text, '', 'interrupted', <Foot>{stopped()}</Foot>);
					}
					return bubble('ai', entry.text, '', '', <Sources model={props.model} titles={entry.sources.map(titleOf)} />);
				}
			}
		case 'ai-failed':
			return bubble('ai', entry.text, '', 'trouble');
		case 'took-over':
			return <EventLine kind="human">{text.tookOver(agentName(entry.name))}</EventLine>;
		case 'released':
			return (
				<EventLine kind="ai">
					{entry.why === 'visitor' ? text.backByYou : text.released(agentName(entry.name))}
				</EventLine>
			);
		case 'asked-for-human':
			return (
				<>
					<EventLine kind="need">
						{entry.why === 'button' || entry.why === 'words' ? text.askedByYou : text.askedByAi}
					</EventLine>
					<Show when={props.model.view().state.needsHuman?.at === entry.at && props.model.nobody()}>
						{(why) => <EventLine kind="">{why() === 'here' ? text.nobodyHere : text.nobodyFree}</EventLine>}
					</Show>
				</>
			);
		case 'late-answer':
			return bubble('agent', entry.text, entry.name, '', <Foot>{text.whileAway}</Foot>);
		default:
			return null;
	}
}

const titleOf = ({ title }: { readonly title: string }): string => title;

function Foot(props: { readonly children: JSX.Element }): JSX.Element {
	return (
		<Show when={props.children}>
			<p class="foot">{props.children}</p>
		</Show>
	);
}

function Sources(props: { readonly model: Model; readonly titles: readonly string[] }): JSX.Element {
	const { text } = props.model;
	return (
		<Show when={props.titles.length > 0}>
			<p class="foot sources">
				{PageIcon()}
				<bdi>{`${props.titles.length > 1 ? text.sources : text.source}: ${props.titles.join(' · ')}`}</bdi>
			</p>
		</Show>
	);
}

export function EventLine(props: { readonly kind: 'ai' | 'human' | 'need' | ''; readonly children: JSX.Element }) {
	return (
		<p class={`event ${props.kind}`} dir="auto">
			<span>{props.children}</span>
		</p>
	);
}
