import { createSignal, Show } from 'solid-js';
import type { Role } from '../../shared/plans.ts';
import { createAction } from '../settings/action.ts';
import { Section, useWaits } from '../settings/section.tsx';
import { useSettingsTexts } from '../settings/texts.ts';
import { useDesk } from '../shell/desk.tsx';
import { Button } from '../ui/button.tsx';
import { CopyField } from '../ui/copy-field.tsx';
import { Select } from '../ui/field.tsx';
import { useLocale } from '../ui/locale.tsx';
import { timeOfDay } from '../ui/times.ts';
import { roleMayText } from './role-words.tsx';

interface Made {
	readonly url: string;
	readonly expiresAt: number;
	readonly role: Role;
}

/** A link for one person. Nothing is sent anywhere: whoever makes it hands it over. */
export function Invite(props: { readonly roles: readonly Role[] }) {
	const desk = useDesk();
	const t = useSettingsTexts();
	const { language } = useLocale();
	const waits = useWaits();
	const action = createAction();
	const [role, setRole] = createSignal<Role>('agent');
	const [made, setMade] = createSignal<Made>();

	async function invite(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		const wanted = role();
		await action.run(async () => {
			const link = await desk.api.members.invite.mutate({ role: wanted });
			setMade({ ...link, role: wanted });
		});
	}

	return (
		<Section title={t().members.inviteTitle} hint={t().members.inviteHint}>
			<form class="set-inline-form set-labelled" onSubmit={(event) => void invite(event)}>
				<Select
					label={t().members.inviteRole}
					hint={roleMayText(role(), t())}
					error={action.error()}
					value={role()}
					options={props.roles.map((one) => ({ value: one, label: t().members[one] }))}
					onChange={setRole}
				/>
				<Button type="submit" tone={made() === undefined ? 'solid' : 'outline'} busy={action.busy()} waits={waits()}>
					{made() === undefined ? t().members.invite : t().members.inviteAnother}
				</Button>
			</form>
			<Show when={made()}>
				{(link) => (
					<div class="stack members-link" role="status">
						<CopyField label={`${t().members.inviteLabel}: ${t().members[link().role]}`} value={link().url} />
						<p class="set-hint">
							{t().members[link().role]}. {t().members.inviteLife(timeOfDay(link().expiresAt, Date.now(), language()))}
						</p>
					</div>
				)}
			</Show>
		</Section>
	);
}
