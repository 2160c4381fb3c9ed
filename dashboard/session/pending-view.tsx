import CircleAlert from 'lucide-solid/icons/circle-alert';
import Ear from 'lucide-solid/icons/ear';
import { Match, Show, Switch } from 'solid-js';
import type { OutboxItem } from '../../shared/live/outbox.ts';
import { failureText } from '../shell/error-text.ts';
import { Button } from '../ui/button.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import { MessageText } from './message-text.tsx';
import type { Written } from './session.ts';

export interface PendingViewProps {
	readonly item: OutboxItem<Written>;
	readonly mayRetry: boolean;
	readonly onRetry: () => void;
	readonly onDiscard: () => void;
}

/** Written here, and not in the transcript yet: sending, sent, or refused with a reason and a way on. */
export function PendingView(props: PendingViewProps) {
	const t = useDeskTexts();
	const whispered = () => props.item.body.to === 'ai';
	const failed = () => (props.item.status.kind === 'failed' ? props.item.status.error : null);
	return (
		<div
			class="said said-agent said-first said-pending"
			classList={{ 'said-failed': failed() !== null, 'said-whisper': whispered() }}
		>
			<p class="said-by">
				<Show when={whispered()}>
					<Ear size={12} aria-hidden="true" />
				</Show>
				<span class="said-name">{whispered() ? t().session.youWhispered : t().session.you}</span>
			</p>
			<div class="bubble">
				<MessageText text={props.item.body.text} />
			</div>
			<Switch>
				<Match when={failed()}>
					{(error) => (
						<div class="said-note said-trouble">
							<p>
								<CircleAlert size={12} aria-hidden="true" /> {t().session.failed}.{' '}
								{failureText({ kind: 'refused', error: error() }, t())}
							</p>
							<div class="row row-end">
								<Show when={props.mayRetry}>
									<Button size="small" onClick={() => props.onRetry()}>
										{t().session.retry}
									</Button>
								</Show>
								<Button size="small" tone="plain" onClick={() => props.onDiscard()}>
									{t().session.discard}
								</Button>
							</div>
						</div>
					)}
				</Match>
				<Match when={props.item.status.kind === 'sending'}>
					<p class="said-note">{t().session.sending}</p>
				</Match>
				<Match when={props.item.status.kind === 'sent'}>
					<p class="said-note">{t().session.sent}</p>
				</Match>
			</Switch>
		</div>
	);
}
