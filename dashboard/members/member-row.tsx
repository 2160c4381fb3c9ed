import Ellipsis from 'lucide-solid/icons/ellipsis';
import { createSignal, Show } from 'solid-js';
import type { MemberView } from '../../shared/account.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Role } from '../../shared/plans.ts';
import { createAction } from '../settings/action.ts';
import { Confirm } from '../settings/confirm.tsx';
import { useSettingsTexts } from '../settings/texts.ts';
import { useDesk } from '../shell/desk.tsx';
import { Badge } from '../ui/badge.tsx';
import { Select } from '../ui/field.tsx';
import { Menu, MenuItem } from '../ui/menu.tsx';
import { offersManaging, rolesToGive } from './may.ts';

type Asking = 'disable' | 'remove';

export function MemberRow(props: { readonly member: MemberView; readonly onChanged: () => Promise<void> }) {
	const desk = useDesk();
	const t = useSettingsTexts();
	const words = (code: ErrorCode): string | undefined => {
		if (code === 'limit.reached') return t().members.lastOwner;
		return code === 'auth.forbidden' ? t().members.forbidden : undefined;
	};
	const action = createAction(words);
	const [asking, setAsking] = createSignal<Asking>();
	// After a refusal the list is drawn anew: the browser would go on showing what was chosen.
	const [drawn, setDrawn] = createSignal(1);
	const isMe = () => props.member.id === desk.me().id;
	const manages = () => offersManaging(desk.me(), props.member);
	const name = () => props.member.displayName || props.member.email;
	const secondLine = () => {
		if (props.member.displayName !== '') return props.member.email;
		return isMe() ? t().members.noName : '';
	};
	const roles = () => rolesToGive(desk.me().role).map((role) => ({ value: role, label: t().members[role] }));

	async function change(call: () => Promise<unknown>): Promise<void> {
		const worked = await action.run(call);
		if (worked) setAsking(undefined);
		else setDrawn(drawn() + 1);
		// After a refusal too: the page was wrong about something.
		await props.onChanged();
	}
	const setRole = (role: Role) => change(() => desk.api.members.setRole.mutate({ memberId: props.member.id, role }));
	const setDisabled = (disabled: boolean) =>
		change(() => desk.api.members.setDisabled.mutate({ memberId: props.member.id, disabled }));
	const remove = () => change(() => desk.api.members.remove.mutate({ memberId: props.member.id }));

	return (
		<li class="member" classList={{ 'member-off': props.member.disabled }}>
			<span
				class="member-dot"
				classList={{ 'member-here': props.member.attending }}
				title={props.member.attending ? t().members.attending : t().members.away}
			>
				<span class="unseen">{props.member.attending ? t().members.attending : t().members.away}</span>
			</span>
			<div class="member-main">
				<p class="member-name">
					<span class="member-words">{name()}</span>
					<Show when={isMe()}>
						<Badge>{t().members.you}</Badge>
					</Show>
					<Show when={props.member.disabled}>
						<Badge tone="trouble">{t().members.disabled}</Badge>
					</Show>
				</p>
				<Show when={secondLine()}>{(line) => <p class="member-email">{line()}</p>}</Show>
				<p class="field-note field-error" role="alert">
					{asking() === undefined ? action.error() : undefined}
				</p>
			</div>
			<Show when={manages()} fallback={<span class="member-role">{t().members[props.member.role]}</span>}>
				<Show when={drawn()} keyed>
					<Select
						class="member-select"
						label={t().members.roleOf(name())}
						hideLabel
						value={props.member.role}
						options={roles()}
						disabled={action.busy() || !desk.online()}
						onChange={(role) => void setRole(role)}
					/>
				</Show>
				<Menu class="icon-button" label={t().members.actionsOf(name())} trigger={<Ellipsis size={16} />}>
					<Show
						when={props.member.disabled}
						fallback={<MenuItem onSelect={() => setAsking('disable')}>{t().members.disable}</MenuItem>}
					>
						<MenuItem onSelect={() => void setDisabled(false)}>{t().members.enable}</MenuItem>
					</Show>
					<MenuItem onSelect={() => setAsking('remove')}>{t().members.remove}</MenuItem>
				</Menu>
			</Show>
			<Show when={asking()}>
				{(what) => (
					<Confirm
						open
						title={what() === 'remove' ? t().members.removeTitle(name()) : t().members.disableTitle(name())}
						action={what() === 'remove' ? t().members.remove : t().members.disable}
						danger
						busy={action.busy()}
						error={action.error()}
						onConfirm={() => void (what() === 'remove' ? remove() : setDisabled(true))}
						onClose={() => {
							setAsking(undefined);
							action.clear();
						}}
					>
						<p>{what() === 'remove' ? t().members.removeBody : t().members.disableBody}</p>
					</Confirm>
				)}
			</Show>
		</li>
	);
}
