/** Layer 1: our own words of the wire on the side of the page, and the real client code, server end and contexts around. */
import { createNetwork, type Layer, type MakeRig } from '../network.ts';
import { installTurns } from '../time.ts';
import { connectCalls } from './connection.ts';

export const callsLayer: Layer = { name: 'calls', connect: connectCalls };

export const callsRig: MakeRig = (time) => ({
	layer: callsLayer,
	network: createNetwork,
	giveBack: installTurns(time),
});
