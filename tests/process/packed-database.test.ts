/** The empty database that the build packs: a first start unpacks it, and it is what a start would have made. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createPglite } from '../../server/store/embedded.ts';
import { root } from '../support/prepared.ts';

/** What could differ between two new databases and would be noticed: text, numbers, settings, what is in the catalogues. */
const questions = [
	'select version()',
	'select pg_encoding_to_char(encoding) as encoding, datcollate, datctype from pg_database order by datname',
	"select name, setting from pg_settings where name not in ('data_directory', 'config_file', 'hba_file', 'ident_file') order by name",
	'select relname, relkind from pg_class order by relname',
	'select proname, prosrc from pg_proc order by oid',
	'select rolname, rolsuper, rolcanlogin from pg_roles order by rolname',
];

test('the packed database is the one that would be made, and a new folder begins with it', async () => {
	const packed = join(root, 'dist', 'database', 'empty.tar.gz');
	expect(existsSync(packed)).toBe(true);
	const folder = mkdtempSync(join(tmpdir(), 'baton-packed-'));
	const [unpacked, made] = [await createPglite(folder, packed), await createPglite(undefined, null)];
	try {
		for (const question of questions) {
			const rows = (await unpacked.query(question)).rows;
			expect(rows.length).toBeGreaterThan(0);
			expect(rows, question).toEqual((await made.query(question)).rows);
		}
		const ofCluster = async (pglite: typeof made) =>
			(await pglite.query<{ id: string }>('select system_identifier::text as id from pg_control_system()')).rows[0]?.id;
		const built = await createPglite(undefined, packed);
		expect(await ofCluster(unpacked)).toBe(await ofCluster(built));
		expect(await ofCluster(unpacked)).not.toBe(await ofCluster(made));
		await built.close();
		// What is in a folder stays what it is.
		await unpacked.exec('create table kept (n integer)');
		await unpacked.close();
		const again = await createPglite(folder, packed);
		expect((await again.query('select * from kept')).rows).toEqual([]);
		await again.close();
	} finally {
		for (const pglite of [unpacked, made]) if (!pglite.closed) await pglite.close();
		rmSync(folder, { recursive: true, force: true });
	}
});
