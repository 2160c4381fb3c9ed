import Ban from 'lucide-solid/icons/ban';
import Check from 'lucide-solid/icons/check';
import { For, Show } from 'solid-js';
import { createAction } from '../settings/action.ts';
import { useWaits } from '../settings/section.tsx';
import { useSettingsTexts } from '../settings/texts.ts';
import { Button } from '../ui/button.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import type { Install } from './install.ts';

/** What became of the line: waiting, seen, or asked for by pages that are not allowed. */
export function Seen(props: { readonly install: Install }) {
	const t = useSettingsTexts();
	const status = () => props.install.status();
	return (
		<div class="box set-rows install-seen">
			{/* The time beside it moves every second: only the words are announced. */}
			<div class="install-state">
				<Show
					when={status()?.seen}
					fallback={
						<>
							<span class="install-pulse" aria-hidden="true" />
							<div class="install-words" role="status">
								<p class="install-title">{t().install.waiting}</p>
								<p class="set-row-note">{t().install.waitingHint}</p>
							</div>
						</>
					}
				>
					{(seen) => (
						<>
							<span class="install-mark install-mark-seen">
								<Check size={16} aria-hidden="true" />
							</span>
							<p class="install-words">
								<span class="install-title" role="status">
									{t().install.seen(seen().origin)}
								</span>{' '}
								<span class="set-row-note">
									<RelativeTime at={seen().at} skewMs={props.install.skewMs()} />
								</span>
							</p>
						</>
					)}
				</Show>
			</div>
			<For each={status()?.blocked.map(({ origin }) => origin) ?? []}>
				{(origin) => <Blocked install={props.install} origin={origin} />}
			</For>
		</div>
	);
}

function Blocked(props: { readonly install: Install; readonly origin: string }) {
	const t = useSettingsTexts();
	const waits = useWaits();
	const action = createAction();
	return (
		<div class="install-state">
			<span class="install-mark install-mark-blocked">
				<Ban size={16} aria-hidden="true" />
			</span>
			<div class="install-words" role="status">
				<p class="install-title">{t().install.blocked(props.origin)}</p>
				<p class="set-row-note">{action.error() ?? t().install.blockedHint}</p>
			</div>
			<Button
				aria-label={t().install.allowNamed(props.origin)}
				busy={action.busy()}
				waits={waits()}
				onClick={() => void action.run(() => props.install.allow(props.origin))}
			>
				{t().install.allow}
			</Button>
		</div>
	);
}
