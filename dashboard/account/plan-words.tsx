import { Show } from 'solid-js';
import type { Plan } from '../../shared/plans.ts';
import type { SettingsText } from '../../shared/text/settings-en.ts';
import { unreachable } from '../../shared/unreachable.ts';
import { Section } from '../settings/section.tsx';
import { useSettingsTexts } from '../settings/texts.ts';
import { useDesk } from '../shell/desk.tsx';
import { Badge } from '../ui/badge.tsx';
import { CopyField } from '../ui/copy-field.tsx';

function planHas(plan: Plan, t: SettingsText): string {
	switch (plan) {
		case 'free':
			return t.account.freeHas;
		case 'standard':
			return t.account.standardHas;
		case 'pro':
			return t.account.proHas;
		default:
			return unreachable(plan);
	}
}

export function PlanWords() {
	const desk = useDesk();
	const t = useSettingsTexts();
	const account = () => desk.me().account;
	const command = () => `npm run admin -- plan ${account().id} ${account().plan === 'pro' ? 'standard' : 'pro'}`;
	return (
		<Section title={t().account.planTitle}>
			<p class="account-plan">
				<Badge>{t().account[account().plan]}</Badge>
				<span>{planHas(account().plan, t())}</span>
			</p>
			<Show when={desk.may('manage-plan')}>
				<div class="stack account-command">
					<p class="small quiet">{t().account.planChange}</p>
					<CopyField label={t().account.planCommand} value={command()} />
				</div>
			</Show>
			<p class="small account-about">
				{t().account.role(t().members[desk.me().role])} · {t().account.version(desk.me().version)}
			</p>
		</Section>
	);
}
