/** The AI form while it is filled in. Pure. */
import type { AiKind, AiView } from '../../shared/account.ts';

/** The stored key is never here: it may only be kept, replaced or removed. */
export type KeyChange =
	| { readonly type: 'keep' }
	| { readonly type: 'replace'; readonly key: string }
	| { readonly type: 'remove' };

export interface AiDraft {
	readonly kind: AiKind;
	readonly baseUrl: string;
	readonly model: string;
	readonly key: KeyChange;
	readonly instructions: string;
}

export const draftOf = ({ kind, baseUrl, model, instructions }: AiView): AiDraft => ({
	kind,
	baseUrl,
	model,
	instructions,
	key: { type: 'keep' },
});

export interface AiFaults {
	readonly baseUrl: 'missing' | 'invalid' | null;
	readonly model: 'missing' | null;
}

const isHttpUrl = (text: string): boolean => /^https?:\/\//i.test(text) && URL.canParse(text);

/** Both fields empty means the server's own endpoint, where there is one; one of them alone is half an endpoint. */
export function aiFaultsOf(draft: AiDraft, serverDefault: boolean): AiFaults {
	const baseUrl = draft.baseUrl.trim();
	const model = draft.model.trim();
	const wrongUrl = baseUrl !== '' && !isHttpUrl(baseUrl) ? 'invalid' : null;
	if (draft.kind === 'embedded') return { baseUrl: wrongUrl, model: null };
	if (baseUrl === '' && model === '' && serverDefault) return { baseUrl: null, model: null };
	return {
		baseUrl: baseUrl === '' && !serverDefault ? 'missing' : wrongUrl,
		model: model === '' ? 'missing' : null,
	};
}

/** What the server is told. An absent key stays, an empty one is removed. */
export function changeOf({ kind, baseUrl, model, key, instructions }: AiDraft) {
	const rest = { kind, baseUrl: baseUrl.trim(), model: model.trim(), instructions };
	if (key.type === 'replace' && key.key.trim() !== '') return { ...rest, apiKey: key.key.trim() };
	return key.type === 'remove' ? { ...rest, apiKey: '' } : rest;
}

export const aiDiffers = (draft: AiDraft, stored: AiView): boolean =>
	draft.kind !== stored.kind ||
	draft.baseUrl.trim() !== stored.baseUrl ||
	draft.model.trim() !== stored.model ||
	draft.instructions !== stored.instructions ||
	draft.key.type === 'remove' ||
	(draft.key.type === 'replace' && draft.key.key.trim() !== '');
