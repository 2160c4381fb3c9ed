/** What a house without people does at its start: it makes the owner, or prints the way for one. */
import type { Entrance } from './entrance.ts';
import type { Links } from './links.ts';
import type { Register } from './register.ts';
import { stored } from './stored.ts';

export type FirstStart =
	| { readonly kind: 'nothing' }
	| { readonly kind: 'owner-created'; readonly email: string }
	/** To be printed after the address where the dashboard is reached; a link of an earlier start holds no more. */
	| { readonly kind: 'link'; readonly path: string };

export interface FirstStartDeps {
	readonly register: Pick<Register, 'current'>;
	readonly entrance: Pick<Entrance, 'found'>;
	readonly links: Links;
	/** `OWNER_EMAIL` and `OWNER_PASSWORD`. */
	readonly owner: { readonly email: string; readonly password: string } | null;
}

/** Called once after the register has started. */
export async function firstStart({ register, entrance, links, owner }: FirstStartDeps): Promise<FirstStart> {
	if (register.current().members.size > 0) return { kind: 'nothing' };
	if (owner === null) {
		const { path } = await stored(() => links.create({ kind: 'setup' }));
		return { kind: 'link', path };
	}
	// Null: another process on the same database was faster.
	const made = await entrance.found(owner);
	return made === null ? { kind: 'nothing' } : { kind: 'owner-created', email: owner.email };
}
