import { type ParentProps, Show } from 'solid-js';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import { useWaits } from './section.tsx';

/** Asks before something that can't be taken back, or that others will feel. */
export function Confirm(
	props: ParentProps<{
		readonly open: boolean;
		readonly title: string;
		/** The verb of what will happen; never "OK". */
		readonly action: string;
		readonly danger?: boolean | undefined;
		readonly busy: boolean;
		readonly error?: string | undefined;
		/** Why it can't be done yet. */
		readonly waits?: string | undefined;
		readonly onConfirm: () => void;
		readonly onClose: () => void;
	}>,
) {
	const t = useDeskTexts();
	const waits = useWaits();
	return (
		<Dialog
			open={props.open}
			onClose={() => props.onClose()}
			title={props.title}
			actions={
				<>
					<Button onClick={() => props.onClose()}>{t().ui.cancel}</Button>
					<Button
						tone={props.danger === true ? 'danger' : 'solid'}
						busy={props.busy}
						waits={waits() ?? props.waits}
						onClick={() => props.onConfirm()}
					>
						{props.action}
					</Button>
				</>
			}
		>
			{props.children}
			<Show when={props.error}>
				{(error) => (
					<p class="field-note field-error" role="alert">
						{error()}
					</p>
				)}
			</Show>
		</Dialog>
	);
}
