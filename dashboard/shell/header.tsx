import { A } from '@solidjs/router';
import { Show } from 'solid-js';
import { SoundMenu } from '../sound/sound-menu.tsx';
import { AccountMenu } from './account-menu.tsx';
import { AgentName } from './agent-name.tsx';
import { ConnectionState } from './connection-state.tsx';
import { useCurrentSite } from './current-site.tsx';
import { useDesk } from './desk.tsx';
import { Mark } from './mark.tsx';
import { SiteTabs } from './site-menu.tsx';
import { SiteSwitcher } from './site-switcher.tsx';

export function Header(props: { readonly onKeys: () => void }) {
	const { may } = useDesk();
	const site = useCurrentSite();
	return (
		<header class="header">
			<A class="header-home" href="/sites" aria-label="Baton">
				<Mark />
			</A>
			<SiteSwitcher />
			<Show when={site()}>
				<SiteTabs class="header-tabs" />
			</Show>
			<div class="header-end">
				<ConnectionState />
				<Show when={may('watch')}>
					<SoundMenu />
				</Show>
				<Show when={may('control')}>
					<AgentName />
				</Show>
				<AccountMenu onKeys={() => props.onKeys()} />
			</div>
		</header>
	);
}
