import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { APP_ROLE, openDatabase, openPool } from '../src/database/database.ts';
import { migrateToLatest } from '../src/database/migrate.ts';
import { startEmbeddedPostgres } from '../src/demo/embedded-postgres.ts';

export const TEAM = 'T0BENCH';
const OFFICIALS = 4_000;
const DEPARTMENTS = 200;
export const MESSAGE = '자료 요청에 하루 만에 답해 주셔서 회의를 제때 열 수 있었습니다.';

/** A server of its own with `OFFICIALS` officials in `DEPARTMENTS` departments, who may give almost without end. */
export async function openWorld() {
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
  await owner.query(`insert into other_clock (reason) values ('bench')`);
  await owner.query(`
    insert into agency (name, short_name, kind)
      select '기관' || i, '기관' || i, 'central' from generate_series(1, 20) i;
    insert into department (agency_id, name, initials)
      select i % 20 + 1, '부서' || i, 'ㅂㅅ' from generate_series(0, ${DEPARTMENTS} - 1) i;
    insert into official (email, name, initials)
      select 'u' || i || '@bench.example', '직원' || i, 'ㅈㅇ' from generate_series(1, ${OFFICIALS}) i;
    insert into posting (official_id, department_id, agency_id, during)
      select o.id, d.id, d.agency_id, '[2020-01-01,)' from official o join department d on d.id = o.id % ${DEPARTMENTS} + 1;
    insert into policy_change (agency_id, effective_from, changes, decided_by)
      select id, '2020-01-01', '{"monthlyAllowance": 100000, "giftsPerRecipientPerMonth": 100000}', 1 from agency;
    insert into messenger_user (team_id, user_id, official_id, email)
      select '${TEAM}', 'U' || id, id, email from official;
    insert into workspace (team_id, board_channel_id) values ('${TEAM}', 'C0BOARD');
    create table plain (id bigint generated always as identity primary key, message text not null, at timestamptz not null default now());
    grant insert on plain to ${APP_ROLE};
  `);
  const pool = openPool(url, { role: APP_ROLE, max: 16 });
  return {
    url,
    version: rows[0]?.server_version ?? '',
    owner,
    pool,
    database: openDatabase(pool),
    async close() {
      await pool.end();
      await owner.end();
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export type World = Awaited<ReturnType<typeof openWorld>>;

/** The n-th pair of a giver and a receiver of another department; every giver in turn. */
export function pairOf(n: number): { giverId: number; recipientId: number } {
  const giver = n % OFFICIALS;
  const step = 1 + (Math.floor(n / OFFICIALS) % (DEPARTMENTS - 1));
  return { giverId: giver + 1, recipientId: ((giver + step) % OFFICIALS) + 1 };
}
