/** Layer 1: procedures are called in process, with the real rules of a connection, the real contexts and the real client code around. */
import type { Layer } from '../network.ts';
import { connectCalls } from './connection.ts';
import { serveCalls } from './handler.ts';

export const callsLayer: Layer = { name: 'calls', serve: serveCalls, connect: connectCalls };
