/** Where a link from a mail leads: one question. Opening it changes nothing; only the button does. */
import { A, useNavigate, useParams } from '@solidjs/router';
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js';
import type { TakeOverView } from '../../shared/alert-preferences.ts';
import { failureOf } from '../../shared/live/failure.ts';
import { countryName } from '../monitor/country.ts';
import { pathOf } from '../monitor/page-label.ts';
import { command } from '../session/command.ts';
import { createAction } from '../settings/action.ts';
import { createLoaded, LoadedView } from '../settings/loaded.tsx';
import { useWaits } from '../settings/section.tsx';
import { useDesk } from '../shell/desk.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { useLocale } from '../ui/locale.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import './alerts.css';
import { useAlertsTexts } from './texts.ts';

export function Page() {
	const desk = useDesk();
	const params = useParams<{ token: string; siteId: string; sessionId: string }>();
	const view = createLoaded<TakeOverView>(desk, () => desk.api.alerts.link.query({ token: params.token }));
	const [used, setUsed] = createSignal(false);
	const chat = () => `/sites/${encodeURIComponent(params.siteId)}/monitor/${encodeURIComponent(params.sessionId)}`;
	const holdsNoMore = () => {
		if (used()) return true;
		const failure = view.failed() === undefined ? undefined : failureOf(view.failed());
		return (
			failure?.kind === 'refused' && (failure.error.code === 'auth.link' || failure.error.code === 'input.invalid')
		);
	};
	return (
		<main class="page page-narrow">
			<Show when={!holdsNoMore()} fallback={<Ended chat={chat()} what="used" />}>
				<LoadedView of={view}>
					{(shown) => <Question token={params.token} chat={chat()} view={shown()} onUsed={() => setUsed(true)} />}
				</LoadedView>
			</Show>
		</main>
	);
}

interface QuestionProps {
	readonly token: string;
	readonly chat: string;
	readonly view: TakeOverView;
	readonly onUsed: () => void;
}

function Question(props: QuestionProps) {
	return (
		<Switch fallback={<Ask {...props} />}>
			<Match when={props.view.state === 'held'}>
				<Ended chat={props.chat} what="held" holder={props.view.holder} />
			</Match>
			<Match when={props.view.state === 'yours'}>
				<Ended chat={props.chat} what="yours" />
			</Match>
			<Match when={props.view.state === 'left'}>
				<Ended chat={props.chat} what="left" missed={`/sites/${props.view.siteId}/missed`} />
			</Match>
		</Switch>
	);
}

function Ask(props: QuestionProps) {
	const desk = useDesk();
	const t = useAlertsTexts();
	const { language } = useLocale();
	const navigate = useNavigate();
	const waits = useWaits();
	const action = createAction((code) => {
		if (code === 'auth.link') props.onUsed();
		return undefined;
	});
	const site = () => desk.me().sites.find(({ id }) => id === props.view.siteId)?.name ?? t().takeOver.unknown;

	async function takeOver(): Promise<void> {
		const { token } = props;
		const worked = await action.run(() =>
			command(desk.host.clock, (clientId) => desk.api.alerts.takeOver.mutate({ token, clientId })),
		);
		if (worked) navigate(props.chat, { replace: true });
	}

	return (
		<div class="take-over">
			<header class="take-over-head">
				<h1>{t().takeOver.title}</h1>
				<p class="quiet">{t().takeOver.lead}</p>
			</header>
			<div class="box box-pad stack">
				<dl class="take-over-facts">
					<dt>{t().takeOver.site}</dt>
					<dd>{site()}</dd>
					<dt>{t().takeOver.country}</dt>
					<dd>{countryName(props.view.country, language()) ?? t().takeOver.unknown}</dd>
					<Show when={props.view.page !== ''}>
						<dt>{t().takeOver.page}</dt>
						<dd>{pathOf({ url: props.view.page, title: '' })}</dd>
					</Show>
				</dl>
				<Show when={props.view.text !== ''}>
					<hr class="set-line" />
					<figure class="take-over-quote">
						<figcaption class="small quiet">{t().takeOver.lastMessage}</figcaption>
						<blockquote class="take-over-quote">{props.view.text}</blockquote>
					</figure>
				</Show>
			</div>
			<div class="take-over-do">
				<div role="alert">
					<Show when={action.error()}>{(error) => <Banner tone="trouble">{error()}</Banner>}</Show>
				</div>
				<Button tone="human" size="large" busy={action.busy()} waits={waits()} onClick={() => void takeOver()}>
					{t().takeOver.submit}
				</Button>
				<A class="link" href={props.chat}>
					{t().takeOver.onlyOpen}
				</A>
			</div>
		</div>
	);
}

function Ended(props: {
	readonly chat: string;
	readonly what: 'used' | 'held' | 'yours' | 'left';
	readonly holder?: string | undefined;
	/** Where it may still be answered. */
	readonly missed?: string | undefined;
}): JSX.Element {
	const t = useAlertsTexts();
	const desk = useDeskTexts();
	const navigate = useNavigate();
	const words = () => {
		const { usedTitle, used, heldTitle, held, yoursTitle, yours, leftTitle, left } = t().takeOver;
		const all = {
			used: [usedTitle, used],
			held: [heldTitle(props.holder ?? ''), held],
			yours: [yoursTitle, yours],
			left: [leftTitle, left],
		} as const;
		return all[props.what];
	};
	return (
		<div class="take-over">
			<header class="take-over-head">
				<h1>{words()[0]}</h1>
				<p class="quiet">{words()[1]}</p>
			</header>
			<div class="take-over-do">
				<Button tone="solid" size="large" onClick={() => navigate(props.chat)}>
					{t().takeOver.open}
				</Button>
				<Show when={props.missed}>
					{(missed) => (
						<A class="link" href={missed()}>
							{desk().shell.missed}
						</A>
					)}
				</Show>
			</div>
		</div>
	);
}
