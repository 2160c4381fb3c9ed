import { A } from '@solidjs/router';
import Ban from 'lucide-solid/icons/ban';
import Download from 'lucide-solid/icons/download';
import Trash from 'lucide-solid/icons/trash';
import { createSignal, Show } from 'solid-js';
import type { SessionId } from '../../shared/ids.ts';
import { limits } from '../../shared/limits.ts';
import { createAction } from '../settings/action.ts';
import { Confirm } from '../settings/confirm.tsx';
import { useWaits } from '../settings/section.tsx';
import { useDesk } from '../shell/desk.tsx';
import { useSite } from '../shell/site.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import { useToast } from '../ui/toast.tsx';
import { downloadVisitor } from './download.ts';
import { useTrustTexts } from './texts.ts';
import './trust.css';

/** What may be done with a visitor beside talking to them. Whoever erases has nothing left to look at. */
export function VisitorActions(props: {
	readonly sessionId: SessionId;
	readonly blocked: boolean;
	readonly onErased: () => void;
}) {
	const desk = useDesk();
	const site = useSite();
	const toast = useToast();
	const t = useTrustTexts();
	const d = useDeskTexts();
	const waits = useWaits();
	const action = createAction();
	const [asking, setAsking] = createSignal<'block' | 'erase'>();
	const [note, setNote] = createSignal('');
	const [exporting, setExporting] = createSignal(false);

	async function exportData(): Promise<void> {
		setExporting(true);
		const answer = await downloadVisitor(props.sessionId);
		setExporting(false);
		if (answer.ok) toast(t().visitor.exported);
		else toast(d().errors[answer.code] ?? d().errors.internal, 'trouble');
	}

	async function block(): Promise<void> {
		const { sessionId } = props;
		if (await action.run(() => desk.api.trust.blockVisitor.mutate({ sessionId, note: note().trim() }))) {
			close();
			toast(t().visitor.blocked);
		}
	}

	async function erase(): Promise<void> {
		const { sessionId } = props;
		let erased = 0;
		const worked = await action.run(async () => {
			erased = (await desk.api.trust.erase.mutate({ sessionId })).sessions;
		});
		if (!worked) return;
		toast(t().visitor.erased(erased));
		props.onErased();
	}

	function close(): void {
		setAsking(undefined);
		setNote('');
		action.clear();
	}

	return (
		<Show when={desk.may('control') || desk.may('manage-visitors')}>
			<h3>{t().visitor.title}</h3>
			<div class="visitor-actions">
				<Show when={desk.may('manage-visitors')}>
					<Button size="small" icon={Download} busy={exporting()} waits={waits()} onClick={() => void exportData()}>
						{t().visitor.export}
					</Button>
				</Show>
				<Show when={desk.may('control')}>
					<Show when={!props.blocked} fallback={<Blocked />}>
						<Button size="small" icon={Ban} waits={waits()} onClick={() => setAsking('block')}>
							{t().visitor.block}
						</Button>
					</Show>
				</Show>
				<Show when={desk.may('manage-visitors')}>
					<Button size="small" icon={Trash} class="set-remove" waits={waits()} onClick={() => setAsking('erase')}>
						{t().visitor.erase}
					</Button>
				</Show>
			</div>
			<Confirm
				open={asking() === 'block'}
				title={t().visitor.blockAsk}
				action={t().visitor.block}
				danger
				busy={action.busy()}
				error={action.error()}
				onConfirm={() => void block()}
				onClose={close}
			>
				<p>{t().visitor.blockText}</p>
				<TextField
					label={t().visitor.note}
					value={note()}
					maxLength={limits.blockNoteUnits}
					autocomplete="off"
					onInput={(event) => setNote(event.currentTarget.value)}
				/>
			</Confirm>
			<Confirm
				open={asking() === 'erase'}
				title={t().visitor.eraseAsk}
				action={t().visitor.erase}
				danger
				busy={action.busy()}
				error={action.error()}
				onConfirm={() => void erase()}
				onClose={close}
			>
				<p>{t().visitor.eraseText(site().name)}</p>
			</Confirm>
		</Show>
	);
}

/** The settings list who is, and let them in again. */
function Blocked() {
	const desk = useDesk();
	const site = useSite();
	const t = useTrustTexts();
	return (
		<p class="visitor-blocked">
			<Ban size={16} aria-hidden="true" />
			<Show when={desk.may('manage-sites')} fallback={t().visitor.isBlocked}>
				<A class="link" href={`/sites/${site().id}/settings`}>
					{t().visitor.isBlocked}
				</A>
			</Show>
		</p>
	);
}
