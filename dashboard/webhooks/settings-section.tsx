import { LinkSection } from '../settings/section.tsx';
import { useSite } from '../shell/site.tsx';
import { useWebhooksTexts } from './texts.ts';

/** The way from a website's settings to its webhooks. */
export function WebhooksSection() {
	const site = useSite();
	const t = useWebhooksTexts();
	return (
		<LinkSection
			title={t().sectionTitle}
			hint={t().sectionHint}
			label={t().sectionOpen}
			href={`/sites/${site().id}/webhooks`}
		/>
	);
}
