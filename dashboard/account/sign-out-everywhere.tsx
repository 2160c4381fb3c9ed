import { createSignal } from 'solid-js';
import { createAction } from '../settings/action.ts';
import { Confirm } from '../settings/confirm.tsx';
import { Section, useWaits } from '../settings/section.tsx';
import { useSettingsTexts } from '../settings/texts.ts';
import { useDesk } from '../shell/desk.tsx';
import { Button } from '../ui/button.tsx';

/** Ends every login, this one too: the server closes the line, and the desk goes to the sign-in by itself. */
export function SignOutEverywhere() {
	const desk = useDesk();
	const t = useSettingsTexts();
	const waits = useWaits();
	const action = createAction();
	const [asking, setAsking] = createSignal(false);
	return (
		<Section title={t().account.signOutTitle} hint={t().account.signOutHint} bare>
			<Button waits={waits()} onClick={() => setAsking(true)}>
				{t().account.signOut}
			</Button>
			<Confirm
				open={asking()}
				title={t().account.signOutAsk}
				action={t().account.signOut}
				busy={action.busy()}
				error={action.error()}
				onConfirm={() => void action.run(() => desk.api.me.signOutEverywhere.mutate())}
				onClose={() => {
					setAsking(false);
					action.clear();
				}}
			>
				<p>{t().account.signOutHint}</p>
			</Confirm>
		</Section>
	);
}
