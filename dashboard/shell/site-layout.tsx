import { useParams } from '@solidjs/router';
import { createMemo, type ParentProps, Show } from 'solid-js';
import { useDesk } from './desk.tsx';
import { Page as NotFound } from './not-found.tsx';
import { SiteProvider } from './site.tsx';

/** The pages of one website. Another account's id looks like one that does not exist (I29). */
export function Layout(props: ParentProps) {
	const { me } = useDesk();
	const params = useParams<{ siteId: string }>();
	const site = createMemo(() => me().sites.find(({ id }) => id === params.siteId));
	// Another website is another page: nothing of the one before may linger in it.
	const id = createMemo(() => site()?.id);
	return (
		<Show when={id()} keyed fallback={<NotFound />}>
			<Show when={site()}>{(found) => <SiteProvider value={found}>{props.children}</SiteProvider>}</Show>
		</Show>
	);
}
