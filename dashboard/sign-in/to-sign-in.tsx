import { A } from '@solidjs/router';
import { useDeskTexts } from '../ui/texts.ts';

/** After a page that a link led to: the way on when the link does not work. */
export function ToSignIn() {
	const t = useDeskTexts();
	return (
		<p class="door-aside">
			<A class="link" href="/sign-in">
				{t().signIn.toSignIn}
			</A>
		</p>
	);
}
