import { useNavigate, useParams } from '@solidjs/router';
import { useLocale } from '../ui/locale.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import { postAuth } from './auth.ts';
import { CredentialsForm } from './form.tsx';
import { Frame } from './frame.tsx';
import { ToSignIn } from './to-sign-in.tsx';

/** The first start: the printed one-time link makes the owner, and the next thing is their website's address. */
export function Page() {
	const t = useDeskTexts();
	const { language } = useLocale();
	const params = useParams<{ token: string }>();
	const navigate = useNavigate();
	return (
		<Frame title={t().signIn.setupTitle} text={t().signIn.setupText}>
			<CredentialsForm
				submit={t().signIn.setupSubmit}
				fresh
				linkError={t().signIn.setupLink}
				send={(email, password) => postAuth('setup', { token: params.token, email, password, language: language() })}
				done={() => navigate('/sites/new', { replace: true })}
			>
				<ToSignIn />
			</CredentialsForm>
		</Frame>
	);
}
