/** A file that the server makes for this member. The page asks for it, so that no other page can. */
import type { ErrorCode, WireError } from '../../shared/errors.ts';
import type { SessionId } from '../../shared/ids.ts';

export type Download = { readonly ok: true } | { readonly ok: false; readonly code: ErrorCode };

export async function downloadVisitor(sessionId: SessionId): Promise<Download> {
	let answer: Response;
	try {
		answer = await fetch('/export/visitor', {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ sessionId }),
		});
	} catch {
		return { ok: false, code: 'overload' };
	}
	if (!answer.ok) {
		// Our own server's answer; a proxy's is none of ours.
		const body = (await answer.json().catch(() => ({}))) as { readonly error?: Partial<WireError> };
		return { ok: false, code: body.error?.code ?? 'internal' };
	}
	const name = /filename="([\w.-]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? 'visitor.json';
	const link = document.createElement('a');
	link.href = URL.createObjectURL(await answer.blob());
	link.download = name;
	link.click();
	// The browser has taken it by then.
	setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
	return { ok: true };
}
