import { Match, Switch } from 'solid-js';
import { useSettingsTexts } from '../settings/texts.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import type { KeyChange } from './draft.ts';

/** A key is written and never read back: it can only be kept, replaced or removed. */
export function KeyField(props: {
	readonly hasKey: boolean;
	readonly change: KeyChange;
	readonly onChange: (change: KeyChange) => void;
}) {
	const t = useSettingsTexts();
	const desk = useDeskTexts();
	const keep = () => props.onChange({ type: 'keep' });
	const undo = () => (
		<Button tone="plain" onClick={keep}>
			{desk().ui.cancel}
		</Button>
	);
	return (
		<Switch>
			<Match when={props.change.type === 'replace' || (props.change.type === 'keep' && !props.hasKey)}>
				<div class="set-inline-form set-labelled">
					<TextField
						label={t().ai.key}
						placeholder={t().ai.keyPlaceholder}
						hint={props.hasKey ? undefined : t().ai.keyNone}
						type="password"
						// No password of this site: the browser must not fill in the member's own.
						autocomplete="new-password"
						maxLength={500}
						value={props.change.type === 'replace' ? props.change.key : ''}
						onInput={(event) => props.onChange({ type: 'replace', key: event.currentTarget.value })}
					/>
					{props.hasKey ? undo() : undefined}
				</div>
			</Match>
			<Match when={props.change.type === 'remove'}>
				<div class="field">
					<span class="field-label">{t().ai.key}</span>
					<div class="row">
						<span class="small">{t().ai.keyWillGo}</span>
						{undo()}
					</div>
				</div>
			</Match>
			<Match when={props.hasKey}>
				<div class="field">
					<span class="field-label">{t().ai.key}</span>
					<div class="row">
						<span class="small quiet">{t().ai.keyStored}</span>
						<Button size="small" onClick={() => props.onChange({ type: 'replace', key: '' })}>
							{t().ai.keyReplace}
						</Button>
						<Button size="small" onClick={() => props.onChange({ type: 'remove' })}>
							{t().ai.keyRemove}
						</Button>
					</div>
				</div>
			</Match>
		</Switch>
	);
}
