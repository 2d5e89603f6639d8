import {
  Kysely,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  type Transaction,
} from 'kysely';
import pg from 'pg';
import Cursor from 'pg-cursor';
import type { DB } from './types.ts';

/** A handle that stores use: the pool itself or a transaction on it. */
export type Database = Kysely<DB>;

/** The role that may read everything but write the ledger only through the posting functions. */
export const APP_ROLE = 'ieum_app';

const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    // Identifiers stay far below 2^53, so plain numbers are exact and compare as one expects.
    if (oid === pg.types.builtins.INT8) return Number;
    // A date is a day in Asia/Seoul, not an instant: as text, the host's zone cannot move it.
    if (oid === pg.types.builtins.DATE) return String;
    return pg.types.getTypeParser(oid, format);
  },
};

/**
 * Opens a pool on `url`.
 * @param options.role the role every connection takes on at once; absent: the login's own rights (migrations)
 * @param options.max connections at most
 * @param options.onError told of a connection that broke while idle; the pool replaces it
 */
export function openPool(
  url: string,
  options: { role?: string; max?: number; onError?: (error: Error) => void } = {},
): pg.Pool {
  const settings = [
    'search_path=ieum,public',
    'timezone=UTC',
    ...(options.role ? [`role=${options.role}`] : []),
  ];
  const target = new URL(url);
  // pg lets an `options` in the address replace ours, and with it the role; so the address's come first and ours last.
  const given = target.searchParams.get('options');
  target.searchParams.delete('options');
  const pool = new pg.Pool({
    connectionString: target.href,
    max: options.max ?? 16,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 60_000,
    keepAlive: true,
    application_name: 'ieum',
    options: [...(given === null ? [] : [given]), ...settings.map((setting) => `-c ${setting}`)].join(' '),
    types,
  });
  // Without these listeners the end of a connection, idle or in use (a restarted server), would end this process.
  const onError = options.onError ?? (() => undefined);
  pool.on('error', onError);
  pool.on('connect', (client) => client.on('error', onError));
  return pool;
}

/** Wraps a pool for typed queries. Closing the result ends the pool. */
export function openDatabase(pool: pg.Pool): Database {
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool: preparing(pool), cursor: Cursor }) });
}

/**
 * Kysely sends every query unnamed, to be planned anew each time. A statement that begins with a comment
 * `/* prepared: name *\/` is planned once a connection instead: for the few large ones on the path of every gift.
 */
function preparing(pool: pg.Pool): PostgresPool {
  return {
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect();
      return {
        release: () => client.release(),
        query: (text: unknown, values?: readonly unknown[]) => {
          const name = typeof text === 'string' ? /^\/\* prepared: ([\w-]+) \*\//.exec(text)?.[1] : undefined;
          return name === undefined
            ? client.query(text as string, values as unknown[])
            : client.query({ name, text: text as string, values: values as unknown[] });
        },
      } as unknown as PostgresPoolClient;
    },
  };
}

/** Runs `work` in one transaction: all of it is stored, or nothing is. */
export function inTransaction<T>(database: Database, work: (tx: Transaction<DB>) => Promise<T>): Promise<T> {
  return database.transaction().execute(work);
}

/**
 * Lets one process at a time do `work`, across all processes on this database; waits for its turn.
 * The lock ends with its connection, so a killed process blocks nobody.
 */
export async function exclusively<T>(pool: pg.Pool, name: string, work: () => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock(hashtext($1))', [name]);
    try {
      return await work();
    } finally {
      await client.query('select pg_advisory_unlock(hashtext($1))', [name]);
    }
  } finally {
    client.release();
  }
}
