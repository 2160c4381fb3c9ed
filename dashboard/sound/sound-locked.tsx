import { useLocation } from '@solidjs/router';
import VolumeOff from 'lucide-solid/icons/volume-x';
import { Show } from 'solid-js';
import { useDesk } from '../shell/desk.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import { useSound } from './sound.tsx';

/**
 * Told on the page, because opening the menu would already unlock it. It floats and takes no clicks: a bar that vanished under
 * the pressed pointer would make the click miss. On the list only: elsewhere it would cover what is being written.
 */
export function SoundLocked() {
	const t = useDeskTexts();
	const { may } = useDesk();
	const sound = useSound();
	const location = useLocation();
	return (
		<div role="status">
			<Show when={sound.locked() && sound.mode() !== 'none' && may('watch') && location.pathname.endsWith('/monitor')}>
				<p class="sound-note">
					<VolumeOff size={14} aria-hidden="true" />
					{t().sound.locked}
				</p>
			</Show>
		</div>
	);
}
