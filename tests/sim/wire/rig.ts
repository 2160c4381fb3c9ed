/** Layer 2, made for one run: the official client and handler over frames that the network carries, loses and holds. */
import type { LiveClock } from '../../../shared/live/host.ts';
import type { Verdicts } from '../ledger.ts';
import type { Layer, Network, NetworkOptions, Rig } from '../network.ts';
import type { Time } from '../time.ts';
import { createFrameWatch } from './frame-watch.ts';
import { installVirtualGlobals } from './globals.ts';
import { createWireLayer } from './layer.ts';
import { createPatience } from './patience.ts';
import { createWireNetwork, type WireNetworkOptions } from './wire-network.ts';

export interface WireRig extends Rig {
	readonly layer: Layer;
	readonly network: (options: NetworkOptions) => Network;
}

export interface WireRigOptions {
	/** What the kernel holds for the server; undefined: drawn from the run's seed. */
	readonly kernelBytes?: number | undefined;
	/** Every fault is just what was asked for. */
	readonly exact?: boolean | undefined;
	readonly passed?: WireNetworkOptions['passed'];
}

/** Small ones too, so that short conversations fill them. */
const kernelSizes = [256, 2_048, 65_536] as const;

export function wireRig(
	time: Time,
	verdicts: Verdicts,
	{ kernelBytes, passed, exact = false }: WireRigOptions = {},
): WireRig {
	const globals = installVirtualGlobals(time.clockOf({ dead: false }));
	const watch = createFrameWatch(verdicts);
	const patience = createPatience(verdicts);
	const clocks = new Map<string, LiveClock>();
	return {
		layer: createWireLayer({ globals, watch, opened: (page) => clocks.set(page.name, page.clock) }),
		network: (options) =>
			createWireNetwork({
				...options,
				watch,
				kernelBytes: kernelBytes ?? options.random.fork('kernel').pick(kernelSizes),
				passed,
				mild: !exact,
				struck(page, line) {
					const clock = clocks.get(page);
					if (clock !== undefined) patience(page, clock, line);
				},
			}),
		giveBack: globals.uninstall,
	};
}
