import { A, useLocation, useNavigate } from '@solidjs/router';
import FlaskConical from 'lucide-solid/icons/flask-conical';
import { createResource, createSignal, onCleanup, Show } from 'solid-js';
import type { DemoStatus } from '../../shared/account.ts';
import { createAction } from '../settings/action.ts';
import { Confirm } from '../settings/confirm.tsx';
import { createLoaded, type Loaded } from '../settings/loaded.tsx';
import { useWaits } from '../settings/section.tsx';
import { settingsTexts, useSettingsTexts } from '../settings/texts.ts';
import { useDesk } from '../shell/desk.tsx';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { useLocale } from '../ui/locale.tsx';
import { defaultVisitors, maxVisitors, visitorsOf } from './visitors.ts';
import './demo.css';

/** Visitors come and go by themselves, and another member may have stopped them. */
const askEveryMs = 5_000;

/**
 * The simulated visitors of the Demo shop: start, how many, stop, remove. Shows nothing where the demo is not offered, or to
 * those who may not manage websites. Loads its own sentences, so it can stand on any page. `compact`: one row above the live
 * list of the Demo shop itself.
 */
export function DemoPanel(props: { readonly compact?: boolean | undefined }) {
	const desk = useDesk();
	const locale = useLocale();
	const [ready] = createResource(async () => {
		await locale.use(settingsTexts);
		return true;
	});
	// `latest` does not suspend the page around it.
	return (
		<Show when={desk.may('manage-sites') && ready.latest === true}>
			{<AskedPanel compact={props.compact === true} />}
		</Show>
	);
}

function AskedPanel(props: { readonly compact: boolean }) {
	const desk = useDesk();
	const status = createLoaded<DemoStatus>(desk, () => desk.api.demo.status.query());
	const timer = setInterval(() => {
		if (!document.hidden && desk.online() && status.value()?.siteId != null) void status.reload();
	}, askEveryMs);
	onCleanup(() => clearInterval(timer));
	return (
		<Show when={status.value()}>
			{(now) => (
				<Show when={now().offered || now().siteId !== null}>
					<Panel status={now()} loaded={status} compact={props.compact} />
				</Show>
			)}
		</Show>
	);
}

function Panel(props: { readonly status: DemoStatus; readonly loaded: Loaded<DemoStatus>; readonly compact: boolean }) {
	const desk = useDesk();
	const t = useSettingsTexts();
	const waits = useWaits();
	const place = useLocation();
	const navigate = useNavigate();
	const action = createAction();
	const [count, setCount] = createSignal(String(props.status.visitors || defaultVisitors));
	const [wrong, setWrong] = createSignal(false);
	const [removing, setRemoving] = createSignal(false);
	const running = () => props.status.visitors > 0;

	async function change(call: () => Promise<DemoStatus>): Promise<boolean> {
		const before = props.status.siteId;
		return action.run(async () => {
			const next = await call();
			props.loaded.set(next);
			if (next.siteId === before) return;
			// Away first: once the site is gone, its own pages have nothing to show.
			if (before !== null && place.pathname.startsWith(`/sites/${before}`)) navigate('/sites', { replace: true });
			await desk.refreshMe();
		});
	}

	async function start(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		const visitors = visitorsOf(count());
		setWrong(visitors === null);
		if (visitors !== null) await change(() => desk.api.demo.start.mutate({ visitors }));
	}

	return (
		<section class="demo box" classList={{ 'demo-compact': props.compact }} aria-labelledby="demo-title">
			<header class="demo-head">
				<h2 class="demo-title" classList={{ unseen: props.compact }} id="demo-title">
					{t().demo.title}
				</h2>
				<Badge icon={FlaskConical}>{t().demo.mark}</Badge>
				<Show when={props.status.siteId !== null}>
					<span class="demo-count figures" role="status">
						{running() ? t().demo.running(props.status.visitors) : t().demo.stopped}
					</span>
				</Show>
			</header>
			<Show when={!props.compact}>
				<p class="demo-hint">{props.status.siteId === null ? t().demo.offer : t().demo.hint}</p>
			</Show>
			<form class="demo-form" onSubmit={(event) => void start(event)} noValidate>
				<TextField
					class="demo-field"
					label={t().demo.visitors}
					hideLabel={props.compact}
					type="number"
					inputmode="numeric"
					min={1}
					max={maxVisitors}
					value={count()}
					error={wrong() ? t().demo.range : undefined}
					onInput={(event) => {
						setCount(event.currentTarget.value);
						setWrong(false);
					}}
				/>
				<Button type="submit" tone={running() ? 'outline' : 'solid'} busy={action.busy()} waits={waits()}>
					{running() ? t().demo.change : t().demo.start}
				</Button>
				<Show when={running()}>
					<Button waits={waits()} onClick={() => void change(() => desk.api.demo.stop.mutate())}>
						{t().demo.stop}
					</Button>
				</Show>
				<Show when={props.status.siteId}>
					{(siteId) => (
						<span class="demo-more">
							<Show when={!props.compact}>
								<A class="link small" href={`/sites/${siteId()}/monitor`}>
									{t().demo.open}
								</A>
							</Show>
							<Button tone="plain" waits={waits()} onClick={() => setRemoving(true)}>
								{t().demo.remove}
							</Button>
						</span>
					)}
				</Show>
			</form>
			<p class="field-note field-error demo-error" role="alert">
				{removing() ? undefined : action.error()}
			</p>
			<Confirm
				open={removing()}
				title={t().demo.removeAsk}
				action={t().demo.remove}
				danger
				busy={action.busy()}
				error={action.error()}
				onConfirm={() => {
					void change(() => desk.api.demo.remove.mutate()).then((worked) => {
						if (worked) setRemoving(false);
					});
				}}
				onClose={() => {
					setRemoving(false);
					action.clear();
				}}
			>
				<p>{t().demo.removeBody}</p>
			</Confirm>
		</section>
	);
}
