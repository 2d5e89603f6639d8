import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { mondayOf } from '../../src/calendar/iso-week.ts';
import { addDays, seoulDay, startOfDay } from '../../src/calendar/seoul.ts';
import { APP_ROLE, type Database, openDatabase, openPool } from '../../src/database/database.ts';
import { createDigestRenderers } from '../../src/digest/deliveries.ts';
import { createDigestJobs } from '../../src/digest/jobs.ts';
import { sendDigests } from '../../src/digest/send-digests.ts';
import type { Logger } from '../../src/log.ts';
import { givePoints } from '../../src/points/give-points.ts';
import { rollUp } from '../../src/points/roll-up.ts';
import { verifyLedger } from '../../src/points/verify.ts';
import { renderFinding } from '../../src/points/verify-messages.ts';
import {
  giftOf,
  openTestGovernment,
  type PersonKey,
  seoul,
  TEAM,
  type TestGovernment,
} from '../support/government.ts';

let gov: TestGovernment;
/** Whoever holds the application's login. */
let app: pg.Pool;
beforeAll(async () => {
  gov = await openTestGovernment();
  app = openPool(gov.test.url, { role: APP_ROLE, max: 2 });
});
afterAll(async () => {
  await app.end();
  await gov.close();
});
// A handle of its own for each test: what is sealed is remembered by handle, and a reset begins the numbers anew.
let database: Database;
beforeEach(async () => {
  await gov.reset();
  database = openDatabase(openPool(gov.test.url, { role: APP_ROLE, max: 4 }));
  return () => database.destroy();
});

const WEEK = '2026-11-16';
const MONDAY = '2026-11-23 09:00:00';
const log = { info: () => {} };
const send = (now: string) => sendDigests(database, { teamId: TEAM, now: seoul(now), log });
const give = async (from: PersonKey, to: PersonKey, at: Date) => {
  const outcome = await givePoints(gov.database, giftOf(gov.people[from], gov.people[to]), at);
  if (outcome.kind !== 'given') throw new Error(JSON.stringify(outcome));
};
const stored = async () =>
  (await gov.rows('select week, agency_id, position from digest order by id')).map(
    (row) => [row.week, row.agency_id, row.position] as const,
  );
const addressed = async () =>
  (await gov.rows(`select kind, lane, state from outbox where kind like 'digest%' order by id`)).map(
    (row) => `${row.kind} ${row.lane} ${row.state}`,
  );
/** A superuser's statement with triggers off. */
async function tamper(statement: string, values?: unknown[]): Promise<void> {
  const { adminUrl } = inject('testServer');
  const connectionString = Object.assign(new URL(adminUrl), { pathname: `/${gov.test.name}` }).href;
  const superuser = new pg.Client({ connectionString });
  await superuser.connect();
  try {
    await superuser.query('set search_path = ieum; set session_replication_role = replica');
    const { rowCount } = await superuser.query(statement, values);
    if (rowCount === 0) throw new Error('The tampering met no row.');
  } finally {
    await superuser.end();
  }
}

describe('whoever holds the application’s login', () => {
  interface Forged {
    week: string;
    position: number;
    head: string;
    agency: number;
    received: number;
    last: string;
  }
  const append = ({ week, position, head, agency, received, last }: Forged) =>
    app.query(`select append_digests($1, $2, $3, now(), false, now(), $4, $5)`, [
      week,
      position,
      head,
      [agency],
      [JSON.stringify({ weeks: [{ week: last, received, sent: 0 }] })],
    ]);
  /** What would be taken: the digest of 행안부, whose people received a gift in the week. */
  async function honest(at: Date, week: string): Promise<Forged> {
    await give('haneul', 'jiu', at);
    const { position, head } = await rollUp(database, { now: at, log });
    return { week, position, head, agency: gov.agencies.interior, received: 10, last: week };
  }

  it('inserts no digest by hand', async () => {
    await expect(
      app.query(
        `insert into digest (agency_id, week, position, head, as_of, late, content, computed_at)
         values ($1, $2, 0, repeat('0', 64), now(), false, '{}', now())`,
        [gov.agencies.smes, WEEK],
      ),
    ).rejects.toThrow('permission denied');
  });

  it('appends none but at the rollups’ position, with the chain’s head and the week’s points, of an agency that was there', async () => {
    const good = await honest(seoul('2026-11-18 10:00:00'), WEEK);
    await gov.rows(`update agency set during = daterange(null, '2026-11-16') where id = $1`, [
      gov.agencies.seoul,
    ]);
    for (const [change, words] of [
      [{ position: good.position - 1 }, 'the rollups are not at'],
      [{ position: good.position + 1 }, 'the rollups are not at'],
      [{ head: `${good.head.slice(1)}0` }, 'another hash'],
      [{ received: 20 }, 'other points'],
      [{ last: '2026-11-09' }, 'other points'],
      [{ agency: gov.agencies.smes }, 'other points'],
      [{ agency: gov.agencies.seoul, received: 0 }, 'was not there'],
      [{ agency: 9_999, received: 0 }, 'was not there'],
    ] as const)
      await expect(append({ ...good, ...change }), JSON.stringify(change)).rejects.toThrow(words);
    expect(await stored()).toEqual([]);
    await append(good);
    await expect(append(good)).rejects.toThrow('duplicate key');
  });

  it('appends none of a week that is not over by the database’s own clock', async () => {
    await gov.trustOwnClockOnly();
    await gov.rows(`update posting set during = '[2020-01-01,)'`);
    const today = seoulDay(new Date());
    const week = mondayOf(today);
    const running = await honest(startOfDay(week), week);
    await expect(append(running)).rejects.toThrow('not over by the clock of the database');
    const ahead = new Date(startOfDay(addDays(week, 16)).getTime() + 10 * 3_600_000);
    await expect(sendDigests(database, { teamId: TEAM, now: ahead, log })).rejects.toThrow('not over');
    expect(await stored()).toEqual([]);
  });
});

describe('a week of which some have digests', () => {
  it('is completed for the others, at the position of the moment, and doubled for nobody', async () => {
    await give('haneul', 'jiu', seoul('2026-11-18 10:00:00'));
    await give('haneul', 'jiu', seoul('2026-11-11 10:00:00'));
    await send('2026-11-16 09:00:00');
    await send(MONDAY);
    const { smes, interior } = gov.agencies;
    await tamper('delete from digest where week = $1 and agency_id = any ($2)', [WEEK, [smes, interior]]);
    await tamper(
      `delete from outbox where kind like 'digest%' and subject_id not in (select id from digest)`,
    );
    const before = await stored();
    await give('jiu', 'haneul', seoul('2026-11-23 10:00:00'));
    const { sent } = await send('2026-11-23 10:00:00');
    expect(sent).toMatchObject([{ week: WEEK, agencies: 2 }]);
    expect((await stored()).slice(0, before.length)).toEqual(before);
    const position = await gov.value<number>('select position from rollup_position');
    expect((await stored()).slice(before.length)).toEqual([
      [WEEK, smes, position],
      [WEEK, interior, position],
    ]);
    expect((await send('2026-11-23 10:10:00')).sent).toEqual([]);
    const twice = await gov.rows('select week, agency_id from digest group by 1, 2 having count(*) > 1');
    expect(twice).toEqual([]);
    expect((await verifyLedger(database)).findings).toEqual([]);
  });

  it('an agency that came later begins with the newest; one that ended in the week has it and no other', async () => {
    await give('haneul', 'jiu', seoul('2026-11-04 10:00:00'));
    await send('2026-11-09 09:00:00');
    const { seoul: city } = gov.agencies;
    await gov.rows(`update agency set during = daterange(null, '2026-11-18') where id = $1`, [city]);
    const fresh = await gov.value<number>(
      `insert into agency (name, short_name, kind) values ('서울특별시청', '새서울', 'local') returning id`,
    );
    await send(MONDAY);
    await send('2026-11-30 09:00:00');
    const weeksOf = async (agency: number) =>
      (await stored()).flatMap(([week, id]) => (id === agency ? [week] : []));
    expect(await weeksOf(city)).toEqual(['2026-11-02', '2026-11-09', WEEK]);
    expect(await weeksOf(fresh)).toEqual([WEEK, '2026-11-23']);
  });
});

describe('whoever is to read it', () => {
  const skip = () =>
    gov.rows(`update outbox set state = 'skipped', problem = 'nothing_to_say' where state = 'due'`);
  const lanes = (...who: PersonKey[]) =>
    who.flatMap((key) =>
      ['digest', 'digest-chart'].map((kind) => `${kind} official:${gov.people[key].id} due`),
    );

  it('is nobody: that is told and logged, and whoever comes within the week gets it, once', async () => {
    await give('haneul', 'jiu', seoul('2026-11-18 10:00:00'));
    const warnings: unknown[] = [];
    const woken: string[] = [];
    let now = MONDAY;
    const jobs = createDigestJobs({
      database,
      now: () => seoul(now),
      log: { info: () => {}, warn: (about: unknown) => void warnings.push(about) } as unknown as Logger,
      wake: (team) => void woken.push(team),
      teamId: TEAM,
    });
    const tick = () =>
      jobs['send-digests']?.({}, { name: 'send-digests', attempt: 1, enqueuedAt: seoul(now) });
    await tick();
    expect(warnings).toEqual([{ week: WEEK, agencies: [gov.agencies.seoul] }]);
    expect(await addressed()).toEqual(lanes('cco', 'otherOperator'));
    now = '2026-11-25 11:00:00';
    await tick();
    expect(woken).toEqual([TEAM]);
    await gov.setRole(gov.people.minjun, 'operator');
    await tick();
    await tick();
    expect(woken).toEqual([TEAM, TEAM]);
    expect(await addressed()).toEqual(lanes('cco', 'otherOperator', 'minjun'));
  });

  it('is another by the time it comes: the one before gets nothing, the one after does, once', async () => {
    await give('haneul', 'jiu', seoul('2026-11-18 10:00:00'));
    await send(MONDAY);
    const { cco, seojun } = gov.people;
    await gov.setRole(cco, 'member');
    await gov.setRole(seojun, 'cco');
    const renderer = createDigestRenderers({
      database,
      now: () => seoul('2026-11-23 09:00:01'),
      uploadPicture: async () => undefined,
    }).digest;
    const [row] = await gov.rows(
      `select id, subject_id from outbox where kind = 'digest' and lane = 'official:${cco.id}'`,
    );
    const item = {
      id: row?.id,
      teamId: TEAM,
      lane: `official:${cco.id}` as const,
      kind: 'digest',
      subjectId: row?.subject_id,
      payload: {},
      dueAt: seoul(MONDAY),
      recordedAt: seoul(MONDAY),
    };
    if (typeof renderer !== 'function') throw new Error('no plain renderer');
    expect(await renderer([item], { locale: 'ko' })).toBeUndefined();
    // Not before it is known that the first one got nothing.
    expect((await send('2026-11-23 09:00:02')).readdressed).toBe(0);
    await skip();
    expect((await send('2026-11-23 09:10:00')).readdressed).toBe(1);
    expect((await addressed()).slice(-2)).toEqual(lanes('seojun'));
    expect((await send('2026-11-23 09:20:00')).readdressed).toBe(0);
    expect(await stored()).toHaveLength(3);
  });

  it.each(['skipped', 'parked'])('cannot be reached (%s): then the operators get it, once', async (state) => {
    await give('haneul', 'jiu', seoul('2026-11-18 10:00:00'));
    await send(MONDAY);
    const { cco } = gov.people;
    await gov.rows(
      `update outbox set state = '${state}', problem = 'not_in_workspace' where lane = 'official:${cco.id}'`,
    );
    expect((await send('2026-11-23 09:10:00')).readdressed).toBe(2);
    expect((await addressed()).slice(-4)).toEqual(lanes('operator', 'secondOperator'));
    expect((await send('2026-11-23 09:20:00')).readdressed).toBe(0);
  });

  it('is not looked for again once the next week’s digest is due', async () => {
    await give('haneul', 'jiu', seoul('2026-11-18 10:00:00'));
    await send(MONDAY);
    await send('2026-11-30 09:00:00');
    await gov.setRole(gov.people.minjun, 'cco');
    expect((await send('2026-11-30 09:10:00')).readdressed).toBe(1);
    const told = await gov.rows(
      `select d.week from outbox o join digest d on d.id = o.subject_id
       where o.kind = 'digest' and o.lane = 'official:${gov.people.minjun.id}'`,
    );
    expect(told).toEqual([{ week: '2026-11-23' }]);
  });
});

describe('verify', () => {
  beforeEach(async () => {
    await give('haneul', 'jiu', seoul('2026-11-11 10:00:00'));
    await send('2026-11-16 09:00:00');
    await give('haneul', 'jiu', seoul('2026-11-18 10:00:00'));
    await send(MONDAY);
    expect((await verifyLedger(database)).findings).toEqual([]);
  });
  const findings = async () => (await verifyLedger(database)).findings;

  it('names the first digest whose head is not the chain’s', async () => {
    const { smes } = gov.agencies;
    await tamper(`update digest set head = repeat('a', 64) where agency_id = $1`, [smes]);
    const found = await findings();
    expect(found).toMatchObject([
      { kind: 'digest_head_differs', week: '2026-11-09', agencyId: smes, position: 2, kept: 'a'.repeat(64) },
    ]);
    expect(found.map(renderFinding)[0]?.en).toMatch(
      /The digest of agency \d+ for the week from 2026-11-09 names another seal 2/,
    );
    await tamper('update digest set position = 99 where agency_id = $1', [smes]);
    expect(await findings()).toMatchObject([{ kind: 'digest_head_differs', position: 99, found: undefined }]);
  });

  it('names a chain that was rewritten since a digest was sent, seals and all', async () => {
    await tamper('update seal set hash = sha256(hash)');
    expect(await findings()).toContainEqual(
      expect.objectContaining({ kind: 'digest_head_differs', position: 2 }),
    );
  });

  it('names digests that tell other points than the ledger', async () => {
    const { interior } = gov.agencies;
    await tamper(
      `update digest set content = jsonb_set(content, '{weeks,-1,received}', '30') where agency_id = $1 and week = $2`,
      [interior, WEEK],
    );
    expect(await findings()).toEqual([
      {
        kind: 'digest_differs',
        week: WEEK,
        agencyId: interior,
        kept: { received: 30, sent: 0 },
        booked: { received: 10, sent: 0 },
      },
    ]);
  });
});

it('the last week of 2026, the 53rd, has the days of both years, and the year’s archive does not shorten it', async () => {
  await give('haneul', 'jiu', seoul('2026-12-28 00:00:00'));
  await give('seojun', 'jiu', seoul('2026-12-31 23:59:59.999'));
  await give('jiu', 'haneul', seoul('2027-01-01 00:00:00'));
  await give('jiu', 'haneul', seoul('2027-01-03 23:59:59.999'));
  await give('jiu', 'seojun', seoul('2027-01-04 00:00:00'));
  const { sent } = await send('2027-01-04 09:00:00');
  expect(sent.map(({ week }) => week)).toEqual(['2026-12-28']);
  const [smes, interior] = (await gov.rows('select content from digest order by agency_id')).map((row) =>
    row.content.weeks.at(-1),
  );
  expect(smes).toEqual({ week: '2026-12-28', received: 20, sent: 20 });
  expect(interior).toEqual({ week: '2026-12-28', received: 20, sent: 20 });
  expect((await verifyLedger(database)).findings).toEqual([]);
});
