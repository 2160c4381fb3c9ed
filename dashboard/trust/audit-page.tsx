import { A } from '@solidjs/router';
import { createEffect, createSignal, For, on, Show } from 'solid-js';
import type { MemberView } from '../../shared/account.ts';
import { shortSessionId } from '../../shared/ids.ts';
import { type AuditKind, type AuditPage, type AuditView, auditKinds } from '../../shared/trust.ts';
import { createAction } from '../settings/action.ts';
import { createLoaded, LoadedView } from '../settings/loaded.tsx';
import { ForRight, PageHead, useWaits } from '../settings/section.tsx';
import { useSettingsTexts } from '../settings/texts.ts';
import { useDesk } from '../shell/desk.tsx';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/field.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { Bone, EmptyState } from '../ui/states.tsx';
import { useTrustTexts } from './texts.ts';
import './trust.css';

export function Page() {
	const t = useTrustTexts();
	return (
		<main class="page audit">
			<PageHead title={t().audit.title} lead={t().audit.lead} />
			<ForRight right="manage-members">
				<Audit />
			</ForRight>
		</main>
	);
}

function Audit() {
	const desk = useDesk();
	const t = useTrustTexts();
	const waits = useWaits();
	const action = createAction();
	const [kind, setKind] = createSignal<AuditKind | ''>('');
	const [member, setMember] = createSignal<string>('');
	const [older, setOlder] = createSignal<readonly AuditPage[]>([]);
	const members = createLoaded<readonly MemberView[]>(desk, () => desk.api.members.list.query());
	const wanted = () => {
		const memberId = members.value()?.find(({ id }) => id === member())?.id;
		return { ...(kind() === '' ? {} : { kind: kind() as AuditKind }), ...(memberId === undefined ? {} : { memberId }) };
	};
	const newest = createLoaded<AuditPage>(desk, () => desk.api.trust.audit.query(wanted()));
	createEffect(on([kind, member], () => void newest.reload(), { defer: true }));
	// What was loaded below another beginning would not join it.
	createEffect(on(newest.value, () => setOlder([])));

	const pages = () => {
		const first = newest.value();
		return first === undefined ? [] : [first, ...older()];
	};
	const entries = () => pages().flatMap((page) => page.entries);
	const next = () => pages().at(-1)?.next ?? null;

	async function showOlder(): Promise<void> {
		const before = next();
		if (before === null) return;
		await action.run(async () => {
			const page = await desk.api.trust.audit.query({ ...wanted(), before });
			setOlder((all) => [...all, page]);
		});
	}

	return (
		<div class="stack">
			<div class="audit-filters">
				<Select
					label={t().audit.what}
					value={kind()}
					options={[
						{ value: '', label: t().audit.anything },
						...auditKinds.map((value) => ({ value, label: t().audit.kinds[value] })),
					]}
					onChange={setKind}
				/>
				<Select
					label={t().audit.who}
					value={member()}
					options={[
						{ value: '', label: t().audit.anybody },
						...(members.value() ?? []).map(({ id, email }) => ({ value: id, label: email })),
					]}
					onChange={setMember}
				/>
			</div>
			<LoadedView of={newest} skeleton={<For each={[1, 2, 3, 4]}>{() => <Bone class="audit-bone" />}</For>}>
				{() => (
					<Show
						when={entries().length > 0}
						fallback={<EmptyState title={t().audit.empty} text={t().audit.emptyText} />}
					>
						<ul class="box set-rows">
							<For each={entries()}>{(entry) => <Deed deed={entry} />}</For>
						</ul>
						<p class="field-note field-error" role="alert">
							{action.error()}
						</p>
						<Show when={next() !== null}>
							<Button class="audit-older" busy={action.busy()} waits={waits()} onClick={() => void showOlder()}>
								{t().audit.older}
							</Button>
						</Show>
					</Show>
				)}
			</LoadedView>
		</div>
	);
}

function Deed(props: { readonly deed: AuditView }) {
	const desk = useDesk();
	const t = useTrustTexts();
	const s = useSettingsTexts();
	const site = () => desk.me().sites.find(({ id }) => id === props.deed.siteId);
	const details = () => {
		const { about, role, plan, key, count } = props.deed.detail;
		return [
			about ?? '',
			role === undefined ? '' : s().members[role],
			plan === undefined ? '' : s().account[plan],
			key === true ? t().audit.key : '',
			count === undefined ? '' : t().audit.chats(count),
		].filter((one) => one !== '');
	};
	return (
		<li class="set-row row-told">
			<div class="set-row-main">
				<p class="block-name">
					{t().audit.kinds[props.deed.kind]}
					<Show when={props.deed.sessionId !== null && site() !== undefined && props.deed.sessionId}>
						{(id) => (
							<>
								{' '}
								<A class="link audit-chat" href={`/sites/${site()?.id}/monitor/${id()}`}>
									{shortSessionId(id())}
								</A>
							</>
						)}
					</Show>
					<For each={details()}>{(one) => <span class="audit-detail"> · {one}</span>}</For>
				</p>
				<p class="small block-by">
					{props.deed.by === '' ? t().audit.operator : props.deed.by}
					<Show when={site()?.name !== props.deed.detail.about && site()}>{(here) => <> · {here().name}</>}</Show>
				</p>
			</div>
			<span class="small block-by">
				<RelativeTime at={props.deed.at} />
			</span>
		</li>
	);
}
