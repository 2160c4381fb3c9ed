import { useNavigate, useParams } from '@solidjs/router';
import { useDeskTexts } from '../ui/texts.ts';
import { postAuth } from './auth.ts';
import { CredentialsForm } from './form.tsx';
import { Frame } from './frame.tsx';
import { ToSignIn } from './to-sign-in.tsx';

export function Page() {
	const t = useDeskTexts();
	const params = useParams<{ token: string }>();
	const navigate = useNavigate();
	return (
		<Frame title={t().signIn.resetTitle} text={t().signIn.resetText}>
			<CredentialsForm
				submit={t().signIn.resetSubmit}
				fresh
				withoutEmail
				send={(_email, password) => postAuth('reset', { token: params.token, password })}
				done={() => navigate('/', { replace: true })}
			>
				<ToSignIn />
			</CredentialsForm>
		</Frame>
	);
}
