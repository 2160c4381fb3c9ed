import type { JSX } from 'solid-js';
import { tokenize } from '../../shared/render-text.ts';

/** Hostile text as nodes: words, breaks and links, never HTML. */
export function RichText(props: { readonly text: string }): JSX.Element {
	return (
		<>
			{tokenize(props.text).map((token) => {
				if (token.kind === 'break') return <br />;
				if (token.kind === 'text') return token.text;
				return (
					<a href={token.href} target="_blank" rel="noopener noreferrer nofollow">
						<bdi>{token.href}</bdi>
					</a>
				);
			})}
		</>
	);
}
