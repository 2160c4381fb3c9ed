/** What every page behind the sign-in has at hand: the server, the member, what they may do, the connection. */
import { type Accessor, createContext, createSignal, onCleanup, useContext } from 'solid-js';
import type { Me, Profile } from '../../shared/account.ts';
import type { ConnectionState } from '../../shared/live/connect.ts';
import type { LiveHost } from '../../shared/live/host.ts';
import { planGoverned, planMonitors, type Right, roleMay } from '../../shared/plans.ts';
import { type Api, connectToServer, type DeskConnection } from '../api.ts';
import type { Locale } from '../ui/locale.tsx';
import { remember } from './remember.ts';
import { applyTheme } from './theme.ts';

export interface Desk {
	readonly api: Api;
	readonly host: LiveHost;
	readonly line: DeskConnection;
	readonly connection: Accessor<ConnectionState>;
	/** Calls go through now. */
	readonly online: Accessor<boolean>;
	/** The signed-in member, as last heard. */
	readonly me: Accessor<Me>;
	/** Asks again: after a site was added, renamed or removed. */
	refreshMe(): Promise<void>;
	/** Shown at once, undone if the server refuses. */
	updateProfile(change: Partial<Profile>): Promise<void>;
	/** Role and plan allow it. The server decides; this only spares people a button that can't work. */
	may(right: Right): boolean;
}

export interface OpenDesk {
	readonly desk: Desk;
	close(): void;
}

/** Connects and learns who is signed in; rejects with what `me.get` threw. */
export async function openDesk(host: LiveHost, locale: Locale): Promise<OpenDesk> {
	const line = connectToServer(host);
	const api = line.client;
	const [connection, setConnection] = createSignal<ConnectionState>(line.state);
	const unsubscribe = line.subscribe(setConnection);
	// A sound switched off in one tab must not go on in another.
	const otherTabs = new BroadcastChannel('baton.me');
	const close = () => {
		otherTabs.close();
		unsubscribe();
		line.close();
	};

	async function take(next: Me): Promise<Me> {
		applyTheme(next.profile.theme);
		remember('language', next.profile.language);
		await locale.setLanguage(next.profile.language);
		return next;
	}

	try {
		const [me, setMe] = createSignal(await take(await api.me.get.query()));
		const refreshMe = async () => {
			setMe(await take(await api.me.get.query()));
		};
		otherTabs.onmessage = () => void refreshMe().catch(() => undefined);
		const setProfile = (profile: Profile) => setMe((now) => ({ ...now, profile }));
		const desk: Desk = {
			api,
			host,
			line,
			connection,
			online: () => connection().kind === 'live',
			me,
			refreshMe,
			async updateProfile(change) {
				const before = me().profile;
				setProfile({ ...before, ...change });
				await take(me());
				try {
					setProfile(await api.me.updateProfile.mutate(change));
					otherTabs.postMessage('changed');
				} catch (error) {
					setProfile(before);
					await take(me());
					throw error;
				}
			},
			may: (right) => roleMay(me().role, right) && (!planGoverned.includes(right) || planMonitors(me().account.plan)),
		};
		return { desk, close };
	} catch (error) {
		close();
		throw error;
	}
}

const DeskContext = createContext<Desk>();
export const DeskProvider = DeskContext.Provider;

export function useDesk(): Desk {
	const desk = useContext(DeskContext);
	if (desk === undefined) throw new Error('no desk above this component');
	return desk;
}

/** Runs when the line is live again after it was not. */
export function onReconnected(desk: Desk, back: () => void): void {
	let up = desk.line.state.kind === 'live';
	onCleanup(
		desk.line.subscribe((state) => {
			const live = state.kind === 'live';
			if (live && !up) back();
			up = live;
		}),
	);
}
