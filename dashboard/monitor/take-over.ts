import { createSignal } from 'solid-js';
import type { Card } from '../../shared/card.ts';
import type { SessionId } from '../../shared/ids.ts';
import { command } from '../session/command.ts';
import { useDesk } from '../shell/desk.tsx';
import { useErrorText } from '../shell/error-text.ts';
import { useToast } from '../ui/toast.tsx';

/** One click on a card: takes over, then `done`; a refusal is told, and the list shows what is true meanwhile. */
export function createTakeOver(done: (id: SessionId) => void) {
	const desk = useDesk();
	const toast = useToast();
	const errorText = useErrorText();
	const [taking, setTaking] = createSignal<SessionId | null>(null);
	async function takeOver({ id, gen }: Pick<Card, 'id' | 'gen'>): Promise<void> {
		if (taking() !== null) return;
		setTaking(id);
		try {
			await command(desk.host.clock, (clientId) => desk.api.monitor.takeOver.mutate({ sessionId: id, gen, clientId }));
			done(id);
		} catch (error) {
			toast(errorText(error), 'trouble');
		} finally {
			setTaking(null);
		}
	}
	return { taking, takeOver };
}
