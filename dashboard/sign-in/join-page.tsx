import { useNavigate, useParams } from '@solidjs/router';
import { useLocale } from '../ui/locale.tsx';
import { useDeskTexts } from '../ui/texts.ts';
import { postAuth } from './auth.ts';
import { CredentialsForm } from './form.tsx';
import { Frame } from './frame.tsx';
import { ToSignIn } from './to-sign-in.tsx';

export function Page() {
	const t = useDeskTexts();
	const { language } = useLocale();
	const params = useParams<{ token: string }>();
	const navigate = useNavigate();
	return (
		<Frame title={t().signIn.joinTitle} text={t().signIn.joinText}>
			<CredentialsForm
				submit={t().signIn.joinSubmit}
				fresh
				send={(email, password) => postAuth('join', { token: params.token, email, password, language: language() })}
				done={() => navigate('/', { replace: true })}
			>
				<ToSignIn />
			</CredentialsForm>
		</Frame>
	);
}
