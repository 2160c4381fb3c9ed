/** Everything behind the sign-in: connects, learns who is here, and puts the page into its frame. */
import { Navigate, useLocation, useNavigate } from '@solidjs/router';
import { createEffect, createResource, Match, onCleanup, type ParentProps, Show, Suspense, Switch } from 'solid-js';
import { closeCodes } from '../../shared/close-codes.ts';
import { failureOf } from '../../shared/live/failure.ts';
import { createHost } from '../api.ts';
import { readAuthState, socketsAreBlocked } from '../sign-in/auth.ts';
import { useLocale } from '../ui/locale.tsx';
import { ErrorState, Skeleton } from '../ui/states.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import { CurrentSite } from './current-site.tsx';
import { DeskProvider, type OpenDesk, openDesk } from './desk.tsx';
import { Shell } from './shell.tsx';

/** Longer than signing in takes on a slow line. */
const patienceMs = 6_000;

type Entry =
	| { readonly kind: 'open'; readonly open: OpenDesk }
	| { readonly kind: 'signed-out' }
	| { readonly kind: 'unreachable' }
	/** HTTP gets through, WebSockets do not. */
	| { readonly kind: 'blocked' };

/** What it resolves with, or 'blocked' where WebSockets turn out to be so while it waits. */
function unlessBlocked<T>(opening: Promise<T>): Promise<T | 'blocked'> {
	let patience: number | undefined;
	const blocked = new Promise<'blocked'>((resolve) => {
		patience = window.setTimeout(async () => {
			if (await socketsAreBlocked()) resolve('blocked');
		}, patienceMs);
	});
	return Promise.race([opening, blocked]).finally(() => clearTimeout(patience));
}

export function Layout(props: ParentProps) {
	const t = useDeskTexts();
	const locale = useLocale();
	const place = useLocation();
	const navigate = useNavigate();
	let left = false;

	async function enter(): Promise<Entry> {
		const state = await readAuthState();
		if (state === null) return { kind: 'unreachable' };
		if (!state.signedIn) return { kind: 'signed-out' };
		try {
			const opening = openDesk(createHost(), locale);
			// A socket that never opens is tried again for ever: then the page says what stands in the way.
			const open = await unlessBlocked(opening);
			if (open === 'blocked') {
				// It was only slow.
				opening.then(
					(late) => {
						late.close();
						if (!left) void refetch();
					},
					() => undefined,
				);
				return { kind: 'blocked' };
			}
			if (left) open.close();
			return { kind: 'open', open };
		} catch (error) {
			const failure = failureOf(error);
			const out = failure.kind === 'refused' && failure.error.code === 'auth.required';
			return { kind: out || failure.kind === 'stopped' ? 'signed-out' : 'unreachable' };
		}
	}

	const [entry, { refetch }] = createResource(enter);
	const current = () => entry.latest;
	const open = () => {
		const now = current();
		return now?.kind === 'open' ? now.open : undefined;
	};
	const toSignIn = (why: string) => `/sign-in?${new URLSearchParams({ next: place.pathname, ...(why && { why }) })}`;

	createEffect(() => {
		const connection = open()?.desk.connection();
		if (connection?.kind === 'stopped' && connection.code === closeCodes.signedOut) {
			navigate(toSignIn('out'), { replace: true });
		}
	});
	onCleanup(() => {
		left = true;
		open()?.close();
	});

	return (
		<Suspense>
			<Switch
				fallback={
					<div class="page">
						<Skeleton />
					</div>
				}
			>
				<Match when={open()} keyed>
					{({ desk }) => (
						<DeskProvider value={desk}>
							<CurrentSite>
								<Shell>{props.children}</Shell>
							</CurrentSite>
						</DeskProvider>
					)}
				</Match>
				<Match when={current()?.kind === 'signed-out'}>
					<Show when={place.pathname === '/'} fallback={<Navigate href={toSignIn('')} />}>
						<Navigate href="/sign-in" />
					</Show>
				</Match>
				<Match when={current()?.kind === 'blocked'}>
					<main class="page">
						<ErrorState title={t().shell.blockedTitle} text={t().shell.blocked} onRetry={() => void refetch()} />
					</main>
				</Match>
				<Match when={current()?.kind === 'unreachable'}>
					<main class="page">
						<ErrorState title={t().shell.unreachable} text={t().signIn.unreachable} onRetry={() => void refetch()} />
					</main>
				</Match>
			</Switch>
		</Suspense>
	);
}
