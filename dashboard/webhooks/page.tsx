import { A } from '@solidjs/router';
import ArrowLeft from 'lucide-solid/icons/arrow-left';
import { createSignal, For, Show } from 'solid-js';
import { type WebhookMade, type WebhookView, webhookLimits } from '../../shared/webhook.ts';
import { createLoaded, LoadedView } from '../settings/loaded.tsx';
import { pollWhileVisible } from '../settings/poll.ts';
import { ForRight, PageHead, Section, useWaits } from '../settings/section.tsx';
import { useDesk } from '../shell/desk.tsx';
import { useSite } from '../shell/site.tsx';
import { Button } from '../ui/button.tsx';
import { Bone, EmptyState } from '../ui/states.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import { verifySnippet } from './snippet.ts';
import { useWebhooksTexts } from './texts.ts';
import { WebhookBox } from './webhook-box.tsx';
import { WebhookForm } from './webhook-form.tsx';
import './webhooks.css';

/** A receiver may begin to fail while the page is looked at. */
const askEveryMs = 10_000;

export function Page() {
	const site = useSite();
	const t = useWebhooksTexts();
	return (
		<main class="page page-narrow">
			<p class="hooks-back">
				<A class="link" href={`/sites/${site().id}/settings`}>
					<ArrowLeft size={14} aria-hidden="true" />
					{t().back}
				</A>
			</p>
			<PageHead title={t().title} lead={t().lead(site().name)} />
			<ForRight right="manage-sites">
				<Webhooks />
			</ForRight>
		</main>
	);
}

function Webhooks() {
	const desk = useDesk();
	const t = useWebhooksTexts();
	const waits = useWaits();
	const siteId = useSite()().id;
	const hooks = createLoaded<readonly WebhookView[]>(desk, () => desk.api.webhooks.list.query({ siteId }));
	const [adding, setAdding] = createSignal(false);
	const [made, setMade] = createSignal<WebhookMade>();
	pollWhileVisible(async () => {
		if (desk.online()) await hooks.reload();
	}, askEveryMs);

	const full = () => ((hooks.value()?.length ?? 0) >= webhookLimits.perSite ? t().full : undefined);
	const addButton = () => (
		<Button tone="solid" waits={waits() ?? full()} onClick={() => setAdding(true)}>
			{t().add}
		</Button>
	);

	return (
		<div class="set-sections">
			<LoadedView of={hooks} skeleton={<For each={[1, 2]}>{() => <Bone class="hooks-bone" />}</For>}>
				{(list) => (
					<Show
						when={list().length > 0}
						fallback={
							<div class="box">
								<EmptyState title={t().emptyTitle} text={t().emptyBody}>
									{addButton()}
								</EmptyState>
							</div>
						}
					>
						<section class="set-section" aria-label={t().title}>
							<ul class="hooks">
								{/* By id: a box that is open stays open when the list is asked for again. */}
								<For each={list().map(({ id }) => id)}>
									{(id) => (
										<Show when={list().find((hook) => hook.id === id)}>
											{(hook) => (
												<WebhookBox hook={hook()} onChanged={() => hooks.reload()} onSecret={(next) => setMade(next)} />
											)}
										</Show>
									)}
								</For>
							</ul>
							<div class="row">{addButton()}</div>
						</section>
					</Show>
				)}
			</LoadedView>
			<Show when={hooks.value()?.some(({ format }) => format === 'baton')}>
				<Section title={t().verifyTitle} hint={t().verifyHint} bare>
					<figure class="box hooks-code">
						<figcaption>{t().verifyCode}</figcaption>
						<pre>
							<code>{verifySnippet}</code>
						</pre>
					</figure>
				</Section>
			</Show>
			<Show when={adding()}>
				<WebhookForm
					hook={null}
					onClose={() => setAdding(false)}
					onDone={async (next) => {
						setAdding(false);
						if (next !== null && next.secret !== null) setMade(next);
						await hooks.reload();
					}}
				/>
			</Show>
			<Show when={made()}>{(shown) => <SecretDialog made={shown()} onClose={() => setMade(undefined)} />}</Show>
		</div>
	);
}
