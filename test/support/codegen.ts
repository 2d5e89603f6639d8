// `npm run codegen`: writes src/database/types.ts from the migrations; with `--verify` only says whether it is current.
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateToLatest } from '../../src/database/migrate.ts';
import { startEmbeddedPostgres } from '../../src/demo/embedded-postgres.ts';

const directory = await mkdtemp(join(tmpdir(), 'ieum-codegen-'));
const server = await startEmbeddedPostgres({ directory, log: () => {} });
try {
  const url = server.url('postgres');
  await migrateToLatest(url);
  const { status } = spawnSync(
    'npx',
    [
      'kysely-codegen',
      ...['--url', url, '--dialect', 'postgres', '--default-schema', 'ieum', '--include-pattern', 'ieum.*'],
      ...['--date-parser', 'string', '--type-mapping', '{"int8":"number","daterange":"string"}'],
      ...['--out-file', 'src/database/types.ts'],
      ...process.argv.slice(2),
    ],
    { stdio: 'inherit' },
  );
  process.exitCode = status ?? 1;
} finally {
  await server.stop();
  await rm(directory, { recursive: true, force: true });
}
