import { useNavigate } from '@solidjs/router';
import BellRing from 'lucide-solid/icons/bell-ring';
import BookOpen from 'lucide-solid/icons/book-open-text';
import CircleUser from 'lucide-solid/icons/circle-user-round';
import Keyboard from 'lucide-solid/icons/keyboard';
import LogOut from 'lucide-solid/icons/log-out';
import ScrollText from 'lucide-solid/icons/scroll-text';
import Users from 'lucide-solid/icons/users';
import { Show } from 'solid-js';
import { type Profile, themes } from '../../shared/account.ts';
import { languages } from '../../shared/text/language.ts';
import { postAuth } from '../sign-in/auth.ts';
import { Menu, MenuItem, MenuLine, MenuNote, MenuRadio } from '../ui/menu.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import { useToast } from '../ui/toast.tsx';
import { useDesk } from './desk.tsx';
import { useErrorText } from './error-text.ts';

export function AccountMenu(props: { readonly onKeys: () => void }) {
	const t = useDeskTexts();
	const desk = useDesk();
	const toast = useToast();
	const errorText = useErrorText();
	const navigate = useNavigate();
	const change = (profile: Partial<Profile>) =>
		void desk.updateProfile(profile).catch((error: unknown) => toast(errorText(error), 'trouble'));
	const signOut = async () => {
		const answer = await postAuth('sign-out', {});
		if (answer.ok) navigate('/sign-in', { replace: true });
		else toast(answer.code === 'unreachable' ? t().signIn.unreachable : t().errors[answer.code], 'trouble');
	};
	return (
		<Menu label={t().shell.account} class="icon-button account-button" trigger={<CircleUser size={20} />}>
			<MenuNote>{desk.me().email}</MenuNote>
			<MenuItem icon={CircleUser} onSelect={() => navigate('/account')}>
				{t().shell.profile}
			</MenuItem>
			<MenuItem icon={BellRing} onSelect={() => navigate('/account/alerts')}>
				{t().shell.alerts}
			</MenuItem>
			<Show when={desk.may('manage-members')}>
				<MenuItem icon={Users} onSelect={() => navigate('/members')}>
					{t().shell.members}
				</MenuItem>
				<MenuItem icon={ScrollText} onSelect={() => navigate('/audit')}>
					{t().shell.audit}
				</MenuItem>
			</Show>
			<MenuItem icon={BookOpen} onSelect={() => navigate('/docs')}>
				{t().shell.documentation}
			</MenuItem>
			<MenuItem icon={Keyboard} onSelect={() => props.onKeys()}>
				{t().shell.keys}
			</MenuItem>
			<MenuLine />
			<MenuRadio
				label={t().shell.language}
				value={desk.me().profile.language}
				options={languages.map((value) => ({ value, label: t().language[value] }))}
				onChange={(language) => change({ language })}
			/>
			<MenuLine />
			<MenuRadio
				label={t().shell.theme}
				value={desk.me().profile.theme}
				options={themes.map((value) => ({ value, label: t().shell.themes[value] }))}
				onChange={(theme) => change({ theme })}
				staysOpen
			/>
			<MenuLine />
			<MenuItem icon={LogOut} onSelect={() => void signOut()}>
				{t().shell.signOut}
			</MenuItem>
		</Menu>
	);
}
