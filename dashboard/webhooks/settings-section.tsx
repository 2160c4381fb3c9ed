import { A } from '@solidjs/router';
import ChevronRight from 'lucide-solid/icons/chevron-right';
import { Section } from '../settings/section.tsx';
import { useSite } from '../shell/site.tsx';
import { useWebhooksTexts } from './texts.ts';
import './webhooks.css';

/** The way from a website's settings to its webhooks. */
export function WebhooksSection() {
	const site = useSite();
	const t = useWebhooksTexts();
	return (
		<Section title={t().sectionTitle} hint={t().sectionHint} bare>
			<A class="box hooks-link" href={`/sites/${site().id}/webhooks`}>
				<span>{t().sectionOpen}</span>
				<ChevronRight size={16} aria-hidden="true" />
			</A>
		</Section>
	);
}
