import { type CountryDataView, oldAfterDays } from '../../shared/country-data.ts';
import { fine, note, type Verdict, wrong } from './verdict.ts';

const bring = 'npm run admin -- geo FILE|--maxmind';

/** Where visitors' countries come from, and how old that is. */
export function countryVerdicts({ used, ownFileBroken }: CountryDataView): readonly Verdict[] {
	const broken = ownFileBroken ? [wrong('The country data in the data folder can not be used', `${bring}, again`)] : [];
	if (used === null) return [...broken, wrong('There is no country data: countries stay unknown', bring)];
	const words = `Countries: ${used.name}, built on ${new Date(used.builtAt).toISOString().slice(0, 10)}`;
	return [...broken, used.ageDays > oldAfterDays ? note(`${words}. Newer data: ${bring}`) : fine(words)];
}
