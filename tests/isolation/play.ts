/** One run: three visitors, two agents; one session meets a fault wherever it comes by, the others must not notice. */
import type { Entry } from '../../shared/entry.ts';
import { emptyState, fold } from '../../shared/fold.ts';
import { settle } from '../actor/world.ts';
import { anna, bruno, idOf } from '../session/samples.ts';
import { createDesk, createVisitor, type Refusals, type Visitor } from './people.ts';
import type { PortFault } from './ports.ts';
import { asSubject, probe } from './probe.ts';
import { createStage, type Stage, siteId } from './stage.ts';

export interface Ending {
	/** Everything that the others wrote, heard and look like: equal in every run. */
	readonly others: string;
	readonly fired: number;
	/** The card said that the session was set aside. */
	readonly shown: boolean;
	/** Answers that failed on the provider's account: the card says so too. */
	readonly aiFailures: number;
	readonly refusals: Refusals;
	/** What is wrong. */
	readonly complaints: readonly string[];
}

/** The same, whoever says it. */
const apart = <T>(run: () => T): T => run();

const stepMs = 500;

/** What happens to the session, each followed by so many ms. */
type Step = readonly [ms: number, act: () => void];

export interface Plan {
	/** The point that is armed; null: none. */
	readonly point: string | null;
	readonly portFault: PortFault | null;
}

export async function play({ point, portFault }: Plan): Promise<Ending> {
	const stage: Stage = createStage(portFault);
	const at = (): Stage => stage;
	const refusals: Refusals = { codes: new Map(), untyped: [], open: 0 };
	const quiet: Refusals = { codes: new Map(), untyped: [], open: 0 };
	const one = createVisitor(at, 'one', apart, quiet);
	const two = createVisitor(at, 'two', apart, quiet);
	const subject = createVisitor(at, 'subject', asSubject, refusals);
	const tab = createVisitor(at, 'subject', asSubject, refusals);
	const annaDesk = createDesk(at, 'anna', anna.memberId, asSubject, refusals);
	const brunoDesk = createDesk(at, 'bruno', bruno.memberId, apart, quiet);
	const complaints: string[] = [];
	let shown = false;

	const card = (visitor: Visitor) =>
		visitor.sessionId === null ? null : stage.directory.list(siteId).card(visitor.sessionId);
	const transcript = (visitor: Visitor): readonly Entry[] =>
		visitor.sessionId === null ? [] : stage.store.transcript(visitor.sessionId);
	const id = () => subject.sessionId;

	/** A session that goes round in circles would stop everything, and this run with it. */
	async function pass(ms: number): Promise<void> {
		for (let gone = 0; gone < ms; gone += stepMs) {
			stage.clock.advance(stepMs);
			await settle();
			for (const visitor of [one, two, subject, tab]) visitor.tick();
			await settle();
			shown ||= card(subject)?.needsHuman?.why === 'set-aside';
			for (const other of [one, two])
				if (card(other)?.needsHuman?.why === 'set-aside') complaints.push(`${other.name} was set aside`);
		}
	}

	/** The others go on all the time, and on the beat. */
	let beat = 0;
	function othersGoOn(): void {
		beat += 1;
		if (beat % 3 === 0) one.write(`Question ${beat}`);
		if (beat % 3 === 1) two.write(`Remark ${beat}`);
		if (beat % 3 === 2) brunoDesk.call('reply', two.sessionId, { text: `Reply ${beat}` });
	}

	brunoDesk.attend();
	annaDesk.attend();
	for (const visitor of [one, two, subject]) {
		visitor.open();
		await pass(1_000);
		visitor.write('Good morning');
		await pass(3_000);
	}
	brunoDesk.call('takeOver', two.sessionId);
	await pass(1_000);
	// Another life of the process: the session has to be folded on the very first step.
	for (const visitor of [one, two, subject]) visitor.close();
	await stage.restart();
	brunoDesk.leave();
	annaDesk.leave();
	brunoDesk.attend();
	annaDesk.attend();
	for (const visitor of [one, two]) visitor.open();
	await pass(2_000);

	const fence = (): void => {
		const known = id();
		if (known !== null) void stage.store.journal.claim(known);
	};
	const say = (text: string) => () => subject.write(text);
	const repeat = (): void => {
		const { actor } = subject;
		const again = { type: 'visitor.said', clientId: idOf('subject-1'), text: 'Good morning' } as const;
		if (actor !== null) void asSubject(async () => actor.tell(again)).catch(() => {});
	};
	const steps: readonly Step[] = [
		[2_000, () => subject.open()],
		[500, () => tab.open()],
		[2_500, say('How much?')],
		[500, () => subject.sessionId !== null && annaDesk.watch(subject.sessionId)],
		[1_000, () => subject.call('typing', { on: true })],
		[1_000, () => subject.call('page', { url: 'https://shop.example/a', title: 'A' })],
		[500, say('And two?')],
		[500, () => annaDesk.call('whisper', id(), { text: 'Mention the sale' })],
		[1_000, () => annaDesk.call('takeOver', id())],
		[1_000, say('Are you there?')],
		[500, () => annaDesk.call('typing', id())],
		[1_000, () => annaDesk.call('reply', id(), { text: 'I am.' })],
		[1_000, say('Still?')],
		[62_000, () => annaDesk.call('keep', id())],
		[125_000, () => {}],
		[1_000, () => subject.call('askForHuman', { clientId: 'ask-for-human-1' })],
		[1_000, () => annaDesk.call('reply', id(), { text: 'Here again.' })],
		[2_000, () => annaDesk.leave()],
		[1_000, () => annaDesk.attend()],
		[32_000, () => annaDesk.leave()],
		[1_000, () => annaDesk.attend()],
		[4_000, say('Please fail')],
		[4_000, say('I am unsure')],
		[1_000, () => annaDesk.call('takeOver', id())],
		[1_000, () => subject.call('backToAi', { clientId: 'back-to-ai-1' })],
		[1_000, () => annaDesk.call('takeOver', id())],
		[2_000, () => annaDesk.call('release', id())],
		[1_000, repeat],
		[500, fence],
		[4_000, say('Who owns this?')],
		[90_000, () => annaDesk.unwatch()],
		// It wakes a session at rest, and starts no turn.
		[500, () => annaDesk.call('whisper', id(), { text: 'Be brief' })],
		[4_000, say('After a rest')],
		[500, () => tab.close()],
		[15_000, () => subject.close()],
		[2_000, () => subject.open()],
		[4_000, say('I am back')],
		[2_000, () => subject.call('end', undefined)],
		[4_000, say('One more thing')],
	];

	probe.armed = point;
	probe.fired = 0;
	for (const [ms, act] of steps) {
		act();
		othersGoOn();
		await pass(ms);
	}
	const { fired } = probe;
	if (refusals.open > 3) complaints.push(`${refusals.open} calls of the session were never answered`);
	const failures = transcript(subject).filter((entry) => entry.kind === 'ai-failed').length;

	// The fault is gone: it must come back by itself, and what was written meanwhile is said and answered.
	probe.armed = null;
	await pass(45_000);
	if (subject.actor === null) complaints.push('the visitor did not get in again');
	if (card(subject)?.needsHuman?.why === 'set-aside') complaints.push('it did not recover by itself');
	annaDesk.call('takeOver', id());
	await pass(1_000);
	if (card(subject)?.mode !== 'taken-over') complaints.push('it could not be taken over');
	annaDesk.call('release', id());
	await pass(2_000);
	subject.write('Last words');
	await pass(4_000);
	complaints.push(...faultsIn(subject, transcript(subject)));
	for (const other of [one, two]) complaints.push(...faultsIn(other, transcript(other)));
	const { actor } = subject;
	if (actor !== null && JSON.stringify(fold(emptyState, transcript(subject))) !== JSON.stringify(actor.state))
		complaints.push('its state is not the fold of its transcript');

	const others = JSON.stringify(
		[one, two].map((other) => ({ written: transcript(other), heard: other.heard, card: card(other) })),
	);
	await stage.stop();
	return { others, fired, shown, aiFailures: failures, refusals, complaints };
}

/** Everything that the visitor wrote is there once, and answered; the numbers have no hole; the view is the transcript. */
function faultsIn(visitor: Visitor, entries: readonly Entry[]): readonly string[] {
	const { name } = visitor;
	const faults: string[] = [];
	if (visitor.unsent > 0) faults.push(`${name} still has ${visitor.unsent} messages on the way`);
	if (entries.some(({ seq }, n) => seq !== n + 1)) faults.push(`${name}'s transcript has a hole`);
	const ids = entries.flatMap(({ clientId }) => clientId ?? []);
	if (new Set(ids).size !== ids.length) faults.push(`${name} has said something twice`);
	const state = fold(emptyState, entries);
	if (name !== 'two' && state.unanswered !== null) faults.push(`${name} has no answer`);
	const seen = entries.filter((entry) => entry.kind === 'message').map(({ seq }) => seq);
	const heard = visitor.heard.filter((entry) => entry.kind === 'message').map(({ seq }) => seq);
	if (seen.join() !== heard.join()) faults.push(`${name} sees ${heard.join()} of ${seen.join()}`);
	return faults;
}
