/** Layer 1: procedures are called in process, with the real rules of a connection, the real contexts and the real client code around. */
import { createNetwork, type Layer, type MakeRig } from '../network.ts';
import { installTurns } from '../time.ts';
import { connectCalls } from './connection.ts';
import { serveCalls } from './handler.ts';

export const callsLayer: Layer = { name: 'calls', serve: serveCalls, connect: connectCalls };

export const callsRig: MakeRig = (time) => ({
	layer: callsLayer,
	network: createNetwork,
	giveBack: installTurns(time),
});
