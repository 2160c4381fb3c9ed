import SendHorizontal from 'lucide-solid/icons/send-horizontal';
import { createEffect, createSignal, on, Show } from 'solid-js';
import { limits } from '../../shared/limits.ts';
import { command } from '../session/command.ts';
import '../session/composer.css';
import { createAction } from '../settings/action.ts';
import { useWaits } from '../settings/section.tsx';
import { useDesk } from '../shell/desk.tsx';
import { recall, remember } from '../shell/remember.ts';
import { Button } from '../ui/button.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import { useToast } from '../ui/toast.tsx';
import { useMissedTexts } from './texts.ts';
import type { OneMissed } from './transcript.ts';

/** Writes to somebody who is not there: its placeholder says when and how they will read it. */
export function Answer(props: { readonly one: OneMissed; readonly onSent: () => Promise<void> }) {
	const t = useMissedTexts();
	const texts = useDeskTexts();
	const desk = useDesk();
	const waits = useWaits();
	const toast = useToast();
	// One conversation for as long as this component lives.
	const place = `late.${props.one.row.id}` as const;
	const [text, setText] = createSignal(recall(place) ?? '');
	createEffect(on(text, (draft) => remember(place, draft === '' ? null : draft), { defer: true }));
	const action = createAction((code) => {
		if (code === 'session.illegal') return t().visitorBack;
		return code === 'control.stale' ? t().changed : undefined;
	});
	const over = () => text().trim().length - limits.messageUnits;
	const may = () => desk.may('control');
	const sendable = () => may() && text().trim() !== '' && over() <= 0;
	const placeholder = () => {
		if (!may()) return t().viewer;
		const { contact } = props.one.row;
		return contact !== null && props.one.sendsMail ? t().placeholderMail(contact) : t().placeholder;
	};

	async function send(): Promise<void> {
		if (!sendable() || waits() !== undefined || action.busy()) return;
		const { id: sessionId, gen } = props.one.row;
		const written = text().trim();
		const sent = await action.run(() =>
			command(desk.host.clock, (clientId) =>
				desk.api.missed.answer.mutate({ sessionId, gen, clientId, text: written }),
			),
		);
		if (sent) {
			setText('');
			toast(t().sent);
		}
		await props.onSent();
	}

	return (
		<form
			class="composer missed-answer"
			onSubmit={(event) => {
				event.preventDefault();
				void send();
			}}
		>
			<div class="composer-box composer-human" classList={{ 'composer-shut': !may() }}>
				<textarea
					class="composer-field"
					aria-label={t().answerField}
					rows={2}
					placeholder={placeholder()}
					readOnly={!may()}
					value={text()}
					onInput={(event) => {
						action.clear();
						setText(event.currentTarget.value);
					}}
					onKeyDown={(event) => {
						if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
						event.preventDefault();
						void send();
					}}
				/>
				<Button
					type="submit"
					tone="human"
					icon={SendHorizontal}
					class="composer-send"
					// The text keeps the focus: on a phone the page would move under the finger before the tap counts.
					onMouseDown={(event) => event.preventDefault()}
					disabled={!sendable()}
					busy={action.busy()}
					waits={waits()}
				>
					{t().send}
				</Button>
			</div>
			<p class="composer-note" role="status">
				<Show when={over() > 0} fallback={<span class="composer-keys">{may() ? texts().session.enterSends : ''}</span>}>
					<span class="composer-over">{texts().session.tooLong(over())}</span>
				</Show>
			</p>
			<p class="field-note field-error" role="alert">
				{action.error()}
			</p>
		</form>
	);
}
