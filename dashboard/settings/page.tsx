import { useNavigate } from '@solidjs/router';
import { createSignal } from 'solid-js';
import { limits } from '../../shared/limits.ts';
import { useDesk } from '../shell/desk.tsx';
import { useSite } from '../shell/site.tsx';
import { Blocks } from '../trust/blocks.tsx';
import { Limits } from '../trust/limits.tsx';
import { RetentionForm } from '../trust/retention-form.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import { WebhooksSection } from '../webhooks/settings-section.tsx';
import { createAction } from './action.ts';
import { Confirm } from './confirm.tsx';
import { idleMinutesOf, minutesOf } from './idle.ts';
import { ForRight, LinkSection, PageHead, SaveRow, Section, useWaits } from './section.tsx';
import { useSettingsTexts } from './texts.ts';

export function Page() {
	const site = useSite();
	const t = useSettingsTexts();
	return (
		<main class="page page-narrow">
			<PageHead title={t().site.title} lead={t().site.lead(site().name)} />
			<ForRight right="manage-sites">
				<div class="set-sections">
					<NameForm />
					<ToWidget />
					<IdleForm />
					<WebhooksSection />
					<RetentionForm />
					<Blocks />
					<Limits />
					<Removal />
				</div>
			</ForRight>
		</main>
	);
}

function NameForm() {
	const desk = useDesk();
	const site = useSite();
	const t = useSettingsTexts();
	const action = createAction();
	const [name, setName] = createSignal(site().name);
	const [wrong, setWrong] = createSignal<string>();
	const [saved, setSaved] = createSignal(false);

	async function save(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		const wanted = name().trim();
		if (wanted === '') return void setWrong(t().site.nameEmpty);
		if (wanted.length > limits.siteNameUnits) return void setWrong(t().site.nameLong(limits.siteNameUnits));
		const worked = await action.run(async () => {
			await desk.api.sites.update.mutate({ siteId: site().id, name: wanted });
			await desk.refreshMe();
		});
		if (worked) setName(wanted);
		setSaved(worked);
	}

	return (
		<Section title={t().site.nameTitle}>
			<form class="stack" onSubmit={(event) => void save(event)}>
				<TextField
					label={t().site.name}
					hint={t().site.nameHint}
					error={wrong()}
					value={name()}
					autocomplete="off"
					onInput={(event) => {
						setName(event.currentTarget.value);
						setWrong(undefined);
					}}
				/>
				<SaveRow busy={action.busy()} changed={name().trim() !== site().name} saved={saved()} error={action.error()} />
			</form>
		</Section>
	);
}

/** Where the menu has no room for it. */
function ToWidget() {
	const site = useSite();
	const t = useSettingsTexts();
	return (
		<div class="set-phone">
			<LinkSection
				title={t().install.title}
				hint={t().install.lead(site().name)}
				label={t().install.embedTitle}
				href={`/sites/${site().id}/widget`}
			/>
		</div>
	);
}

function IdleForm() {
	const desk = useDesk();
	const site = useSite();
	const t = useSettingsTexts();
	const action = createAction();
	const stored = () => minutesOf(site().settings.idleReturnMs);
	const [minutes, setMinutes] = createSignal(String(stored()));
	const [wrong, setWrong] = createSignal<string>();
	const [saved, setSaved] = createSignal(false);

	async function save(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		const idleReturnMs = idleMinutesOf(minutes());
		if (idleReturnMs === null) return void setWrong(t().site.idleInvalid);
		const worked = await action.run(async () => {
			await desk.api.sites.update.mutate({ siteId: site().id, settings: { idleReturnMs } });
			await desk.refreshMe();
		});
		setSaved(worked);
	}

	return (
		<Section title={t().site.idleTitle} hint={t().site.idleHint}>
			<form class="stack" onSubmit={(event) => void save(event)} noValidate>
				<TextField
					class="set-number"
					label={t().site.idle}
					hint={t().site.idleNow(stored())}
					error={wrong()}
					type="number"
					inputmode="numeric"
					min={1}
					max={60}
					step={1}
					value={minutes()}
					onInput={(event) => {
						setMinutes(event.currentTarget.value);
						setWrong(undefined);
					}}
				/>
				<SaveRow
					busy={action.busy()}
					changed={minutes().trim() !== String(stored())}
					saved={saved()}
					error={action.error()}
				/>
			</form>
		</Section>
	);
}

function Removal() {
	const desk = useDesk();
	const site = useSite();
	const t = useSettingsTexts();
	const waits = useWaits();
	const navigate = useNavigate();
	const action = createAction();
	const [open, setOpen] = createSignal(false);
	const [typed, setTyped] = createSignal('');

	async function remove(): Promise<void> {
		const { id, demo } = site();
		const worked = await action.run(() =>
			demo ? desk.api.demo.remove.mutate() : desk.api.sites.remove.mutate({ siteId: id }),
		);
		if (!worked) return;
		// Away first: once the site is gone from the list, its own pages have nothing to show.
		navigate('/sites', { replace: true });
		await desk.refreshMe();
	}

	return (
		<Section title={t().site.removeTitle} hint={t().site.removeHint} bare>
			<Button tone="outline" class="set-remove" waits={waits()} onClick={() => setOpen(true)}>
				{t().site.remove}
			</Button>
			<Confirm
				open={open()}
				title={t().site.removeAsk(site().name)}
				action={t().site.remove}
				danger
				busy={action.busy()}
				error={action.error()}
				waits={typed().trim() === site().name ? undefined : t().site.removeType(site().name)}
				onConfirm={() => void remove()}
				onClose={() => {
					setOpen(false);
					setTyped('');
					action.clear();
				}}
			>
				<p>{t().site.removeHint}</p>
				<TextField
					label={t().site.removeType(site().name)}
					autofocus
					value={typed()}
					autocomplete="off"
					onInput={(event) => setTyped(event.currentTarget.value)}
				/>
			</Confirm>
		</Section>
	);
}
