import { useNavigate } from '@solidjs/router';
import Play from 'lucide-solid/icons/play';
import { createResource, createSignal, Show } from 'solid-js';
import { defaultVisitors } from '../demo/visitors.ts';
import { embedLine } from '../install/embed.ts';
import { useDesk } from '../shell/desk.tsx';
import { useErrorText } from '../shell/error-text.ts';
import { useSite } from '../shell/site.tsx';
import { Button } from '../ui/button.tsx';
import { CopyField } from '../ui/copy-field.tsx';
import { EmptyState } from '../ui/states.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import { useToast } from '../ui/toast.tsx';
import './empty.css';

export function EmptyMonitor() {
	const t = useDeskTexts();
	const desk = useDesk();
	const site = useSite();
	return (
		<EmptyState
			title={t().monitor.emptyTitle}
			text={desk.may('manage-sites') && !site().demo ? t().monitor.emptyText : t().monitor.emptyTextShort}
			picture={<QuietRoom />}
		>
			<Show when={desk.may('manage-sites')}>
				{/* On the Demo shop its own panel stands above. */}
				<Show when={!site().demo}>
					<CopyField label={t().monitor.embed} value={embedLine(desk.me().baseUrl, site().key)} />
					<StartDemo />
				</Show>
			</Show>
		</EmptyState>
	);
}

function StartDemo() {
	const t = useDeskTexts();
	const desk = useDesk();
	const toast = useToast();
	const errorText = useErrorText();
	const navigate = useNavigate();
	const [starting, setStarting] = createSignal(false);
	const [status] = createResource(() => desk.api.demo.status.query().catch(() => null));
	async function start(): Promise<void> {
		setStarting(true);
		try {
			const { siteId } = await desk.api.demo.start.mutate({ visitors: defaultVisitors });
			await desk.refreshMe();
			if (siteId !== null) navigate(`/sites/${siteId}/monitor`);
		} catch (error) {
			toast(errorText(error), 'trouble');
		} finally {
			setStarting(false);
		}
	}
	return (
		<Show when={status.latest?.offered}>
			<div class="demo-start">
				<Button
					icon={Play}
					busy={starting()}
					waits={desk.online() ? undefined : t().waitsForConnection}
					onClick={() => void start()}
				>
					{starting() ? t().monitor.startingDemo : t().monitor.startDemo}
				</Button>
				<p class="small quiet">{t().monitor.demoHint}</p>
			</div>
		</Show>
	);
}

/** A room at rest: two bubbles that say nothing, and the light that waits. */
function QuietRoom() {
	return (
		<svg class="quiet-room" viewBox="24 8 152 96" width="152" height="96" aria-hidden="true">
			<rect class="room-card" x="30" y="14" width="140" height="84" rx="12" />
			<rect class="room-line" x="46" y="32" width="52" height="14" rx="7" />
			<rect class="room-ai" x="88" y="54" width="66" height="14" rx="7" />
			<rect class="room-line" x="46" y="76" width="34" height="8" rx="4" />
			<circle class="room-light" cx="154" cy="28" r="4" />
		</svg>
	);
}
