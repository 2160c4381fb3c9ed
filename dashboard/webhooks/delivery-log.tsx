import { createEffect, For, on, Show } from 'solid-js';
import type { WebhookDelivery, WebhookView } from '../../shared/webhook.ts';
import { createAction } from '../settings/action.ts';
import { createLoaded } from '../settings/loaded.tsx';
import { pollWhileVisible } from '../settings/poll.ts';
import { useWaits } from '../settings/section.tsx';
import { useDesk } from '../shell/desk.tsx';
import { useErrorText } from '../shell/error-text.ts';
import { useSite } from '../shell/site.tsx';
import { Badge, type BadgeTone } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { useLocale } from '../ui/locale.tsx';
import { useNow } from '../ui/now.ts';
import { RelativeTime } from '../ui/relative-time.tsx';
import { Bone, ErrorState, Skeleton } from '../ui/states.tsx';
import { exactTime, timeOfDay } from '../ui/times.ts';
import { useFaultText } from './fault-text.ts';
import { useWebhooksTexts } from './texts.ts';

const askEveryMs = 5_000;

const tones: Readonly<Record<WebhookDelivery['state'], BadgeTone>> = {
	waiting: 'neutral',
	sent: 'human',
	failed: 'trouble',
};

/** What was sent to one webhook, newest first. */
export function DeliveryLog(props: { readonly hook: WebhookView; readonly sent: number }) {
	const desk = useDesk();
	const t = useWebhooksTexts();
	const errorText = useErrorText();
	const site = useSite();
	const named = () => ({ siteId: site().id, webhookId: props.hook.id });
	const log = createLoaded<readonly WebhookDelivery[]>(desk, () => desk.api.webhooks.deliveries.query(named()));
	pollWhileVisible(async () => {
		if (desk.online()) await log.reload();
	}, askEveryMs);
	createEffect(
		on(
			() => props.sent,
			() => void log.reload(),
			{ defer: true },
		),
	);
	return (
		<Show
			when={log.value()}
			fallback={
				<Show
					when={log.failed() !== undefined}
					fallback={
						<Skeleton>
							<Bone class="hooks-log-bone" />
						</Skeleton>
					}
				>
					<ErrorState title={t().logFailed} text={errorText(log.failed())} onRetry={() => void log.reload()} />
				</Show>
			}
		>
			{(list) => (
				<Show when={list().length > 0} fallback={<p class="set-hint">{t().logEmpty}</p>}>
					<ol class="hook-lines">
						<For each={list().map(({ id }) => id)}>
							{(id) => (
								<Show when={list().find((line) => line.id === id)}>
									{(line) => <Line hook={props.hook} line={line()} onResent={() => log.reload()} />}
								</Show>
							)}
						</For>
					</ol>
				</Show>
			)}
		</Show>
	);
}

function Line(props: {
	readonly hook: WebhookView;
	readonly line: WebhookDelivery;
	readonly onResent: () => Promise<void>;
}) {
	const desk = useDesk();
	const t = useWebhooksTexts();
	const waits = useWaits();
	const site = useSite();
	const now = useNow();
	const { language } = useLocale();
	const faultText = useFaultText();
	const action = createAction((code) => (code === 'rate.limited' ? t().testLimit : undefined));
	const about = () => t().about[props.line.about] ?? props.line.about;
	const verb = () => (props.line.state === 'waiting' ? t().resendNow : t().resend);
	const facts = () =>
		[
			props.line.attempts > 0 ? t().attempts(props.line.attempts) : '',
			props.line.state === 'waiting' && props.line.at > now()
				? t().nextAttempt(timeOfDay(props.line.at, now(), language()))
				: '',
		]
			.filter((fact) => fact !== '')
			.join(' · ');

	async function resend(): Promise<void> {
		await action.run(() =>
			desk.api.webhooks.resend.mutate({ siteId: site().id, webhookId: props.hook.id, deliveryId: props.line.id }),
		);
		await props.onResent();
	}

	return (
		<li class="hook-line">
			<span class="hook-line-state">
				<Badge tone={tones[props.line.state]}>{t().states[props.line.state]}</Badge>
			</span>
			<div class="hook-line-main">
				<p class="hook-line-about">{about()}</p>
				<p class="hook-line-facts figures">
					<RelativeTime at={props.line.createdAt} />
					<Show when={facts()}>{(said) => <span> · {said()}</span>}</Show>
				</p>
				<Show when={props.line.error}>{(error) => <p class="hook-error">{faultText(error())}</p>}</Show>
				<p class="field-note field-error" role="alert">
					{action.error()}
				</p>
			</div>
			{/* A test is sent with the button above. */}
			<Show when={props.line.about !== 'test'}>
				<Button
					size="small"
					busy={action.busy()}
					waits={waits() ?? (props.hook.enabled ? undefined : t().resendOff)}
					aria-label={t().resendNamed(verb(), about(), exactTime(props.line.createdAt, language()))}
					onClick={() => void resend()}
				>
					{verb()}
				</Button>
			</Show>
		</li>
	);
}
