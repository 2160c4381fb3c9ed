import { For, Show } from 'solid-js';
import type { MemberView } from '../../shared/account.ts';
import { createLoaded, LoadedView } from '../settings/loaded.tsx';
import { pollWhileVisible } from '../settings/poll.ts';
import { ForRight, PageHead, Section } from '../settings/section.tsx';
import { useSettingsTexts } from '../settings/texts.ts';
import { useDesk } from '../shell/desk.tsx';
import { Bone } from '../ui/states.tsx';
import { Invite } from './invite.tsx';
import { MemberRow } from './member-row.tsx';
import './members.css';
import { rolesToGive } from './may.ts';
import { RoleWords } from './role-words.tsx';

/** Who is here changes by itself; nobody sits and watches this page, so it is asked now and then. */
const askEveryMs = 15_000;

export function Page() {
	const t = useSettingsTexts();
	return (
		<main class="page members">
			<PageHead title={t().members.title} lead={t().members.lead} />
			<ForRight right="manage-members">
				<Members />
			</ForRight>
		</main>
	);
}

function Members() {
	const desk = useDesk();
	const t = useSettingsTexts();
	const members = createLoaded<readonly MemberView[]>(desk, () => desk.api.members.list.query());
	pollWhileVisible(async () => {
		if (desk.online()) await members.reload();
	}, askEveryMs);
	return (
		<div class="set-sections">
			<LoadedView of={members} skeleton={<For each={[1, 2, 3]}>{() => <Bone class="members-bone" />}</For>}>
				{(list) => (
					<section class="set-section" aria-label={t().members.title}>
						<p class="small members-count figures">{t().members.count(list().length)}</p>
						<ul class="box set-rows">
							{/* By id: a row that is being changed keeps its open menu when the list is asked for again. */}
							<For each={list().map(({ id }) => id)}>
								{(id) => (
									<Show when={list().find((member) => member.id === id)}>
										{(member) => <MemberRow member={member()} onChanged={() => members.reload()} />}
									</Show>
								)}
							</For>
						</ul>
						<Show when={list().length === 1}>
							<p class="set-hint">{t().members.alone}</p>
						</Show>
					</section>
				)}
			</LoadedView>
			<Show when={rolesToGive(desk.me().role).length > 0}>
				<Invite roles={rolesToGive(desk.me().role)} />
			</Show>
			<Section title={t().members.rolesTitle} bare>
				<RoleWords />
			</Section>
		</div>
	);
}
