/** Settings that are right one by one and wrong together. */
import { type Config, isLoopback } from '../config.ts';
import { fine, note, type Verdict, wrong } from './verdict.ts';

type Reached = Pick<Config, 'publicUrl' | 'trustedProxies' | 'host'>;

export function settingsVerdicts(
	{ publicUrl, trustedProxies, host }: Reached,
	inContainer: boolean,
): readonly Verdict[] {
	const found: Verdict[] = [];
	if (inContainer && isLoopback(host)) {
		found.push(note(`HOST is ${host} inside a container: if people are to reach it from outside, set HOST=0.0.0.0.`));
	}
	if (publicUrl === null) {
		if (trustedProxies > 0 || !isLoopback(host)) {
			found.push(
				wrong(
					'PUBLIC_URL is not set, and others reach this server',
					'set it to the address that people use, https://…',
				),
			);
		}
		return found.length > 0 ? found : [fine('Settings: for this machine only, as nobody else reaches it.')];
	}
	const { protocol, hostname } = new URL(publicUrl);
	const isHttps = protocol === 'https:';
	if (!isHttps && !isLoopback(hostname)) {
		found.push(
			wrong(
				`PUBLIC_URL is ${publicUrl}: without TLS a login travels in the clear, and browsers take rights from the page`,
				'put a proxy with TLS in front (docs/deploy.md) and use https://',
			),
		);
	}
	if (isHttps && trustedProxies === 0) {
		found.push(
			wrong(
				'PUBLIC_URL is https, so a proxy stands in front, and TRUSTED_PROXIES is 0: all visitors seem to come from it',
				'set TRUSTED_PROXIES to the number of proxies, mostly 1',
			),
		);
	}
	return found.length > 0 ? found : [fine(`Settings: ${publicUrl}, behind ${trustedProxies} proxies.`)];
}
