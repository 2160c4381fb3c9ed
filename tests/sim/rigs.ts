import { callsRig } from './calls/layer.ts';
import type { Layer, MakeRig } from './network.ts';
import { wireRig } from './wire/rig.ts';

export const rigs: Readonly<Record<Layer['name'], MakeRig>> = { calls: callsRig, wire: wireRig };
