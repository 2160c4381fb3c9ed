import { Navigate } from '@solidjs/router';
import { useSite } from './site.tsx';

export function Page() {
	const site = useSite();
	return <Navigate href={`/sites/${site().id}/monitor`} />;
}
