import type { Patch } from '../patch.ts';
import { actorPatches } from './actor.ts';
import { aiPatches } from './ai.ts';
import { clientPatches } from './clients.ts';
import { netPatches } from './net.ts';
import { rpcPatches } from './rpc.ts';
import { sessionPatches } from './session.ts';
import { sharedPatches } from './shared.ts';
import { storePatches } from './store.ts';

export const allPatches: readonly Patch[] = [
	...sessionPatches,
	...actorPatches,
	...aiPatches,
	...rpcPatches,
	...sharedPatches,
	...clientPatches,
	...netPatches,
	...storePatches,
];
