import { A, useLocation, useNavigate, useParams } from '@solidjs/router';
import Mail from 'lucide-solid/icons/mail';
import { type Accessor, createMemo, For, Show } from 'solid-js';
import type { HistoryTranscript } from '../../shared/history.ts';
import { type SessionId, sessionIdOf, shortSessionId } from '../../shared/ids.ts';
import '../session/conversation.css';
import { RowView } from '../session/row-view.tsx';
import { rowsOf } from '../session/rows.ts';
import { LastPage, StoredChat } from '../session/stored-chat.tsx';
import { createStoredTranscript, type Stored } from '../session/stored-transcript.ts';
import { useDesk } from '../shell/desk.tsx';
import { useSite } from '../shell/site.tsx';
import { VisitorActions } from '../trust/visitor-actions.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import './history.css';
import { Facts, Standing } from './row.tsx';
import { useHistoryTexts } from './texts.ts';

export function Page() {
	const params = useParams<{ sessionId: string }>();
	const sessionId = createMemo(() => sessionIdOf(params.sessionId));
	return (
		<main class="page chats-one">
			<Show when={sessionId()} keyed>
				{(id) => <One id={id} />}
			</Show>
		</main>
	);
}

function One(props: { readonly id: SessionId }) {
	const t = useHistoryTexts();
	const desk = useDesk();
	const site = useSite();
	const navigate = useNavigate();
	const { id: sessionId } = props;
	const one = createStoredTranscript<HistoryTranscript>(desk, (after) =>
		desk.api.history.read.query({ sessionId, ...(after === undefined ? {} : { after }) }),
	);
	const place = useLocation();
	// With what was searched for.
	const list = () => `/sites/${site().id}/history${place.search}`;
	return (
		<StoredChat of={one} list={list()} words={t()}>
			{(shown) => <Conversation one={shown} onErased={() => navigate(list(), { replace: true })} />}
		</StoredChat>
	);
}

function Conversation(props: { readonly one: Accessor<Stored<HistoryTranscript>>; readonly onErased: () => void }) {
	const t = useHistoryTexts();
	const texts = useDeskTexts();
	const desk = useDesk();
	const site = useSite();
	const row = () => props.one().row;
	const rows = createMemo(() => rowsOf(props.one().entries, desk.me().id));
	const at = (place: string) => `/sites/${site().id}/${place}/${row().id}`;
	return (
		<>
			<header class="chats-title">
				<h1 title={row().id}>{shortSessionId(row().id)}</h1>
				<Standing row={row()} />
				<Show when={row().live && desk.may('watch')}>
					<A class="button button-outline button-small chats-side" href={at('monitor')}>
						{t().toChat}
					</A>
				</Show>
				<Show when={!row().live && row().missed?.resolved === false && desk.may('watch')}>
					<A class="button button-outline button-small chats-side" href={at('missed')}>
						{t().toMissed}
					</A>
				</Show>
				<p class="chats-facts">
					<Facts row={row()} />
					<LastPage page={row().page} />
				</p>
				<Show when={row().contact}>
					{(email) => (
						<p class="history-contact">
							<Mail size={14} aria-hidden="true" /> {email()}
						</p>
					)}
				</Show>
			</header>
			<div class="box chats-log">
				<div class="log" role="log" aria-label={texts().session.log}>
					<For each={rows()}>{(one) => <RowView row={one} />}</For>
				</div>
			</div>
			<Show when={desk.may('control') || desk.may('manage-visitors')}>
				<section class="history-actions">
					<h2 class="unseen">{texts().session.details}</h2>
					<VisitorActions sessionId={row().id} blocked={false} onErased={() => props.onErased()} />
				</section>
			</Show>
		</>
	);
}
