import { type Accessor, Show } from 'solid-js';
import { type CountryData, oldAfterDays, providerOf } from '../../shared/country-data.ts';
import { createLoaded, LoadedView } from '../settings/loaded.tsx';
import { Section } from '../settings/section.tsx';
import { useDesk } from '../shell/desk.tsx';
import { Badge } from '../ui/badge.tsx';
import { CopyField } from '../ui/copy-field.tsx';
import { useLocale } from '../ui/locale.tsx';
import { dayOf } from '../ui/times.ts';
import { useGeoTexts } from './geo-texts.ts';

/** What visitors' countries are read from, how old it is, and how newer data comes in. */
export function CountryDataSection() {
	const desk = useDesk();
	return (
		<Show when={desk.may('manage-plan')}>
			<Data />
		</Show>
	);
}

function Data() {
	const desk = useDesk();
	const t = useGeoTexts();
	const data = createLoaded(desk, () => desk.api.house.countryData.query());
	return (
		<Section title={t().title} hint={t().hint}>
			<LoadedView of={data}>
				{(found) => (
					<>
						<Show when={found().ownFileBroken}>
							<p class="account-warning">{t().broken}</p>
						</Show>
						<Show when={found().used} fallback={<p>{t().none}</p>}>
							{(used) => <Used of={used} />}
						</Show>
						<p class="small quiet">{t().how}</p>
						<div class="stack account-command">
							<p class="small quiet">{t().fromMaxmindHint}</p>
							<CopyField label={t().fromMaxmind} value="npm run admin -- geo --maxmind" />
						</div>
						<div class="stack account-command">
							<p class="small quiet">{t().fromFileHint}</p>
							<CopyField label={t().fromFile} value="npm run admin -- geo GeoLite2-Country.mmdb" />
						</div>
						<Show when={found().used}>{(used) => <Credit name={used().name} />}</Show>
					</>
				)}
			</LoadedView>
		</Section>
	);
}

function Used(props: { readonly of: Accessor<CountryData> }) {
	const t = useGeoTexts();
	const { language } = useLocale();
	const used = () => props.of();
	const isOld = () => used().ageDays > oldAfterDays;
	const date = () => dayOf(used().builtAt, language());
	return (
		<>
			<p class="account-data">
				<span>{used().source === 'file' ? t().own(used().name, date()) : t().bundled(used().name, date())}</span>{' '}
				<Badge tone={isOld() ? 'need' : 'neutral'}>{used().ageDays === 0 ? t().today : t().days(used().ageDays)}</Badge>
			</p>
			<Show when={isOld()}>
				<p class="account-warning">{t().old}</p>
			</Show>
		</>
	);
}

/** In the words that the licences ask for, which are English in every language. */
function Credit(props: { readonly name: string }) {
	return (
		<Show when={providerOf(props.name) !== 'other'}>
			<p class="small account-about" lang="en">
				<Show
					when={providerOf(props.name) === 'maxmind'}
					fallback={
						<a href="https://db-ip.com" target="_blank" rel="noreferrer">
							IP Geolocation by DB-IP
						</a>
					}
				>
					This product includes GeoLite Data created by MaxMind, available from{' '}
					<a href="https://www.maxmind.com" target="_blank" rel="noreferrer">
						https://www.maxmind.com
					</a>
					.
				</Show>
			</p>
		</Show>
	);
}
