import { type JSX, Match, Show, Switch } from 'solid-js';
import type { Entry } from '../../shared/entry.ts';
import { speakerOf, startsRun } from '../session/visible.ts';
import { AiIcon, PageIcon, PersonIcon } from './icons.tsx';
import type { Model } from './model.ts';
import { RichText } from './rich-text.tsx';

type Kind = 'visitor' | 'ai' | 'agent';

interface BubbleProps {
	readonly kind: Kind;
	/** Above the first of a run. */
	readonly head?: JSX.Element;
	readonly foot?: JSX.Element;
	readonly classList?: Record<string, boolean>;
	readonly children: JSX.Element;
	/** Said by the visitor or still being written: not to be read out. */
	readonly quiet?: boolean;
}

export function Bubble(props: BubbleProps): JSX.Element {
	return (
		<div class={`message ${props.kind}`} classList={props.classList} aria-live={props.quiet ? 'off' : undefined}>
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
	readonly kind: Kind;
	readonly name?: string;
	readonly entry?: Entry;
}) {
	const { text } = props.model;
	return (
		<p class="head" classList={{ hidden: props.kind === 'visitor' && props.entry === undefined }}>
			<Switch>
				<Match when={props.kind === 'ai'}>
					<AiIcon /> {text.ai}
				</Match>
				<Match when={props.kind === 'agent'}>
					<PersonIcon /> <bdi>{props.model.agentName(props.name ?? '')}</bdi>
				</Match>
				<Match when={props.kind === 'visitor'}>
					<span class="hidden">{text.you}</span>
				</Match>
			</Switch>
			<Show when={props.entry}>
				{(entry) => (
					<time datetime={new Date(entry().at).toISOString()} title={props.model.momentOf(entry())}>
						{props.model.timeOf(entry())}
					</time>
				)}
			</Show>
		</p>
	);
}

/** One entry as the visitor reads it: a message, or a line about who answers. */
export function EntryLine(props: {
	readonly model: Model;
	readonly entry: Entry;
	readonly index: number;
}): JSX.Element {
	const { text } = props.model;
	const entries = props.model.entries;
	const before = (): Entry | undefined => entries()[props.index - 1];
	const after = (): Entry | undefined => entries()[props.index + 1];
	const entry = props.entry;
	const head = (kind: Kind, name = ''): JSX.Element => (
		<Show when={startsRun(entry, before())}>
			<Head model={props.model} kind={kind} name={name} entry={entry} />
		</Show>
	);
	switch (entry.kind) {
		case 'message': {
			const name = entry.author === 'agent' ? entry.name : '';
			const interrupted = entry.author === 'ai' && entry.interrupted;
			const sources = entry.author === 'ai' ? entry.sources : [];
			const isLast = (): boolean => after() === undefined && props.model.pending().length === 0;
			const stoppedBy = (): string => {
				const next = after();
				if (next?.kind !== 'took-over') return text.cut;
				return text.interrupted(props.model.agentName(next.name));
			};
			return (
				<Bubble
					kind={entry.author}
					head={head(entry.author, name)}
					classList={{ interrupted, joins: !startsRun(entry, before()) }}
					quiet={entry.author === 'visitor'}
					foot={
						<Switch>
							<Match when={interrupted}>
								<p class="foot">{stoppedBy()}</p>
							</Match>
							<Match when={sources.length > 0}>
								<p class="foot sources">
									<PageIcon />
									<span>
										{sources.length > 1 ? text.sources : text.source}:{' '}
										<bdi>{sources.map(({ title }) => title).join(' · ')}</bdi>
									</span>
								</p>
							</Match>
							<Match when={entry.author === 'visitor' && isLast()}>
								<p class="foot">{text.sent}</p>
							</Match>
						</Switch>
					}
				>
					<RichText text={entry.text} />
				</Bubble>
			);
		}
		case 'ai-failed':
			return (
				<Bubble kind="ai" head={head('ai')} classList={{ trouble: true }}>
					<RichText text={entry.text} />
				</Bubble>
			);
		case 'took-over':
			return <EventLine kind="human">{text.tookOver(props.model.agentName(entry.name))}</EventLine>;
		case 'released':
			return (
				<EventLine kind="ai">
					{entry.why === 'visitor' ? text.backByYou : text.released(props.model.agentName(entry.name))}
				</EventLine>
			);
		case 'asked-for-human':
			return (
				<EventLine kind="need">
					{entry.why === 'button' || entry.why === 'words' ? text.askedByYou : text.askedByAi}
				</EventLine>
			);
		default:
			return null;
	}
}

export function EventLine(props: { readonly kind: 'ai' | 'human' | 'need' | 'quiet'; readonly children: JSX.Element }) {
	return (
		<p class={`event ${props.kind}`} dir="auto">
			<span>{props.children}</span>
		</p>
	);
}

export const isSameSpeaker = (entry: Entry | undefined, speaker: string): boolean =>
	entry !== undefined && speakerOf(entry) === speaker;
