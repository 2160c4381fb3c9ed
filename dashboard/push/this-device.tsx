/** "On this phone": how this browser stands, and the one thing to do about it. */
import BellOff from 'lucide-solid/icons/bell-off';
import BellRing from 'lucide-solid/icons/bell-ring';
import CircleAlert from 'lucide-solid/icons/circle-alert';
import { createEffect, createSignal, For, Match, on, onCleanup, Show, Switch } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { PushView } from '../../shared/push.ts';
import { unreachable } from '../../shared/unreachable.ts';
import { isHandheld } from '../away.ts';
import { createAction } from '../settings/action.ts';
import { Section, useWaits } from '../settings/section.tsx';
import { useDesk } from '../shell/desk.tsx';
import { remember } from '../shell/remember.ts';
import { Button } from '../ui/button.tsx';
import { type DeviceState, factsOf, isSubscribed, lackOf, stateOf, subscribe, unsubscribe } from './device.ts';
import './push.css';
import { usePushTexts } from './texts.ts';

export interface ThisDeviceProps {
	readonly view: PushView;
	readonly onChange: (view: PushView) => void;
}

const signs = { lacks: CircleAlert, blocked: BellOff, off: BellOff, on: BellRing } as const;

export function ThisDevice(props: ThisDeviceProps) {
	const desk = useDesk();
	const t = usePushTexts();
	const waits = useWaits();
	const [said, setSaid] = createSignal<string>();
	const [failed, setFailed] = createSignal<string>();
	const action = createAction((code) => (code === 'limit.reached' ? t().full : undefined));
	const lack = lackOf(factsOf(window));

	async function look(view: PushView): Promise<DeviceState> {
		if (lack !== null) return { kind: 'lacks', what: lack };
		return stateOf(view, Notification.permission, await isSubscribed());
	}
	const [state, setState] = createSignal<DeviceState>();
	createEffect(
		on(
			() => props.view,
			(view) => {
				let current = true;
				onCleanup(() => {
					current = false;
				});
				void look(view).then((is) => current && setState(is));
			},
		),
	);

	/** One thing at a time; what was said about the one before goes. */
	async function run(work: () => Promise<void>): Promise<void> {
		setSaid(undefined);
		setFailed(undefined);
		await action.run(work);
	}

	const turnOn = () =>
		run(async () => {
			// Asked within the click: browsers ask the person only then.
			const permission = await Notification.requestPermission();
			if (permission === 'default') setFailed(t().dismissed);
			if (permission !== 'granted') return props.onChange({ ...props.view });
			try {
				props.onChange(await subscribe(desk.api, props.view.publicKey));
				remember('push', desk.me().id);
			} catch (error) {
				// A browser's own refusal; what our server refused has words of its own.
				if (!(error instanceof DOMException)) throw error;
				setFailed(t().browserFailed(error.message));
			}
		});

	const turnOff = (device: Extract<DeviceState, { readonly kind: 'on' }>['device']) =>
		run(async () => {
			const view = await desk.api.push.remove.mutate({ deviceId: device.id });
			remember('push', null);
			await unsubscribe();
			props.onChange(view);
		});

	const test = (device: Extract<DeviceState, { readonly kind: 'on' }>['device']) =>
		run(async () => {
			const result = await desk.api.push.test.mutate({ deviceId: device.id });
			if (result.ok) setSaid(t().tested);
			else setFailed(t().testFailed(result.error));
			// It may have been forgotten just now: its push service knows it no more.
			props.onChange(await desk.api.push.get.query());
		});

	const words = (is: DeviceState): readonly [title: string, text: string] => {
		switch (is.kind) {
			case 'lacks':
				return [t().lacks[is.what].title, t().lacks[is.what].text];
			case 'blocked':
				return [t().blockedTitle, t().blocked];
			case 'off':
				return [t().offTitle, t().off];
			case 'on':
				return [t().onTitle, t().on];
			default:
				return unreachable(is);
		}
	};
	const steps = (is: DeviceState): readonly string[] => {
		if (is.kind === 'blocked') return t().blockedSteps;
		return is.kind === 'lacks' && is.what === 'home-screen' ? t().homeScreenSteps : [];
	};
	const isOn = () => {
		const is = state();
		return is?.kind === 'on' ? is.device : undefined;
	};

	return (
		<Section title={isHandheld(window) ? t().onPhone : t().onComputer}>
			<Show when={state()}>
				{(is) => (
					<>
						<div class={`push-state push-${is().kind}`}>
							<span class="push-sign" aria-hidden="true">
								<Dynamic component={signs[is().kind]} size={20} />
							</span>
							<div class="push-words" role="status">
								<p class="push-title">{words(is())[0]}</p>
								<p class="quiet">{words(is())[1]}</p>
							</div>
						</div>
						<Show when={steps(is()).length > 0}>
							<ol class="push-steps">
								<For each={steps(is())}>{(step) => <li>{step}</li>}</For>
							</ol>
						</Show>
						<Switch>
							<Match when={is().kind === 'off'}>
								<div class="push-buttons">
									<Button tone="solid" busy={action.busy()} waits={waits()} onClick={() => void turnOn()}>
										{t().turnOn}
									</Button>
								</div>
							</Match>
							<Match when={isOn()}>
								{(device) => (
									<div class="push-buttons">
										<Button busy={action.busy()} waits={waits()} onClick={() => void test(device())}>
											{t().test}
										</Button>
										<Button tone="plain" waits={waits()} onClick={() => void turnOff(device())}>
											{t().turnOff}
										</Button>
									</div>
								)}
							</Match>
						</Switch>
					</>
				)}
			</Show>
			<p class="small quiet push-said" role="status">
				{said()}
			</p>
			<p class="field-note field-error" role="alert">
				{failed() ?? action.error()}
			</p>
		</Section>
	);
}
