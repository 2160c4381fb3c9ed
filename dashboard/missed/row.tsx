import { A } from '@solidjs/router';
import Mail from 'lucide-solid/icons/mail';
import { Show } from 'solid-js';
import { shortSessionId } from '../../shared/ids.ts';
import type { MissedRow } from '../../shared/missed-list.ts';
import { Country } from '../monitor/card-facts.tsx';
import { useDesk } from '../shell/desk.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import { useIsBack } from './back.ts';
import { useMissedTexts } from './texts.ts';

/** Why it was missed, or how it has been seen to. */
export function Standing(props: { readonly row: MissedRow }) {
	const t = useMissedTexts();
	const isBack = useIsBack();
	return (
		<>
			<Badge tone={props.row.resolved === null ? 'need' : 'neutral'}>{t().why[props.row.why]}</Badge>
			<Show when={props.row.resolved}>{(resolved) => <Badge tone="human">{t().resolved(resolved().name)}</Badge>}</Show>
			<Show when={isBack(props.row)}>
				<Badge tone="ai">{t().back}</Badge>
			</Show>
		</>
	);
}

/** Who it was, and when. */
export function Who(props: { readonly row: MissedRow; readonly skewMs: number }) {
	const t = useMissedTexts();
	const desk = useDeskTexts();
	return (
		<>
			<Country code={props.row.facts.country} />
			<span>{desk().monitor.devices[props.row.facts.device]}</span>
			<span class="missed-when">
				{t().left} <RelativeTime at={props.row.missedAt} skewMs={props.skewMs} />
			</span>
		</>
	);
}

export function Row(props: {
	readonly row: MissedRow;
	readonly href: string;
	readonly skewMs: number;
	readonly marking: boolean;
	readonly onMark: () => void;
}) {
	const t = useMissedTexts();
	const texts = useDeskTexts();
	const desk = useDesk();
	const isBack = useIsBack();
	return (
		<li class="chats-row" classList={{ 'missed-done': props.row.resolved !== null }}>
			<div class="chats-main">
				<p class="chats-head">
					<Standing row={props.row} />
					<Show when={props.row.contact}>
						{(email) => (
							<Badge icon={Mail} title={email()}>
								{t().addressLeft}
							</Badge>
						)}
					</Show>
				</p>
				<A
					class="chats-link"
					href={props.href}
					aria-label={`${shortSessionId(props.row.id)}: ${props.row.question || t().noQuestion}`}
				>
					<span class="chats-first" classList={{ 'chats-silent': props.row.question === '' }}>
						{props.row.question || t().noQuestion}
					</span>
				</A>
				<p class="chats-facts">
					<Who row={props.row} skewMs={props.skewMs} />
					<Show when={props.row.answeredAt !== null}>
						<span>{t().answered}</span>
					</Show>
				</p>
			</div>
			<Show when={desk.may('control') && !isBack(props.row)}>
				<Button
					size="small"
					class="missed-mark"
					busy={props.marking}
					waits={desk.online() ? undefined : texts().waitsForConnection}
					onClick={() => props.onMark()}
				>
					{props.row.resolved === null ? t().resolve : t().unresolve}
				</Button>
			</Show>
		</li>
	);
}
