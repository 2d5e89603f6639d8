import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APP_ROLE, type Database, openDatabase, openPool } from '../../src/database/database.ts';
import { lookUpCard, lookUpHistory, lookUpParty, lookUpTasks } from '../../src/tasks/look-up.ts';
import { updateTask } from '../../src/tasks/update-task.ts';
import { openTestGovernment, seoul, TEAM, type TestGovernment } from '../support/government.ts';

/** That one task, or one person's tasks, are found by indexes among 20,000: by the planner's word, not by the clock. */
const TASKS = 20_000;
const NOW = seoul('2026-11-23 10:00:00.000');
/** Tables that grow with the tasks. */
const LARGE = new Set(['task', 'task_party', 'task_event', 'task_measure', 'task_refusal']);

let gov: TestGovernment;
let pool: pg.Pool;
let database: Database;
let asked: Array<{ text: string; values: unknown[] }> = [];
beforeAll(async () => {
  gov = await openTestGovernment({ connections: 1 });
  // A hundred departments of forty: five hundred sides of tasks each.
  await gov.rows(
    `insert into department (agency_id, name, initials) select case when n <= 50 then $1::int else $2::int end, n || '과', 'ㄱ'
     from generate_series(1, 100) n`,
    [gov.agencies.smes, gov.agencies.interior],
  );
  await gov.addPeople('traffic', 4_000);
  await gov.rows(
    `update posting p set department_id = d.id, agency_id = d.agency_id
     from department d, official o where o.id = p.official_id and o.name like '사람%'
       and d.name = (case when o.id % 2 = 0 then o.id % 50 + 1 else 51 + o.id / 2 % 50 end) || '과'`,
  );
  await gov.rows(
    `with people as (select o.id, p.department_id, p.agency_id, o.id % 2 as side,
                            row_number() over (partition by o.id % 2 order by o.id) as n
                     from official o join posting p on p.official_id = o.id where o.name like '사람%'),
     fresh as (insert into task (request_key, title, purpose, content, due_on, state, updated_at)
               select 'many-' || n, '과제 ' || n, '목적', '내용', date '2026-12-01' + n % 300, 'active', '2026-11-02'
               from generate_series(1, ${TASKS}) n returning id),
     lead as (insert into task_party (task_id, side, agency_id, department_id, owner_id)
              select f.id, 'lead', p.agency_id, p.department_id, p.id
              from fresh f join people p on p.side = 0 and p.n = f.id % 2000 + 1),
     event as (insert into task_event (task_id, sequence, kind, note, occurred_at)
               select f.id, s, 'status', '경과', now() from fresh f, generate_series(1, 3) s),
     measure as (insert into task_measure (task_id, position, name) select f.id, 0, '지표' from fresh f)
     insert into task_party (task_id, side, agency_id, department_id, owner_id, consent, asked_at)
     select f.id, 'partner', p.agency_id, p.department_id, p.id, 'agreed', now()
     from fresh f join people p on p.side = 1 and p.n = f.id % 2000 + 1`,
  );
  await gov.rows(
    `insert into task_refusal (party_id, official_id, reason, event_id)
     select p.id, p.owner_id, '아님', e.id from task_party p join task_event e on e.task_id = p.task_id and e.sequence = 1
     where p.id % 20 = 0`,
  );
  // One in fifty owners has left, so that somebody else has to be found for their sides.
  await gov.rows(`update official set status = 'left' where name like '사람%' and id % 50 = 0`);
  await gov.rows('analyze');
  pool = openPool(gov.test.url, { role: APP_ROLE, max: 1 });
  const watched = {
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect();
      return {
        release: () => client.release(),
        query: (query: unknown, values: unknown[] = []) => {
          const text = typeof query === 'string' ? query : (query as { text: string }).text;
          if (/^\s*(select|with|update|insert)/i.test(text)) asked.push({ text, values });
          return client.query(text, values);
        },
      };
    },
  };
  database = openDatabase(watched as unknown as pg.Pool);
});
afterAll(async () => {
  await database.destroy();
  await gov.close();
});

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  Plans?: Plan[];
}

/** The large tables that the queries of `work` read from end to end. */
async function scans(work: () => Promise<unknown>): Promise<string[]> {
  asked = [];
  await work();
  const found: string[] = [];
  const queries = asked;
  expect(queries.length).toBeGreaterThan(0);
  for (const { text, values } of queries) {
    const rows = await gov.rows<{ 'QUERY PLAN': Array<{ Plan: Plan }> }>(
      `explain (format json) ${text}`,
      values,
    );
    const walk = (plan: Plan | undefined): void => {
      if (plan?.['Node Type'].includes('Seq Scan') && LARGE.has(plan['Relation Name'] ?? '')) {
        found.push(`${plan['Relation Name']} by ${text.replace(/\s+/g, ' ').slice(0, 80)}`);
      }
      for (const child of plan?.Plans ?? []) walk(child);
    };
    walk(rows[0]?.['QUERY PLAN'][0]?.Plan);
  }
  return found;
}

const some = () =>
  gov.value<number>(`select owner_id from task_party where task_id = 777 and side = 'partner'`);

describe('among 20,000 tasks', () => {
  it('a card, its history and a party are found by indexes alone', async () => {
    const who = await some();
    const partyId = await gov.value<number>(
      `select id from task_party where task_id = 777 and side = 'partner'`,
    );
    expect(await scans(() => lookUpCard(database, who, 777, NOW))).toEqual([]);
    expect(await scans(() => lookUpHistory(database, who, { taskId: 777, page: 0 }, NOW))).toEqual([]);
    expect(await scans(() => lookUpParty(database, who, partyId, NOW))).toEqual([]);
  });

  it('an update reads and writes no more than its own task', async () => {
    const who = await some();
    const update = {
      actorId: who,
      teamId: TEAM,
      requestKey: 'plan',
      taskId: 777,
      note: '경과',
      progress: '50',
    };
    const found = await scans(async () => {
      const outcome = await updateTask(database, update, NOW, async () => undefined);
      expect(outcome.kind).toBe('updated');
    });
    expect(found).toEqual([]);
  });

  it('a person’s list is too', async () => {
    const who = await some();
    const view = { scope: 'mine', state: 'open', page: 0 } as const;
    const found = await scans(async () => {
      expect((await lookUpTasks(database, who, view, NOW)).total).toBe(10);
    });
    expect(found).toEqual([]);
  });
});
