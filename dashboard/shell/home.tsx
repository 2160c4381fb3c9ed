import { Navigate } from '@solidjs/router';
import { useDesk } from './desk.tsx';
import { isLastSite } from './remember.ts';

/** `/` is the monitoring page of the website used last or of the only one; without one, the list; without any, the first website. */
export function Page() {
	const { me, may } = useDesk();
	const where = (): string => {
		const { sites } = me();
		const last = sites.find(({ id }) => isLastSite(id)) ?? (sites.length === 1 ? sites[0] : undefined);
		if (last !== undefined) return `/sites/${last.id}/monitor`;
		return sites.length === 0 && may('manage-sites') ? '/sites/new' : '/sites';
	};
	return <Navigate href={where()} />;
}
