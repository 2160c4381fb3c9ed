/** What went wrong on the way to a receiver, from what Node throws. */
import type { WebhookFault } from '../../shared/webhook.ts';

/** An address that may not be reached; thrown where it was looked up. */
export class AddressRefused extends Error {}

const faults: Readonly<Record<string, WebhookFault>> = {
	ENOTFOUND: 'no-name',
	EAI_AGAIN: 'no-name',
	ENODATA: 'no-name',
	ECONNREFUSED: 'refused',
	EHOSTUNREACH: 'unreachable',
	ENETUNREACH: 'unreachable',
	EADDRNOTAVAIL: 'unreachable',
	ETIMEDOUT: 'timeout',
	ECONNRESET: 'closed',
	EPIPE: 'closed',
	CERT_HAS_EXPIRED: 'cert-expired',
	CERT_NOT_YET_VALID: 'cert-early',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'cert-self-signed',
	SELF_SIGNED_CERT_IN_CHAIN: 'cert-issuer',
	UNABLE_TO_GET_ISSUER_CERT: 'cert-issuer',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'cert-issuer',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'cert-issuer',
	ERR_TLS_CERT_ALTNAME_INVALID: 'cert-name',
	EPROTO: 'tls',
};

export function codeOf(error: unknown): string {
	return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

export function faultOf(error: unknown): WebhookFault {
	if (error instanceof AddressRefused) return 'forbidden';
	const code = codeOf(error);
	if (Object.hasOwn(faults, code)) return faults[code] ?? 'other';
	if (code.startsWith('HPE_')) return 'not-http';
	return code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS') ? 'tls' : 'other';
}
