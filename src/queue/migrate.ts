import { runMigrations } from 'bullmq';
import type pg from 'pg';
import { QUEUE_NAME } from './connection.ts';

const SCHEMA = 'bullmq';

/**
 * Brings BullMQ's schema to the version of this build and gives `role` what queues and workers need there, and no more
 * (it may not change the schema). Call it as the owner, on a client outside any transaction, once the role exists.
 * Several processes may call it at once.
 */
export async function migrateQueue(client: pg.ClientBase, role: string): Promise<void> {
  await runMigrations(client, SCHEMA);
  const to = client.escapeIdentifier(role);
  // A queue's first job would create the queue's sequence of job ids, which the role may not: create it here.
  await client.query(`select ${SCHEMA}.next_job_id($1)`, [QUEUE_NAME]);
  await client.query('begin');
  try {
    // Two grants on one object at the same time fail with "tuple concurrently updated".
    await client.query(`select pg_advisory_xact_lock(hashtext('ieum queue grants'))`);
    await client.query(`
      grant usage on schema ${SCHEMA} to ${to};
      grant select, insert, update, delete on all tables in schema ${SCHEMA} to ${to};
      grant usage on all sequences in schema ${SCHEMA} to ${to};
      grant execute on all functions in schema ${SCHEMA} to ${to};
      alter default privileges in schema ${SCHEMA} grant select, insert, update, delete on tables to ${to};
      alter default privileges in schema ${SCHEMA} grant usage on sequences to ${to};
      alter default privileges in schema ${SCHEMA} grant execute on functions to ${to};
    `);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}
