// Packs a new, empty database, which takes seconds to make, so that no first start has to: `pack-database.mjs FILE`.
import { renameSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { createPglite } from '../server/store/embedded.ts';

const [, , file = ''] = process.argv;
const pglite = await createPglite(undefined, null);
const tar = await pglite.dumpDataDir('none');
await pglite.close();
// Whole or not at all: a start may be looking.
writeFileSync(`${file}.new`, gzipSync(Buffer.from(await tar.arrayBuffer())));
renameSync(`${file}.new`, file);
