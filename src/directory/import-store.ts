import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Pool, PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Reason } from './import-reasons.ts';
import type { ImportFile, StagedRow } from './import-rows.ts';

export type { Pool, PoolClient };

/** What an import did to one table: rows added, rows changed, and lines that the table already agreed with. */
export interface Counts {
  added: number;
  changed: number;
  unchanged: number;
}

/** A line that the set-wise checks refuse. */
export interface CheckedFault {
  line: number;
  reason: Reason;
  detail: string;
}

const stages: Record<ImportFile, { table: string; columns: string }> = {
  'agencies.csv': {
    table: 'import_agency',
    columns: 'line, faulty, code, name, short_name, kind, during, successors',
  },
  'departments.csv': {
    table: 'import_department',
    columns: 'line, faulty, agency, name, initials, parent',
  },
  'officials.csv': {
    table: 'import_official',
    columns: 'line, faulty, email, name, initials, agency, department, rank, position, role, status, day',
  },
  'exchange_positions.csv': {
    table: 'import_pair',
    columns: 'line, faulty, round, pair, level, task, agency_a, position_a, agency_b, position_b, source',
  },
  'exchange_holders.csv': {
    table: 'import_holder',
    columns: 'line, faulty, round, pair, side, email, first_day, last_day, lead',
  },
  'holidays.csv': { table: 'import_holiday', columns: 'line, faulty, day, holiday, name' },
};

/**
 * Runs `work` in one transaction with the staging tables ready; keeps what it did if `keep` says so, and otherwise
 * nothing. A second import waits until the first has ended; readers and gifts go on meanwhile.
 */
export async function runImport<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  keep: (result: T) => boolean,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    // A whole government takes minutes, which the pool's limit for a person's request would cut off.
    await client.query(`set local statement_timeout = 0; set local work_mem = '64MB'`);
    await client.query(
      `lock table agency, department, official, posting, exchange_pair, exchange_position, exchange_term, holiday_override
       in share row exclusive mode`,
    );
    await createStages(client);
    const result = await work(client);
    await client.query(keep(result) ? 'commit' : 'rollback');
    return result;
  } catch (error) {
    // After a COPY that broke off, the connection's state is unknown: it is closed, which rolls back as well.
    broken = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.release(broken);
  }
}

async function createStages(client: PoolClient): Promise<void> {
  await client.query(`
    create temp table import_agency (
      line integer, faulty boolean, code text, name text, short_name text, kind text, during daterange, successors text
    ) on commit drop;
    create temp table import_department (
      line integer, faulty boolean, agency text, name text, initials text, parent text, agency_id integer
    ) on commit drop;
    create temp table import_official (
      line integer, faulty boolean, email text, name text, initials text, agency text, department text, rank text,
      position text, role text, status text, day date
    ) on commit drop;
    create temp table import_pair (
      line integer, faulty boolean, round integer, pair integer, level text, task text, agency_a text, position_a text,
      agency_b text, position_b text, source text
    ) on commit drop;
    create temp table import_holder (
      line integer, faulty boolean, round integer, pair integer, side text, email text, first_day date, last_day date,
      lead text, position_id integer, agency_id integer, term_months integer, cap_months integer
    ) on commit drop;
    create temp table import_holiday (line integer, faulty boolean, day date, holiday boolean, name text) on commit drop`);
}

/** Sends a file's rows to its staging table by COPY, as fast as the database takes them. */
export async function copyRows(
  client: PoolClient,
  file: ImportFile,
  batches: AsyncIterable<Array<StagedRow & { line: number }>>,
): Promise<void> {
  const { table, columns } = stages[file];
  await pipeline(
    Readable.from(encodeBatches(batches)),
    client.query(copyFrom(`copy ${table} (${columns}) from stdin`)),
  );
  await client.query(`analyze ${table}`);
}

async function* encodeBatches(
  batches: AsyncIterable<Array<StagedRow & { line: number }>>,
): AsyncGenerator<Buffer> {
  for await (const rows of batches) {
    let text = '';
    for (const row of rows) {
      text += `${row.line}\t${row.faults.length > 0 ? 't' : 'f'}`;
      for (const value of row.values) text += `\t${value === null ? '\\N' : escapeCopy(value)}`;
      text += '\n';
    }
    if (text !== '') yield Buffer.from(text);
  }
}

/** Text is cleaned of control characters before; only the format's own escape character is left to guard. */
function escapeCopy(value: string): string {
  return value.includes('\\') ? value.replaceAll('\\', '\\\\') : value;
}

/**
 * Marks the lines that `select` finds as faulty and returns them. `select` yields line, reason and detail.
 */
export async function markFaulty(
  client: PoolClient,
  file: ImportFile,
  select: string,
  values: unknown[] = [],
): Promise<CheckedFault[]> {
  const { rows } = await client.query<CheckedFault>(
    `with bad as materialized (${select}),
          marked as (update ${stages[file].table} s set faulty = true from bad where s.line = bad.line)
     select line, reason, detail from bad order by line`,
    values,
  );
  return rows;
}

/** Runs a statement and says how many rows it wrote. */
export async function countRows(
  client: PoolClient,
  statement: string,
  values: unknown[] = [],
): Promise<number> {
  return (await client.query(statement, values)).rowCount ?? 0;
}

/** Counts of a file merged line by line: whatever was sound and neither added nor changed agreed already. */
export async function withUnchanged(
  client: PoolClient,
  file: ImportFile,
  added: number,
  changed: number,
): Promise<Counts> {
  const { rows } = await client.query<{ sound: number }>(
    `select count(*)::integer as sound from ${stages[file].table} where not faulty`,
  );
  return { added, changed, unchanged: (rows[0]?.sound ?? 0) - added - changed };
}
