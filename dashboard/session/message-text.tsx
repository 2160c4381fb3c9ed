import { createMemo, For, Match, Switch } from 'solid-js';
import { tokenize } from '../../shared/render-text.ts';

/** Text of strangers and of models: words, line breaks, and links that lead where they say. */
export function MessageText(props: { readonly text: string }) {
	const tokens = createMemo(() => tokenize(props.text));
	return (
		<For each={tokens()}>
			{(token) => (
				<Switch>
					<Match when={token.kind === 'text' && token}>{(is) => is().text}</Match>
					<Match when={token.kind === 'break'}>
						<br />
					</Match>
					<Match when={token.kind === 'link' && token}>
						{(is) => (
							<a class="link" href={is().href} target="_blank" rel="noopener noreferrer nofollow ugc">
								{is().href}
							</a>
						)}
					</Match>
				</Switch>
			)}
		</For>
	);
}
