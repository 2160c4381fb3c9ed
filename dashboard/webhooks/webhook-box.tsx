import ChevronDown from 'lucide-solid/icons/chevron-down';
import Ellipsis from 'lucide-solid/icons/ellipsis';
import { createSignal, Match, Show, Switch } from 'solid-js';
import { alertKinds } from '../../shared/alert.ts';
import type { WebhookMade, WebhookTry, WebhookView } from '../../shared/webhook.ts';
import { createAction } from '../settings/action.ts';
import { Confirm } from '../settings/confirm.tsx';
import { useWaits } from '../settings/section.tsx';
import { useDesk } from '../shell/desk.tsx';
import { useSite } from '../shell/site.tsx';
import { Badge } from '../ui/badge.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { useLocale } from '../ui/locale.tsx';
import { Menu, MenuItem } from '../ui/menu.tsx';
import { useNow } from '../ui/now.ts';
import { spanOf, timeOfDay } from '../ui/times.ts';
import { DeliveryLog } from './delivery-log.tsx';
import { useFaultText } from './fault-text.ts';
import { useWebhooksTexts } from './texts.ts';
import { WebhookForm } from './webhook-form.tsx';

type Asking = 'edit' | 'rotate' | 'remove';

/** One webhook: where it leads, how it stands, and what can be done with it. */
export function WebhookBox(props: {
	readonly hook: WebhookView;
	readonly onChanged: () => Promise<void>;
	readonly onSecret: (made: WebhookMade) => void;
}) {
	const desk = useDesk();
	const t = useWebhooksTexts();
	const waits = useWaits();
	const site = useSite();
	const now = useNow();
	const { language } = useLocale();
	const faultText = useFaultText();
	const testing = createAction((code) => (code === 'rate.limited' ? t().testLimit : undefined));
	const action = createAction();
	const [asking, setAsking] = createSignal<Asking>();
	const [open, setOpen] = createSignal(false);
	const [tried, setTried] = createSignal<WebhookTry>();
	/** Rises when something was sent from here: the log asks again. */
	const [sent, setSent] = createSignal(0);
	const named = () => ({ siteId: site().id, webhookId: props.hook.id });
	const events = () =>
		alertKinds
			.filter((kind) => props.hook.events[kind])
			.map((kind) => t().events[kind])
			.join(' · ');

	async function change(call: () => Promise<unknown>): Promise<void> {
		if (await action.run(call)) setAsking(undefined);
		await props.onChanged();
	}
	const setEnabled = (enabled: boolean) => change(() => desk.api.webhooks.update.mutate({ ...named(), enabled }));

	async function test(): Promise<void> {
		setTried(undefined);
		await testing.run(async () => setTried(await desk.api.webhooks.test.mutate(named())));
		setSent(sent() + 1);
		await props.onChanged();
	}

	return (
		<li class="box hook">
			<div class="hook-head">
				<p class="hook-name">
					<span class="hook-format">{t().formats[props.hook.format]}</span>
					<State hook={props.hook} />
				</p>
				<Button
					size="small"
					busy={testing.busy()}
					waits={waits()}
					aria-label={t().testNamed(props.hook.shownUrl)}
					onClick={() => void test()}
				>
					{t().test}
				</Button>
				<Menu class="icon-button" label={t().actionsOf(props.hook.shownUrl)} trigger={<Ellipsis size={16} />}>
					<MenuItem onSelect={() => setAsking('edit')}>{t().edit}</MenuItem>
					<Show when={props.hook.format === 'baton'}>
						<MenuItem onSelect={() => setAsking('rotate')}>{t().rotate}</MenuItem>
					</Show>
					<MenuItem onSelect={() => void setEnabled(!props.hook.enabled)}>
						{props.hook.enabled ? t().switchOff : t().switchOn}
					</MenuItem>
					<MenuItem onSelect={() => setAsking('remove')}>{t().remove}</MenuItem>
				</Menu>
			</div>
			<p class="hook-url">
				{props.hook.shownUrl}
				<Show when={props.hook.chatId}>{(chat) => <span class="hook-chat"> → {chat()}</span>}</Show>
			</p>
			<p class="hook-events">{events()}</p>
			<Show when={!props.hook.unread}>
				<p class="hook-events">{t().notEncrypted}</p>
			</Show>
			<Show when={props.hook.oldSecretUntil}>
				{(until) => <p class="hook-events">{t().oldUntil(timeOfDay(until(), now(), language()))}</p>}
			</Show>
			<Switch>
				<Match when={props.hook.paused}>
					{(why) => (
						<Banner
							tone="trouble"
							action={
								<Button size="small" busy={action.busy()} waits={waits()} onClick={() => void setEnabled(true)}>
									{t().switchOn}
								</Button>
							}
						>
							<p>{why() === 'gone' ? t().pausedGone : t().pausedFailing}</p>
							<Show when={why() === 'failing'}>
								<p class="hook-error">{faultText(props.hook.lastError)}</p>
							</Show>
						</Banner>
					)}
				</Match>
				<Match when={props.hook.enabled && props.hook.failingSince}>
					{(since) => (
						<Banner tone="trouble">
							<p>{t().failing(spanOf(now() - since(), language()))}</p>
							<p class="hook-error">{faultText(props.hook.lastError)}</p>
						</Banner>
					)}
				</Match>
			</Switch>
			<p class="hook-tried" role="status" classList={{ 'hook-tried-bad': tried()?.ok === false }}>
				<Show when={tried()}>{(outcome) => (outcome().ok ? t().arrived : faultText(outcome().error))}</Show>
			</p>
			<p class="field-note field-error" role="alert">
				{testing.error() ?? (asking() === undefined ? action.error() : undefined)}
			</p>
			<div class="hook-log">
				<button
					type="button"
					class="hook-toggle"
					aria-expanded={open()}
					aria-label={t().logOf(props.hook.shownUrl)}
					onClick={() => setOpen(!open())}
				>
					<ChevronDown size={16} class={`hook-chevron ${open() ? 'hook-chevron-open' : ''}`} aria-hidden="true" />
					{t().log}
				</button>
				<Show when={open()}>
					<DeliveryLog hook={props.hook} sent={sent()} />
				</Show>
			</div>
			<Show when={asking() === 'edit'}>
				<WebhookForm
					hook={props.hook}
					onClose={() => setAsking(undefined)}
					onDone={async () => {
						setAsking(undefined);
						setTried(undefined);
						await props.onChanged();
					}}
				/>
			</Show>
			<Confirm
				open={asking() === 'rotate'}
				title={t().rotateTitle}
				action={t().rotate}
				busy={action.busy()}
				error={action.error()}
				onConfirm={() => void change(async () => props.onSecret(await desk.api.webhooks.rotateSecret.mutate(named())))}
				onClose={() => setAsking(undefined)}
			>
				<p>{t().rotateBody}</p>
			</Confirm>
			<Confirm
				open={asking() === 'remove'}
				title={t().removeTitle}
				action={t().remove}
				danger
				busy={action.busy()}
				error={action.error()}
				onConfirm={() => void change(() => desk.api.webhooks.remove.mutate(named()))}
				onClose={() => setAsking(undefined)}
			>
				<p>{t().removeBody(props.hook.shownUrl)}</p>
			</Confirm>
		</li>
	);
}

function State(props: { readonly hook: WebhookView }) {
	const t = useWebhooksTexts();
	return (
		<Switch fallback={<Badge tone="human">{t().stateOn}</Badge>}>
			<Match when={props.hook.paused !== null}>
				<Badge tone="trouble">{t().statePaused}</Badge>
			</Match>
			<Match when={!props.hook.enabled}>
				<Badge>{t().stateOff}</Badge>
			</Match>
			<Match when={props.hook.failingSince !== null}>
				<Badge tone="trouble">{t().stateFailing}</Badge>
			</Match>
		</Switch>
	);
}
