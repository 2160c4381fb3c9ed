import { useNavigate } from '@solidjs/router';
import ChevronsUpDown from 'lucide-solid/icons/chevrons-up-down';
import List from 'lucide-solid/icons/list';
import Plus from 'lucide-solid/icons/plus';
import { Show } from 'solid-js';
import { Menu, MenuItem, MenuLine, MenuRadio } from '../ui/menu.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import { useCurrentSite } from './current-site.tsx';
import { useDesk } from './desk.tsx';

export function SiteSwitcher() {
	const t = useDeskTexts();
	const { me, may } = useDesk();
	const site = useCurrentSite();
	const navigate = useNavigate();
	const go = (path: string) => navigate(path);
	return (
		<Menu
			placement="bottom-start"
			class="site-switcher"
			trigger={
				<>
					<span class="button-label">{site()?.name ?? t().shell.chooseSite}</span>
					<ChevronsUpDown size={14} class="icon" />
				</>
			}
		>
			<Show when={me().sites.length > 0}>
				<MenuRadio
					label={t().shell.sites}
					value={site()?.id ?? ''}
					options={me().sites.map(({ id, name }) => ({ value: id, label: name }))}
					onChange={(id) => go(`/sites/${id}/monitor`)}
				/>
				<MenuLine />
			</Show>
			<MenuItem icon={List} onSelect={() => go('/sites')}>
				{t().shell.allSites}
			</MenuItem>
			<Show when={may('manage-sites')}>
				<MenuItem icon={Plus} onSelect={() => go('/sites/new')}>
					{t().shell.addSite}
				</MenuItem>
			</Show>
		</Menu>
	);
}
