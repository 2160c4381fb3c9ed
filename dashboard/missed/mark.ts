/** "Resolve", and taking it back: one click, told once, shown when the server has it. */
import { createSignal } from 'solid-js';
import type { SessionId } from '../../shared/ids.ts';
import type { MissedRow } from '../../shared/missed-list.ts';
import { command } from '../session/command.ts';
import { useDesk } from '../shell/desk.tsx';
import { useErrorText } from '../shell/error-text.ts';
import { useToast } from '../ui/toast.tsx';

export function createMark(done: () => Promise<void>) {
	const desk = useDesk();
	const toast = useToast();
	const errorText = useErrorText();
	const [marking, setMarking] = createSignal<SessionId | null>(null);
	async function mark({ id, gen, resolved }: MissedRow): Promise<void> {
		if (marking() !== null) return;
		setMarking(id);
		const { missed } = desk.api;
		const call = resolved === null ? missed.resolve : missed.unresolve;
		try {
			await command(desk.host.clock, (clientId) => call.mutate({ sessionId: id, gen, clientId }));
		} catch (error) {
			toast(errorText(error), 'trouble');
		}
		await done();
		setMarking(null);
	}
	return { marking, mark };
}
