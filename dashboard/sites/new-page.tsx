import { useNavigate } from '@solidjs/router';
import { createSignal } from 'solid-js';
import { createAction } from '../settings/action.ts';
import { ForRight, PageHead, useWaits } from '../settings/section.tsx';
import { useSettingsTexts } from '../settings/texts.ts';
import { useDesk } from '../shell/desk.tsx';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';
import './sites.css';

export function Page() {
	const t = useSettingsTexts();
	return (
		<main class="page sites-new">
			<PageHead title={t().newSite.title} lead={t().newSite.lead} />
			<ForRight right="manage-sites">
				<AddressForm />
			</ForRight>
		</main>
	);
}

function AddressForm() {
	const desk = useDesk();
	const t = useSettingsTexts();
	const waits = useWaits();
	const navigate = useNavigate();
	const action = createAction((code) => (code === 'input.invalid' ? t().newSite.invalid : undefined));
	const [address, setAddress] = createSignal('');
	const [empty, setEmpty] = createSignal(false);

	async function add(event: SubmitEvent): Promise<void> {
		event.preventDefault();
		const typed = address().trim();
		setEmpty(typed === '');
		if (typed === '') return;
		await action.run(async () => {
			const site = await desk.api.sites.create.mutate({ address: typed });
			await desk.refreshMe();
			navigate(`/sites/${site.id}/widget`);
		});
	}

	return (
		<form class="box box-pad stack" onSubmit={(event) => void add(event)} noValidate>
			<TextField
				label={t().newSite.label}
				placeholder={t().newSite.placeholder}
				hint={t().newSite.next}
				error={empty() ? t().newSite.empty : action.error()}
				value={address()}
				inputmode="url"
				autocomplete="url"
				autocapitalize="none"
				spellcheck={false}
				maxLength={300}
				autofocus
				ref={(input) => queueMicrotask(() => input.focus())}
				onInput={(event) => {
					setAddress(event.currentTarget.value);
					setEmpty(false);
					action.clear();
				}}
			/>
			<div class="row">
				<Button type="submit" tone="solid" busy={action.busy()} waits={waits()}>
					{action.busy() ? t().newSite.adding : t().newSite.submit}
				</Button>
			</div>
		</form>
	);
}
