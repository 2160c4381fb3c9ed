import BookOpen from 'lucide-solid/icons/book-open';
import Ear from 'lucide-solid/icons/ear';
import { Match, Show, Switch } from 'solid-js';
import type { DeskTexts } from '../../shared/text/desk-en.ts';
import { unreachable } from '../../shared/unreachable.ts';
import { useLocale } from '../ui/locale.tsx';
import { useNow } from '../ui/now.ts';
import { useDeskTexts } from '../ui/texts.ts';
import { exactTime, timeOfDay } from '../ui/times.ts';
import { MessageText } from './message-text.tsx';
import type { Author, CutBy, LineRow, MessageRow, Row, WhisperRow } from './rows.ts';

export function authorName(author: Author, t: DeskTexts): string {
	switch (author.kind) {
		case 'visitor':
			return t.session.visitor;
		case 'ai':
			return t.session.ai;
		case 'agent':
			if (author.mine) return t.session.you;
			return author.name === '' ? t.session.agent : author.name;
		default:
			return unreachable(author);
	}
}

function cutText(cut: CutBy, t: DeskTexts): string {
	if (cut.kind === 'other') return t.session.stopped;
	return cut.mine ? t.session.stoppedByYou : t.session.stoppedBy(cut.name);
}

function lineText({ entry, mine }: LineRow, t: DeskTexts): string {
	const { lines } = t.session;
	switch (entry.kind) {
		case 'opened':
			return entry.reopened ? lines.reopened : lines.opened;
		case 'took-over':
			return mine ? lines.youTookOver : lines.tookOver(entry.name);
		case 'released':
			return mine ? lines.youReleased : lines.released[entry.why](entry.name);
		case 'asked-for-human':
			return lines.asked[entry.why];
		case 'ai-failed':
			return lines.failed[entry.why];
		case 'left':
			return lines.left[entry.why];
		case 'left-address':
			return lines.leftAddress(entry.email);
		case 'resolved':
			return entry.done ? lines.resolved : lines.unresolved;
		default:
			return unreachable(entry);
	}
}

const lineTone = ({ entry }: LineRow): string => {
	switch (entry.kind) {
		case 'took-over':
			return 'line-human';
		case 'released':
			return 'line-ai';
		case 'asked-for-human':
		case 'ai-failed':
			return 'line-need';
		case 'opened':
		case 'left':
		case 'left-address':
		case 'resolved':
			return 'line-neutral';
		default:
			return unreachable(entry);
	}
};

function Time(props: { readonly at: number }) {
	const { language } = useLocale();
	const now = useNow();
	return (
		<time class="said-at" dateTime={new Date(props.at).toISOString()} title={exactTime(props.at, language())}>
			{timeOfDay(props.at, now(), language())}
		</time>
	);
}

export function RowView(props: { readonly row: Row }) {
	return (
		<Switch>
			<Match when={props.row.kind === 'message' && props.row}>{(row) => <Message row={row()} />}</Match>
			<Match when={props.row.kind === 'line' && props.row}>{(row) => <Line row={row()} />}</Match>
			<Match when={props.row.kind === 'whisper' && props.row}>{(row) => <Whispered row={row()} />}</Match>
		</Switch>
	);
}

function Message(props: { readonly row: MessageRow }) {
	const t = useDeskTexts();
	const name = () => authorName(props.row.author, t());
	return (
		<div
			class={`said said-${props.row.author.kind}`}
			classList={{ 'said-first': props.row.first, 'said-cut': props.row.cutBy !== null }}
		>
			<Show when={props.row.first} fallback={<span class="unseen">{name()}: </span>}>
				<p class="said-by">
					<span class="said-name">{name()}</span> <Time at={props.row.at} />
				</p>
			</Show>
			<div class="bubble">
				<MessageText text={props.row.text} />
			</div>
			<Show when={props.row.late}>
				<p class="said-note">{t().session.late}</p>
			</Show>
			<Show when={props.row.cutBy}>{(cut) => <p class="said-note">{cutText(cut(), t())}</p>}</Show>
			<Show when={props.row.sources.length > 0}>
				<p class="said-note said-source">
					<BookOpen size={12} aria-hidden="true" /> {t().session.source}: {props.row.sources.join(' · ')}
				</p>
			</Show>
		</div>
	);
}

function Whispered(props: { readonly row: WhisperRow }) {
	const t = useDeskTexts();
	return (
		<div class="said said-agent said-first said-whisper">
			<p class="said-by">
				<Ear size={12} aria-hidden="true" />
				<span class="said-name">
					{props.row.mine ? t().session.youWhispered : t().session.whispered(props.row.name)}
				</span>{' '}
				<Time at={props.row.at} />
			</p>
			<div class="bubble">
				<MessageText text={props.row.text} />
			</div>
		</div>
	);
}

function Line(props: { readonly row: LineRow }) {
	const t = useDeskTexts();
	return (
		<p class={`line ${lineTone(props.row)}`}>
			<span>{lineText(props.row, t())}</span> <Time at={props.row.at} />
		</p>
	);
}
