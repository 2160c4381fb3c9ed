import { A } from '@solidjs/router';
import { createSignal, For, Show } from 'solid-js';
import { shortSessionId } from '../../shared/ids.ts';
import { limits } from '../../shared/limits.ts';
import type { BlockView } from '../../shared/trust.ts';
import { createAction } from '../settings/action.ts';
import { Confirm } from '../settings/confirm.tsx';
import { createLoaded, LoadedView } from '../settings/loaded.tsx';
import { Section, useWaits } from '../settings/section.tsx';
import { useDesk } from '../shell/desk.tsx';
import { useSite } from '../shell/site.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { isNearby } from './nearby.ts';
import { useTrustTexts } from './texts.ts';
import './trust.css';

export function Blocks() {
	const desk = useDesk();
	const site = useSite();
	const t = useTrustTexts();
	const blocks = createLoaded<readonly BlockView[]>(desk, () => desk.api.trust.blocks.query({ siteId: site().id }));
	return (
		<Section title={t().blocks.title} hint={t().blocks.hint} bare>
			<LoadedView of={blocks}>
				{(list) => (
					<div class="box set-rows">
						<Show when={list().length > 0} fallback={<p class="set-row set-row-note">{t().blocks.empty}</p>}>
							<ul class="set-rows">
								<For each={list()}>{(block) => <Row block={block} onChanged={() => blocks.reload()} />}</For>
							</ul>
						</Show>
						<AddRange onAdded={() => blocks.reload()} />
					</div>
				)}
			</LoadedView>
		</Section>
	);
}

function Row(props: { readonly block: BlockView; readonly onChanged: () => Promise<void> }) {
	const desk = useDesk();
	const site = useSite();
	const t = useTrustTexts();
	const waits = useWaits();
	const action = createAction();
	const name = () => props.block.range || (props.block.sessionId === null ? '' : shortSessionId(props.block.sessionId));

	async function unblock(): Promise<void> {
		await action.run(() => desk.api.trust.unblock.mutate({ siteId: site().id, blockId: props.block.id }));
		// After a refusal too: somebody else may have done it.
		await props.onChanged();
	}

	return (
		<li class="set-row">
			<div class="set-row-main">
				<p class="block-name">
					<Show when={props.block.range === ''} fallback={props.block.range}>
						{t().blocks.visitor}{' '}
						<Show when={props.block.sessionId}>
							{(id) => (
								<A class="link" href={`/sites/${site().id}/monitor/${id()}`}>
									{shortSessionId(id())}
								</A>
							)}
						</Show>
					</Show>
				</p>
				<Show when={props.block.note}>{(note) => <p class="block-note">{note()}</p>}</Show>
				<p class="small block-by">
					{t().blocks.by(props.block.by)} · <RelativeTime at={props.block.at} />
				</p>
				<p class="field-note field-error" role="alert">
					{action.error()}
				</p>
			</div>
			<Button
				size="small"
				aria-label={t().blocks.unblockNamed(name())}
				busy={action.busy()}
				waits={waits()}
				onClick={() => void unblock()}
			>
				{t().blocks.unblock}
			</Button>
		</li>
	);
}

function AddRange(props: { readonly onAdded: () => Promise<void> }) {
	const desk = useDesk();
	const site = useSite();
	const t = useTrustTexts();
	const waits = useWaits();
	const action = createAction((code) => {
		if (code === 'limit.reached') return t().blocks.full;
		return code === 'input.invalid' ? t().blocks.invalid : undefined;
	});
	const [range, setRange] = createSignal('');
	const [note, setNote] = createSignal('');
	const [sure, setSure] = createSignal(false);

	async function add(): Promise<void> {
		const input = { siteId: site().id, range: range().trim(), note: note().trim() };
		const worked = await action.run(() => desk.api.trust.blockRange.mutate(input));
		setSure(false);
		if (!worked) return;
		setRange('');
		setNote('');
		await props.onAdded();
	}

	function submit(event: SubmitEvent): void {
		event.preventDefault();
		if (range().trim() === '') return;
		if (isNearby(range())) setSure(true);
		else void add();
	}

	return (
		<form class="set-inline-form set-labelled block-add" onSubmit={submit} noValidate>
			<TextField
				class="block-range"
				label={t().blocks.range}
				hint={t().blocks.rangeHint}
				error={action.error()}
				value={range()}
				maxLength={100}
				autocomplete="off"
				autocapitalize="none"
				spellcheck={false}
				onInput={(event) => {
					setRange(event.currentTarget.value);
					action.clear();
				}}
			/>
			<TextField
				label={t().blocks.note}
				value={note()}
				maxLength={limits.blockNoteUnits}
				autocomplete="off"
				onInput={(event) => setNote(event.currentTarget.value)}
			/>
			<Button type="submit" busy={action.busy()} waits={waits()}>
				{t().blocks.add}
			</Button>
			<Confirm
				open={sure()}
				title={t().blocks.nearbyAsk(range().trim())}
				action={t().blocks.nearbyAction}
				danger
				busy={action.busy()}
				onConfirm={() => void add()}
				onClose={() => setSure(false)}
			>
				<p>{t().blocks.nearby}</p>
			</Confirm>
		</form>
	);
}
