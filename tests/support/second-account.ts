/** A data folder with the usual owner, and with another customer of the same house, which no procedure makes. */
import { randomUUID } from 'node:crypto';
import { createPasswords } from '../../server/accounts/passwords.ts';
import { embeddedFolder } from '../../server/config.ts';
import { createAccountStore } from '../../server/store/accounts.ts';
import { openDatabase } from '../../server/store/database.ts';
import { accountIdOf, memberIdOf } from '../../shared/ids.ts';
import { owner } from './server.ts';

export const stranger = { email: 'stranger@example.org', password: 'another quiet harbour' } as const;

export async function addSecondAccount(dataDir: string): Promise<void> {
	const database = await openDatabase({ kind: 'pglite', folder: embeddedFolder(dataDir) });
	const { hash } = createPasswords();
	await createAccountStore(database.db).createFirst({
		accountId: accountIdOf(randomUUID()),
		memberId: memberIdOf(randomUUID()),
		plan: 'pro',
		email: owner.email,
		passwordHash: await hash(owner.password),
		language: 'en',
		now: 1,
	});
	const accountId = accountIdOf(randomUUID());
	await database.db.insertInto('accounts').values({ id: accountId, plan: 'pro', created_at: 2 }).execute();
	await database.db
		.insertInto('members')
		.values({
			id: memberIdOf(randomUUID()),
			account_id: accountId,
			email: stranger.email,
			password_hash: await hash(stranger.password),
			role: 'owner',
			disabled: false,
			display_name: 'Stranger',
			sound: 'all',
			language: 'en',
			theme: 'system',
			created_at: 2,
		})
		.execute();
	await database.close();
}
