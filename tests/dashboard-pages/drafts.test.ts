import { describe, expect, test } from 'vitest';
import { type AiDraft, aiDiffers, aiFaultsOf, changeOf, draftOf } from '../../dashboard/ai/draft.ts';
import { faultsOf, isFaultless, unitsTooMany } from '../../dashboard/knowledge/draft.ts';
import { offersManaging, rolesToGive } from '../../dashboard/members/may.ts';
import type { AiView } from '../../shared/account.ts';
import { memberIdOf } from '../../shared/ids.ts';
import { knowledgeInput } from '../../shared/input.ts';
import { limits } from '../../shared/limits.ts';
import { type Role, roles } from '../../shared/plans.ts';

const siteId = '0190a1b2-0000-7000-8000-000000000000';

describe('an article while it is written', () => {
	const draft = (body: string, title = 'Delivery') => ({ kind: 'text', title, body }) as const;

	test.each([
		['at the limit', 'a'.repeat(limits.knowledgeUnits), true],
		['one above it', 'a'.repeat(limits.knowledgeUnits + 1), false],
		['at the limit between spaces', `  ${'a'.repeat(limits.knowledgeUnits)}\n`, true],
		['counted in UTF-16 units', '👋'.repeat(limits.knowledgeUnits / 2), true],
		['counted in UTF-16 units, one above', '👋'.repeat(limits.knowledgeUnits / 2 + 1), false],
		['empty', ' \n ', false],
	])('%s: the page and the server agree', (_, body, fits) => {
		expect(isFaultless(faultsOf(draft(body)))).toBe(fits);
		expect(knowledgeInput.create.safeParse({ siteId, ...draft(body) }).success).toBe(fits);
	});

	test('a title is needed', () => {
		expect(faultsOf(draft('text', '  ')).title).toBe('missing');
	});

	test('tells by how much it is too long', () => {
		expect(unitsTooMany(draft('a'.repeat(limits.knowledgeUnits + 7)))).toBe(7);
		expect(unitsTooMany(draft('short'))).toBe(0);
	});
});

describe('the AI form', () => {
	const stored: AiView = {
		kind: 'openai-compatible',
		baseUrl: 'https://api.example.com/v1',
		model: 'm',
		hasKey: true,
		instructions: 'short',
		serverDefault: false,
	};
	const draft = (change: Partial<AiDraft> = {}): AiDraft => ({ ...draftOf(stored), ...change });

	test('says nothing of the key unless it is changed', () => {
		expect(changeOf(draft())).not.toHaveProperty('apiKey');
		expect(changeOf(draft({ key: { type: 'replace', key: '   ' } }))).not.toHaveProperty('apiKey');
		expect(changeOf(draft({ key: { type: 'replace', key: ' secret ' } }))).toHaveProperty('apiKey', 'secret');
		expect(changeOf(draft({ key: { type: 'remove' } }))).toHaveProperty('apiKey', '');
	});

	test('knows what is not saved yet', () => {
		expect(aiDiffers(draft(), stored)).toBe(false);
		expect(aiDiffers(draft({ key: { type: 'replace', key: '' } }), stored)).toBe(false);
		expect(aiDiffers(draft({ key: { type: 'remove' } }), stored)).toBe(true);
		expect(aiDiffers(draft({ model: 'n' }), stored)).toBe(true);
	});

	test.each([
		[
			'both fields empty on a server with an endpoint',
			{ baseUrl: '', model: '' },
			true,
			{ baseUrl: null, model: null },
		],
		['both empty on one without', { baseUrl: '', model: '' }, false, { baseUrl: 'missing', model: 'missing' }],
		['a model alone on a server with an endpoint', { baseUrl: '' }, true, { baseUrl: null, model: null }],
		['half an endpoint', { model: '' }, true, { baseUrl: null, model: 'missing' }],
		['no URL', { baseUrl: 'api.example.com' }, false, { baseUrl: 'invalid', model: null }],
		['another scheme', { baseUrl: 'javascript:alert(1)' }, false, { baseUrl: 'invalid', model: null }],
		[
			'built-in answers need neither',
			{ kind: 'embedded', baseUrl: '', model: '' },
			false,
			{ baseUrl: null, model: null },
		],
	] as const)('%s', (_, change, serverDefault, faults) => {
		expect(aiFaultsOf(draft(change), serverDefault)).toEqual(faults);
	});
});

describe('what the member list offers', () => {
	const member = (role: Role, id = `member-${role}`) => ({ id: memberIdOf(id), role });
	const managed = (by: Role): readonly Role[] =>
		roles.filter((role) => offersManaging({ id: memberIdOf('me'), role: by }, member(role)));

	test('owners manage everybody, admins all but owners, the others nobody', () => {
		expect(managed('owner')).toEqual(['owner', 'admin', 'agent', 'viewer']);
		expect(managed('admin')).toEqual(['admin', 'agent', 'viewer']);
		expect(managed('agent')).toEqual([]);
		expect(managed('viewer')).toEqual([]);
	});

	test('nobody is offered their own row', () => {
		expect(offersManaging(member('owner', 'me'), member('owner', 'me'))).toBe(false);
	});

	test('nobody hands out more than their own role', () => {
		expect(rolesToGive('owner')).toEqual(['owner', 'admin', 'agent', 'viewer']);
		expect(rolesToGive('admin')).toEqual(['admin', 'agent', 'viewer']);
		expect(rolesToGive('agent')).toEqual([]);
	});
});
