import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { APP_ROLE, openDatabase, openPool } from '../src/database/database.ts';
import { migrateToLatest } from '../src/database/migrate.ts';
import { startEmbeddedPostgres } from '../src/demo/embedded-postgres.ts';
import { migrateQueue } from '../src/queue/migrate.ts';

const AGENCIES = 300;
const DEPARTMENTS = 5_000;

/**
 * A server of its own with so many open requests, each of a task of its own and to an official of their own, due three
 * working days after 25 November 2026; nothing else is open. One owner in fifty has moved, and the department's head answers;
 * half of the agencies have a policy of their own.
 */
export async function openReminderWorld(requests: number, dueOn: string) {
  const directory = await mkdtemp(join(tmpdir(), 'ieum-bench-'));
  const server = await startEmbeddedPostgres({ directory, log: () => {} });
  const admin = new pg.Client(server.url('postgres'));
  await admin.connect();
  await admin.query('create database bench');
  const { rows } = await admin.query<{ server_version: string }>('show server_version');
  await admin.end();
  const url = server.url('bench');
  await migrateToLatest(url);

  const owner = openPool(url, { max: 2 });
  const client = await owner.connect();
  await migrateQueue(client, APP_ROLE);
  client.release();
  await owner.query(`
    insert into agency (name, short_name, kind)
      select '기관' || i, '기관' || i, 'central' from generate_series(1, ${AGENCIES}) i;
    insert into department (agency_id, name, initials)
      select i % ${AGENCIES} + 1, '부서' || i, 'ㅂㅅ' from generate_series(0, ${DEPARTMENTS} - 1) i;
    insert into official (email, name, initials)
      select 'u' || i || '@bench.example', '직원' || i, 'ㅈㅇ' from generate_series(1, ${requests} + ${DEPARTMENTS}) i;
    insert into posting (official_id, department_id, agency_id, position, during)
      select o.id, d.id, d.agency_id, case when o.id > ${requests} then '과장' else '' end, '[2020-01-01,)'
      from official o join department d on d.id = o.id % ${DEPARTMENTS} + 1;
    update official set role = 'cco' where id > ${requests} and id <= ${requests} + ${AGENCIES};
    insert into policy_change (agency_id, effective_from, changes, decided_by)
      select id, '2026-01-01', jsonb_build_object('staleAfterDays', 10 + id % 30), 1 from agency where id % 2 = 0;
    insert into task (request_key, title, purpose, content, due_on, state, updated_at)
      select 'task-' || i, '과제 ' || i, '목적', '내용', '2027-06-30', 'active', '${dueOn}'::date - 10 from generate_series(1, ${requests}) i;
    insert into task_party (task_id, side, agency_id, department_id, owner_id)
      select t.id, 'lead', p.agency_id, p.department_id, p.official_id from task t join posting p on p.official_id = t.id;
    update posting set during = '[2020-01-01,2026-02-01)' where official_id % 50 = 0 and official_id <= ${requests};
    insert into evaluation_cycle (agency_id, kind, period, title, due_on, request_key, opened_at)
      select id, 'year_end', '2026', '2026년 연말 평가', '${dueOn}', 'cycle-' || id, now() from agency;
    insert into evaluation_request (cycle_id, task_id, party_id)
      select c.id, p.task_id, p.id from task_party p join evaluation_cycle c on c.agency_id = p.agency_id;
  `);
  await owner.query('vacuum analyze');
  const pool = openPool(url, { role: APP_ROLE, max: 8 });
  return {
    url,
    version: rows[0]?.server_version ?? '',
    owner,
    database: openDatabase(pool),
    async close() {
      await pool.end();
      await owner.end();
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
