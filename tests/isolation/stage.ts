/** One site's sessions over a store in memory and a clock by hand: the real directory, actors, procedures and feeds. */
import { createDirectory, type Directory } from '../../server/actor/directory.ts';
import type {
	Journal,
	Phrases,
	Responder,
	ResponseRequest,
	SessionIndex,
	SiteLimits,
} from '../../server/actor/ports.ts';
import { silentLog } from '../../server/log.ts';
import { createMemberProcedures } from '../../server/rpc/authority.ts';
import { createMonitorRouter } from '../../server/rpc/monitor.ts';
import type { Authority } from '../../server/rpc/ports.ts';
import { createVisitorRouter } from '../../server/rpc/visitor.ts';
import { accountIdOf, type FillRandom, type LoginId, loginIdOf, type MemberId, siteIdOf } from '../../shared/ids.ts';
import { createManualClock, type ManualClock } from '../net/support/manual-clock.ts';
import { anna, bruno } from '../session/samples.ts';
import { createMemoryStore, type MemoryStore } from '../support/memory-store.ts';
import { badlyAnswering } from './bad-responder.ts';
import { faulty, type PortFault } from './ports.ts';
import { edge, keepContext } from './probe.ts';

export const siteId = siteIdOf('00000000-0000-7000-8000-0000000000aa');

export type Agent = 'anna' | 'bruno';
export const agents = { anna, bruno } as const;

export interface Stage {
	readonly clock: ManualClock;
	readonly store: MemoryStore;
	readonly fillRandom: FillRandom;
	readonly directory: Directory;
	readonly visitorRouter: ReturnType<typeof createVisitorRouter>;
	readonly memberRouter: ReturnType<typeof createMonitorRouter>;
	loginOf(agent: Agent): LoginId;
	/** The process dies and another begins on the same store. */
	restart(): Promise<void>;
	stop(): Promise<void>;
}

/** A bell rings on behalf of whoever set it. */
function clockWithContext(): ManualClock {
	const clock = createManualClock();
	return {
		...clock,
		get pending() {
			return clock.pending;
		},
		setTimer(ms, ring) {
			const within = keepContext();
			return clock.setTimer(ms, () => {
				try {
					within(ring);
				} catch (error) {
					edge.push(`a bell threw: ${error}`);
				}
			});
		},
	};
}

/** Answers in two pieces, always the same; a question with "fail" in it breaks the provider. */
function createEchoResponder(clock: ManualClock): Responder {
	const wait = (ms: number): Promise<void> => new Promise((go) => void clock.setTimer(ms, go));
	async function* respond({ transcript, signal }: ResponseRequest) {
		const asked = transcript.findLast((entry) => entry.kind === 'message' && entry.author === 'visitor');
		const text = asked?.kind === 'message' ? asked.text : '';
		await wait(200);
		if (text.includes('fail')) throw new Error('the provider broke');
		yield { type: 'text', text: `You said ` } as const;
		await wait(600);
		if (signal.aborted) return;
		yield { type: 'text', text: `"${text}".` } as const;
		yield { type: 'done', sources: [], asks: text.includes('unsure') ? 'unsure' : null } as const;
	}
	return badlyAnswering({ respond });
}

export function createStage(portFault: PortFault | null): Stage {
	const clock = clockWithContext();
	const store = createMemoryStore();
	const logins: Record<Agent, LoginId> = { anna: loginIdOf('login-anna'), bruno: loginIdOf('login-bruno') };
	const accountId = accountIdOf('00000000-0000-7000-8000-0000000000cc');
	let random = 0;

	const authorityOf = (agent: Agent): Authority => ({
		loginId: logins[agent],
		memberId: agents[agent].memberId,
		accountId,
		email: `${agent}@example.com`,
		role: 'agent',
		plan: 'pro',
		profile: { displayName: agents[agent].name, sound: 'all', language: 'en', theme: 'system' },
	});
	const authorities = {
		of: (id: LoginId) => (id === logins.anna ? authorityOf('anna') : id === logins.bruno ? authorityOf('bruno') : null),
		accountOf: () => accountId,
		planOf: () => 'pro' as const,
	};
	const ports = {
		journal: faulty<Journal>('journal', store.journal, portFault),
		index: faulty<SessionIndex>('index', store.index, portFault),
		responder: faulty<Responder>('responder', createEchoResponder(clock), portFault),
		phrases: faulty<Phrases>('phrases', { apology: () => 'I could not answer.' }, portFault),
		siteLimits: faulty<SiteLimits>('siteLimits', { idleReturnMs: () => 180_000 }, portFault),
		holders: faulty('holders', { mayControl: (_: MemberId): boolean => true }, portFault),
	};

	const fillRandom: FillRandom = (bytes) => {
		random += 1;
		return bytes.fill(random % 200);
	};

	function build() {
		const directory = createDirectory({
			clock,
			log: silentLog,
			...ports,
			mayControl: (memberId) => ports.holders.mayControl(memberId),
			fillRandom,
		});
		return {
			directory,
			visitorRouter: createVisitorRouter({
				clock,
				directory,
				agentsOnline: () => true,
				messageLimit: () => null,
				hintLimit: () => null,
			}),
			memberRouter: createMonitorRouter(createMemberProcedures(authorities), {
				authorities,
				directory,
				clock,
				bootId: 'boot',
				hintLimit: () => null,
			}),
		};
	}
	let built = build();

	return {
		clock,
		store,
		fillRandom,
		get directory() {
			return built.directory;
		},
		get visitorRouter() {
			return built.visitorRouter;
		},
		get memberRouter() {
			return built.memberRouter;
		},
		loginOf: (agent) => logins[agent],
		async restart() {
			await built.directory.stop();
			built = build();
		},
		stop: () => built.directory.stop(),
	};
}
