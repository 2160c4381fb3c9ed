import Play from 'lucide-solid/icons/play';
import Volume from 'lucide-solid/icons/volume-2';
import VolumeOff from 'lucide-solid/icons/volume-x';
import { Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { type SoundMode, soundModes } from '../../shared/account.ts';
import { useDesk } from '../shell/desk.tsx';
import { useErrorText } from '../shell/error-text.ts';
import { Menu, MenuItem, MenuLine, MenuNote, MenuRadio } from '../ui/menu.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import { useToast } from '../ui/toast.tsx';
import { useSound } from './sound.tsx';
import './sound-menu.css';

export function SoundMenu() {
	const t = useDeskTexts();
	const desk = useDesk();
	const toast = useToast();
	const errorText = useErrorText();
	const sound = useSound();
	const silent = () => sound.mode() === 'none' || sound.locked() || !sound.supported;
	const choose = (mode: SoundMode) =>
		void desk.updateProfile({ sound: mode }).catch((error: unknown) => toast(errorText(error), 'trouble'));
	return (
		<Menu
			label={t().sound.button}
			class="sound-button"
			trigger={
				<>
					<span class="sound-icon" classList={{ 'sound-locked': sound.locked() && sound.mode() !== 'none' }}>
						<Dynamic component={silent() ? VolumeOff : Volume} size={16} class="icon" />
					</span>
					<span class="button-label">{t().sound.button}</span>
				</>
			}
		>
			<Show when={sound.locked()}>
				<MenuNote tone="need">{t().sound.locked}</MenuNote>
			</Show>
			<Show when={!sound.supported}>
				<MenuNote tone="need">{t().sound.unsupported}</MenuNote>
			</Show>
			<MenuRadio
				label={t().sound.button}
				value={sound.mode()}
				options={soundModes.map((value) => ({ value, label: t().sound.modes[value], hint: t().sound.hints[value] }))}
				onChange={choose}
			/>
			<MenuLine />
			<MenuItem icon={Play} staysOpen onSelect={() => sound.test()} disabled={!sound.supported}>
				{t().sound.test}
			</MenuItem>
		</Menu>
	);
}
