import { A, useParams } from '@solidjs/router';
import Mail from 'lucide-solid/icons/mail';
import { type Accessor, createEffect, createMemo, For, on, Show } from 'solid-js';
import { type SessionId, sessionIdOf, shortSessionId } from '../../shared/ids.ts';
import { PlanNeeded } from '../monitor/plan-needed.tsx';
import '../session/conversation.css';
import { RowView } from '../session/row-view.tsx';
import { rowsOf } from '../session/rows.ts';
import { LastPage, StoredChat } from '../session/stored-chat.tsx';
import { useDesk } from '../shell/desk.tsx';
import { useSite } from '../shell/site.tsx';
import { Button } from '../ui/button.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import { Answer } from './answer.tsx';
import { useIsBack } from './back.ts';
import { createMark } from './mark.ts';
import './missed.css';
import { useMissedNews } from './news.tsx';
import { Standing, Who } from './row.tsx';
import { useMissedTexts } from './texts.ts';
import { createTranscript, type OneMissed } from './transcript.ts';

export function Page() {
	const params = useParams<{ sessionId: string }>();
	const desk = useDesk();
	const sessionId = createMemo(() => sessionIdOf(params.sessionId));
	return (
		<main class="page chats-one missed-one">
			<Show when={desk.may('watch')} fallback={<PlanNeeded />}>
				<Show when={sessionId()} keyed>
					{(id) => <One id={id} />}
				</Show>
			</Show>
		</main>
	);
}

function One(props: { readonly id: SessionId }) {
	const t = useMissedTexts();
	const desk = useDesk();
	const site = useSite();
	const news = useMissedNews();
	const one = createTranscript(desk, props.id);
	createEffect(
		on(
			() => news()?.stamp,
			() => void one.reload(),
			{ defer: true },
		),
	);
	return (
		<StoredChat of={one} list={`/sites/${site().id}/missed`} words={t()}>
			{(shown) => <Conversation one={shown} reload={one.reload} />}
		</StoredChat>
	);
}

function Conversation(props: { readonly one: Accessor<OneMissed>; readonly reload: () => Promise<void> }) {
	const t = useMissedTexts();
	const texts = useDeskTexts();
	const desk = useDesk();
	const site = useSite();
	const { marking, mark } = createMark(props.reload);
	const isBack = useIsBack();
	const row = () => props.one().row;
	const rows = createMemo(() => rowsOf(props.one().entries, desk.me().id));
	return (
		<>
			<header class="chats-title">
				<h1 title={row().id}>{shortSessionId(row().id)}</h1>
				<Standing row={row()} />
				<Show when={desk.may('control') && !isBack(row())}>
					<Button
						size="small"
						class="missed-mark"
						busy={marking() !== null}
						waits={desk.online() ? undefined : texts().waitsForConnection}
						onClick={() => void mark(row())}
					>
						{row().resolved === null ? t().resolve : t().unresolve}
					</Button>
				</Show>
				<p class="chats-facts">
					<Who row={row()} skewMs={props.one().skewMs} />
					<LastPage page={row().page} />
				</p>
				<Show when={row().contact}>
					{(email) => (
						<p class="missed-contact">
							<Mail size={14} aria-hidden="true" /> <span>{t().writeTo(email())}</span>
							<Show when={!props.one().sendsMail}>
								<span class="missed-nomail">{t().noMail}</span>
							</Show>
						</p>
					)}
				</Show>
			</header>
			<div class="box chats-log">
				<div class="log" role="log" aria-label={texts().session.log}>
					<For each={rows()}>{(one) => <RowView row={one} />}</For>
				</div>
			</div>
			<Show
				when={!isBack(row())}
				fallback={
					<p class="missed-back" role="status">
						{t().back}.{' '}
						<A class="link" href={`/sites/${site().id}/monitor/${row().id}`}>
							{t().toChat}
						</A>
					</p>
				}
			>
				<Answer one={props.one()} onSent={props.reload} />
			</Show>
		</>
	);
}
