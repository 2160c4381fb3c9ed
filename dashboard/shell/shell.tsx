/** The frame of every page: header, the page, and on phones the website's menu at the bottom. */

import { useIsRouting, useLocation, useNavigate } from '@solidjs/router';
import {
	createEffect,
	createMemo,
	createSignal,
	on,
	onCleanup,
	onMount,
	type ParentProps,
	Show,
	Suspense,
} from 'solid-js';
import { MissedNewsProvider } from '../missed/news.tsx';
import { LiveCardsProvider } from '../monitor/live-cards.tsx';
import { SoundProvider } from '../sound/sound.tsx';
import { SoundLocked } from '../sound/sound-locked.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Skeleton } from '../ui/states.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import { useDesk } from './desk.tsx';
import { Header } from './header.tsx';
import { KeysDialog, listenForKeys } from './keys.tsx';
import './shell.css';
import { SiteTabs } from './site-menu.tsx';

export function Shell(props: ParentProps) {
	const t = useDeskTexts();
	const desk = useDesk();
	const routing = useIsRouting();
	const [keys, setKeys] = createSignal(false);
	listenForKeys({ '?': () => setKeys(true) });
	useWorker();
	const place = useLocation();
	let page: HTMLElement | undefined;
	createEffect(
		on(
			() => place.pathname,
			() => {
				// What had the focus went with the page before: the next Tab starts at this one.
				if (document.activeElement === document.body) page?.focus({ preventScroll: true });
			},
			{ defer: true },
		),
	);
	return (
		<LiveCardsProvider>
			<SoundProvider>
				<MissedNewsProvider>
					<div class="shell">
						<a class="skip" href="#page">
							{t().ui.skip}
						</a>
						<Header onKeys={() => setKeys(true)} />
						<div class="shell-notes">
							<Show when={desk.me().insecure}>
								<p class="shell-note">{t().shell.insecure}</p>
							</Show>
							<OfflineBar />
						</div>
						<div
							class="shell-page"
							id="page"
							tabindex={-1}
							classList={{ 'shell-busy': routing() }}
							ref={(node) => {
								page = node;
							}}
						>
							<Suspense
								fallback={
									<div class="page">
										<Skeleton />
									</div>
								}
							>
								{props.children}
							</Suspense>
						</div>
						<SiteTabs class="bottom-bar" />
						<SoundLocked />
					</div>
					<KeysDialog open={keys()} onClose={() => setKeys(false)} />
				</MissedNewsProvider>
			</SoundProvider>
		</LiveCardsProvider>
	);
}

/** Nobody waits for it: the worker comes once the page stands. */
function useWorker(): void {
	const desk = useDesk();
	const navigate = useNavigate();
	let stop = (): void => {};
	let left = false;
	onMount(() => {
		void import('../push/worker-link.ts').then(({ linkWorker }) => {
			if (!left) stop = linkWorker(desk, (url) => navigate(url));
		});
	});
	onCleanup(() => {
		left = true;
		stop();
	});
}

/** An attempt into a dead network hangs, and looks like one that is about to succeed. */
const tellAfterMs = 2_500;

/** Slim, and only once it has lasted: a reconnect of a second is nobody's business. It stays until the line is live again. */
function OfflineBar() {
	const t = useDeskTexts();
	const { connection } = useDesk();
	const [late, setLate] = createSignal(false);
	const lost = createMemo(() => connection().kind === 'waiting' || connection().kind === 'connecting');
	createEffect(
		on(lost, (isLost) => {
			setLate(false);
			if (!isLost) return;
			const timer = setTimeout(() => setLate(true), tellAfterMs);
			onCleanup(() => clearTimeout(timer));
		}),
	);
	return (
		<div role="status">
			<Show when={late() && lost()}>
				<div class="offline-bar">{t().connection.offline}</div>
			</Show>
			<Show when={connection().kind === 'stopped'}>
				<Banner tone="trouble" action={<Button onClick={() => location.reload()}>{t().shell.reload}</Button>}>
					{t().connection.notLive}
				</Banner>
			</Show>
		</div>
	);
}
