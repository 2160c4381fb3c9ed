import { For } from 'solid-js';
import { type Role, roles } from '../../shared/plans.ts';
import type { SettingsText } from '../../shared/text/settings-en.ts';
import { unreachable } from '../../shared/unreachable.ts';
import { useSettingsTexts } from '../settings/texts.ts';

/** What a role may do, in one line. */
export function roleMayText(role: Role, t: SettingsText): string {
	switch (role) {
		case 'owner':
			return t.members.ownerMay;
		case 'admin':
			return t.members.adminMay;
		case 'agent':
			return t.members.agentMay;
		case 'viewer':
			return t.members.viewerMay;
		default:
			return unreachable(role);
	}
}

export function RoleWords() {
	const t = useSettingsTexts();
	return (
		<dl class="members-roles">
			<For each={roles}>
				{(role) => (
					<div>
						<dt>{t().members[role]}</dt>
						<dd>{roleMayText(role, t())}</dd>
					</div>
				)}
			</For>
		</dl>
	);
}
