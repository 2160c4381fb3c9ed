import X from 'lucide-solid/icons/x';
import { createSignal, For, Show } from 'solid-js';
import { createAction } from '../settings/action.ts';
import { Section, useWaits } from '../settings/section.tsx';
import { useSettingsTexts } from '../settings/texts.ts';
import { useSite } from '../shell/site.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import type { Install } from './install.ts';

/** Whose pages may show the widget. */
export function Origins(props: { readonly install: Install }) {
	const site = useSite();
	const t = useSettingsTexts();
	const waits = useWaits();
	const adding = createAction((code) => (code === 'input.invalid' ? t().install.originInvalid : undefined));
	const removing = createAction();
	const [address, setAddress] = createSignal('');

	async function add(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		const typed = address().trim();
		if (typed === '') return;
		if (await adding.run(() => props.install.allow(typed))) setAddress('');
	}

	return (
		<Section title={t().install.originsTitle} hint={t().install.originsHint} bare>
			<div class="box set-rows">
				<Show
					when={site().origins.length > 0}
					fallback={<p class="set-row set-row-note">{t().install.originsEmpty}</p>}
				>
					<ul class="set-rows">
						<For each={site().origins}>
							{(origin) => (
								<li class="set-row">
									<span class="set-row-main install-origin">{origin}</span>
									<IconButton
										icon={X}
										label={t().install.originRemove(origin)}
										waits={waits()}
										busy={removing.busy()}
										onClick={() => void removing.run(() => props.install.disallow(origin))}
									/>
								</li>
							)}
						</For>
					</ul>
				</Show>
				<form class="set-inline-form install-add" onSubmit={(event) => void add(event)} noValidate>
					<TextField
						label={t().install.originLabel}
						hideLabel
						placeholder={t().newSite.placeholder}
						error={adding.error() ?? removing.error()}
						value={address()}
						inputmode="url"
						autocomplete="off"
						autocapitalize="none"
						spellcheck={false}
						maxLength={300}
						onInput={(event) => {
							setAddress(event.currentTarget.value);
							adding.clear();
							removing.clear();
						}}
					/>
					<Button type="submit" busy={adding.busy()} waits={waits()}>
						{t().install.originAdd}
					</Button>
				</form>
			</div>
		</Section>
	);
}
