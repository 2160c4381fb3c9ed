import { useAlertsTexts } from '../alerts/texts.ts';
import { LinkSection, PageHead } from '../settings/section.tsx';
import { useSettingsTexts } from '../settings/texts.ts';
import { useDesk } from '../shell/desk.tsx';
import './account.css';
import { CountryDataSection } from './country-data.tsx';
import { LookForm } from './look-form.tsx';
import { NameForm } from './name-form.tsx';
import { PasswordForm } from './password-form.tsx';
import { PlanWords } from './plan-words.tsx';
import { Reach } from './reach.tsx';
import { SignOutEverywhere } from './sign-out-everywhere.tsx';

export function Page() {
	const desk = useDesk();
	const t = useSettingsTexts();
	const alerts = useAlertsTexts();
	return (
		<main class="page page-narrow">
			<PageHead title={t().account.title} lead={t().account.lead(desk.me().email)} />
			<div class="set-sections">
				<NameForm />
				<LookForm />
				<LinkSection title={alerts().title} hint={alerts().lead} label={alerts().toPage} href="/account/alerts" />
				<PasswordForm />
				<SignOutEverywhere />
				<PlanWords />
				<Reach />
				<CountryDataSection />
			</div>
		</main>
	);
}
