import { useNavigate, useParams } from '@solidjs/router';
import { createMemo, Match, Show, Switch } from 'solid-js';
import { type SessionId, sessionIdOf } from '../../shared/ids.ts';
import { useLiveCards } from '../monitor/live-cards.tsx';
import '../monitor/card.css';
import '../monitor/monitor.css';
import { PlanNeeded } from '../monitor/plan-needed.tsx';
import { useDesk } from '../shell/desk.tsx';
import { failureText } from '../shell/error-text.ts';
import { useSite } from '../shell/site.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState, ErrorState } from '../ui/states.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import { followKeyboard } from './keyboard.ts';
import { createSession } from './session.ts';
import { SessionPanes } from './session-panes.tsx';
import './session.css';
import { SideList } from './side-list.tsx';

export function Page() {
	const params = useParams<{ sessionId: string }>();
	const list = useLiveCards();
	followKeyboard(window);
	const sessionId = createMemo(() => sessionIdOf(params.sessionId));
	return (
		<main class="session-page">
			<div class="session-side">
				<Show when={list()?.ids() != null && list()} keyed>
					{(cards) => <SideList list={cards} here={sessionId()} />}
				</Show>
			</div>
			{/* Another chat is another conversation: nothing of the one before may linger in it. */}
			<Show when={sessionId()} keyed>
				{(id) => <OneSession id={id} />}
			</Show>
		</main>
	);
}

function OneSession(props: { readonly id: SessionId }) {
	const t = useDeskTexts();
	const desk = useDesk();
	const site = useSite();
	const navigate = useNavigate();
	const session = createSession(desk, props.id);
	void import('../push/worker-link.ts').then(({ dismissNotifications }) => dismissNotifications(props.id));
	const back = () => navigate(`/sites/${site().id}/monitor`);
	const refusedWith = (code: string) => {
		const why = session.failure();
		return why?.kind === 'refused' && why.error.code === code;
	};
	return (
		<Switch fallback={<SessionPanes id={props.id} session={session} onBack={back} />}>
			<Match when={refusedWith('plan.required')}>
				<PlanNeeded />
			</Match>
			<Match when={refusedWith('not-found') || refusedWith('input.invalid')}>
				<EmptyState wholePage title={t().session.notFound} text={t().session.notFoundText}>
					<Button onClick={back}>{t().session.back}</Button>
				</EmptyState>
			</Match>
			<Match when={session.failure()}>
				{(why) => (
					<ErrorState title={t().session.failedTitle} text={failureText(why(), t())}>
						<Button onClick={back}>{t().session.back}</Button>
					</ErrorState>
				)}
			</Match>
		</Switch>
	);
}
