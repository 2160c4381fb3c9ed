import { Show } from 'solid-js';
import type { WebhookMade } from '../../shared/webhook.ts';
import { Button } from '../ui/button.tsx';
import { CopyField } from '../ui/copy-field.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useWebhooksTexts } from './texts.ts';

/** The only time that a secret is on a screen. */
export function SecretDialog(props: { readonly made: WebhookMade; readonly onClose: () => void }) {
	const t = useWebhooksTexts();
	return (
		<Dialog
			open
			wide
			title={t().secretTitle}
			onClose={() => props.onClose()}
			actions={
				<Button tone="solid" onClick={() => props.onClose()}>
					{t().secretDone}
				</Button>
			}
		>
			<p>{t().secretOnce}</p>
			<CopyField label={t().secretLabel} value={props.made.secret ?? ''} />
			<Show when={props.made.webhook.oldSecretUntil !== null}>
				<p class="small">{t().secretOld}</p>
			</Show>
		</Dialog>
	);
}
