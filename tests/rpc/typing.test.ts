import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMemberProcedures } from '../../server/rpc/authority.ts';
import { createMonitorRouter } from '../../server/rpc/monitor.ts';
import type { Authorities, Authority } from '../../server/rpc/ports.ts';
import { accountIdOf, loginIdOf } from '../../shared/ids.ts';
import { createWorld, type World } from '../actor/world.ts';
import { anna, bruno, idOf } from '../session/samples.ts';

let world: World;
beforeEach(() => {
	world = createWorld();
});
afterEach(() => world.stop());

const accountId = accountIdOf('00000000-0000-7000-8000-0000000000bb');

/** The monitoring procedures, called by this member. */
function deskOf({ memberId, name }: typeof anna) {
	const authority: Authority = {
		loginId: loginIdOf('00000000-0000-7000-8000-0000000000cc'),
		memberId,
		accountId,
		email: 'agent@example.com',
		role: 'agent',
		plan: 'pro',
		profile: { displayName: name, sound: 'none', language: 'en', theme: 'system' },
	};
	const authorities: Authorities = { of: () => authority, accountOf: () => accountId, planOf: () => 'pro' };
	const router = createMonitorRouter(createMemberProcedures(authorities), {
		authorities,
		directory: world.directory,
		clock: world.clock,
		bootId: 'boot',
		hintLimit: () => null,
	});
	const connection = {
		id: memberId,
		writable: () => Promise.resolve(),
		close() {},
		closed: new AbortController().signal,
	};
	return router.createCaller({
		loginId: authority.loginId,
		connection,
		baseUrl: '',
		setAway() {},
		browser: { headers: {}, baseUrl: '' },
		insecure: false,
	});
}

test('only who holds the session is shown as typing (I4)', async () => {
	const actor = await world.open();
	world.connect(anna.memberId);
	await actor.tell({ type: 'visitor.said', clientId: idOf('one'), text: 'Hello?' });
	await actor.tell({ type: 'agent.tookOver', agent: anna, gen: actor.state.gen, clientId: idOf('take') });
	await deskOf(bruno).typing({ sessionId: actor.session.id, on: true });
	expect(actor.presence.agentTyping).toBe(false);
	await deskOf(anna).typing({ sessionId: actor.session.id, on: true });
	expect(actor.presence.agentTyping).toBe(true);
});
