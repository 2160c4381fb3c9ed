/** A member's browsers that show notifications: this one, what they show, and the other ones. */
import { For, Show } from 'solid-js';
import type { PushDevice, PushView } from '../../shared/push.ts';
import { createAction } from '../settings/action.ts';
import { createLoaded, LoadedView } from '../settings/loaded.tsx';
import { Section, useWaits } from '../settings/section.tsx';
import { useDesk } from '../shell/desk.tsx';
import { Button } from '../ui/button.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { usePushTexts } from './texts.ts';
import { ThisDevice } from './this-device.tsx';

export function Devices() {
	const desk = useDesk();
	const view = createLoaded<PushView>(desk, () => desk.api.push.get.query());
	return (
		<LoadedView of={view}>
			{(now) => (
				<div class="set-sections">
					<ThisDevice view={now()} onChange={(next) => view.set(next)} />
					<Discreet view={now()} onChange={(next) => view.set(next)} />
					<Others view={now()} onChange={(next) => view.set(next)} />
				</div>
			)}
		</LoadedView>
	);
}

interface PartProps {
	readonly view: PushView;
	readonly onChange: (view: PushView) => void;
}

function Discreet(props: PartProps) {
	const desk = useDesk();
	const t = usePushTexts();
	const action = createAction();
	return (
		<Section title={t().privacyTitle}>
			<label class="set-check">
				<input
					type="checkbox"
					checked={props.view.discreet}
					disabled={action.busy() || !desk.online()}
					aria-describedby="push-discreet"
					onChange={(event) => {
						const on = event.currentTarget.checked;
						void action.run(async () => props.onChange(await desk.api.push.setDiscreet.mutate({ on })));
					}}
				/>
				<span class="set-check-label">{t().discreet}</span>
				<span class="set-check-hint" id="push-discreet">
					{t().discreetHint}
				</span>
			</label>
			<p class="field-note field-error" role="alert">
				{action.error()}
			</p>
		</Section>
	);
}

function Others(props: PartProps) {
	const t = usePushTexts();
	const others = () => props.view.devices.filter(({ mine }) => !mine);
	return (
		<Show when={others().length > 0}>
			<Section title={t().devicesTitle} hint={t().devicesHint} bare>
				<ul class="box push-devices">
					<For each={others()}>{(device) => <Device device={device} onChange={props.onChange} />}</For>
				</ul>
			</Section>
		</Show>
	);
}

function Device(props: { readonly device: PushDevice; readonly onChange: (view: PushView) => void }) {
	const desk = useDesk();
	const t = usePushTexts();
	const waits = useWaits();
	const action = createAction();
	const name = () => props.device.label || t().unknownDevice;
	return (
		<li class="push-device">
			<div class="push-device-words">
				<p class="push-device-name">{name()}</p>
				<p class="small quiet">
					{t().since} <RelativeTime at={props.device.createdAt} /> ·{' '}
					<Show when={props.device.lastOkAt} fallback={t().neverOk}>
						{(at) => (
							<>
								{t().lastOk} <RelativeTime at={at()} />
							</>
						)}
					</Show>
				</p>
				<p class="field-note field-error" role="alert">
					{action.error()}
				</p>
			</div>
			<Button
				size="small"
				busy={action.busy()}
				waits={waits()}
				aria-label={t().removeNamed(name())}
				onClick={() =>
					void action.run(async () => props.onChange(await desk.api.push.remove.mutate({ deviceId: props.device.id })))
				}
			>
				{t().remove}
			</Button>
		</li>
	);
}
