import ExternalLink from 'lucide-solid/icons/external-link';
import { ForRight, PageHead, Section } from '../settings/section.tsx';
import { useSettingsTexts } from '../settings/texts.ts';
import { useDesk } from '../shell/desk.tsx';
import { useSite } from '../shell/site.tsx';
import { CopyField } from '../ui/copy-field.tsx';
import { Appearance } from './appearance.tsx';
import { cspLine, embedLine, testPage } from './embed.ts';
import './install.css';
import { createInstall } from './install.ts';
import { Origins } from './origins.tsx';
import { Seen } from './seen.tsx';

export function Page() {
	const site = useSite();
	const t = useSettingsTexts();
	return (
		<main class="page install">
			<PageHead title={t().install.title} lead={t().install.lead(site().name)} />
			<ForRight right="manage-sites">
				<Install />
			</ForRight>
		</main>
	);
}

function Install() {
	const desk = useDesk();
	const site = useSite();
	const t = useSettingsTexts();
	const install = createInstall(desk, site);
	const base = () => desk.me().baseUrl;
	return (
		<div class="set-sections">
			<Section title={t().install.embedTitle} hint={t().install.embedHint} bare>
				<div class="stack install-embed">
					<CopyField label={t().install.embedLabel} value={embedLine(base(), site().key)} />
					<Seen install={install} />
					<a class="link small install-try" href={testPage(site().key)} target="_blank" rel="noreferrer">
						{t().install.tryIt}
						<ExternalLink size={12} aria-hidden="true" />
					</a>
				</div>
			</Section>
			<Appearance />
			<Origins install={install} />
			<Section title={t().install.cspTitle} hint={t().install.cspHint} bare>
				<CopyField label={t().install.cspLabel} value={cspLine(base())} />
			</Section>
		</div>
	);
}
