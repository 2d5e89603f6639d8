import { readdir, readFile } from 'node:fs/promises';
import { Kysely, type Migration, Migrator, PostgresDialect, sql } from 'kysely';
import { migrateQueue } from '../queue/migrate.ts';
import { APP_ROLE, type Database, openPool } from './database.ts';

// The same place seen from src/database and from dist/database.
const folder = new URL('../../migrations/', import.meta.url);

/** Migrations are plain SQL files, in order of name: an auditor reads them without knowing TypeScript. */
async function getMigrations(): Promise<Record<string, Migration>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const migrations: Record<string, Migration> = {};
  for (const name of names) {
    const text = await readFile(new URL(name, folder), 'utf8');
    migrations[name.replace(/\.sql$/, '')] = {
      up: async (db) => {
        await sql.raw(text).execute(db);
      },
    };
  }
  return migrations;
}

function openMigrator(ownerUrl: string) {
  const pool = openPool(ownerUrl, { max: 2 });
  const database = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations },
    migrationTableSchema: 'ieum',
  });
  return { pool, database, migrator };
}

/**
 * Brings the database behind `ownerUrl` to the newest version, the queue's schema included. Several processes may call
 * it at once; one does the work. Returns the names of the migrations applied now.
 * @throws the error of the first migration that failed; nothing of that migration is kept
 */
export async function migrateToLatest(ownerUrl: string): Promise<string[]> {
  const { pool, database, migrator } = openMigrator(ownerUrl);
  try {
    const { error, results } = await migrator.migrateToLatest();
    if (error) throw error;
    const client = await pool.connect();
    try {
      await migrateQueue(client, APP_ROLE);
      await client.query(
        `grant usage on schema ieum to ${APP_ROLE}; grant select on ieum.kysely_migration to ${APP_ROLE}`,
      );
    } finally {
      client.release();
    }
    return (results ?? []).filter((r) => r.status === 'Success').map((r) => r.migrationName);
  } finally {
    await database.destroy();
  }
}

/** Names of migrations that this build brings and the database has not seen; empty when it is current. */
export async function findPendingMigrations(database: Database): Promise<string[]> {
  const known = Object.keys(await getMigrations());
  const { rows } = await sql<{ name: string }>`select name from ieum.kysely_migration`.execute(database);
  const applied = new Set(rows.map((row) => row.name));
  return known.filter((name) => !applied.has(name));
}
