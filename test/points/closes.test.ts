import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seoulDay } from '../../src/calendar/seoul.ts';
import { APP_ROLE, type Database, openDatabase, openPool } from '../../src/database/database.ts';
import type { Logger } from '../../src/log.ts';
import { archiveYears } from '../../src/points/archive-year.ts';
import { closeDays } from '../../src/points/close-days.ts';
import { streamBalances } from '../../src/points/export-store.ts';
import { givePoints } from '../../src/points/give-points.ts';
import { grantSpecial } from '../../src/points/grant-special.ts';
import { createPointsJobs } from '../../src/points/jobs.ts';
import { lapseAllowances } from '../../src/points/lapse-allowances.ts';
import { reverseGift } from '../../src/points/reverse-gift.ts';
import { rollUp } from '../../src/points/roll-up.ts';
import { verifyLedger } from '../../src/points/verify.ts';
import { giftOf, openTestGovernment, seoul, TEAM, type TestGovernment } from '../support/government.ts';
import type { Person } from '../support/ledger.ts';
import { unmarked } from './ranking-now.ts';

let gov: TestGovernment;
beforeAll(async () => {
  gov = await openTestGovernment({ connections: 12 });
  return () => gov.close();
});
beforeEach(() => gov.reset());

const log = { info: () => {} };
const at = (text: string) => seoul(text);

async function give(from: Person, to: Person | { departmentId: number }, now: Date): Promise<number> {
  const outcome = await givePoints(gov.database, giftOf(from, to), now);
  if (outcome.kind !== 'given') throw new Error(JSON.stringify(outcome));
  return outcome.giftId;
}
let keys = 0;
async function takeBack(number: number, actor: Person, now: Date) {
  keys += 1;
  const request = { requestKey: `back-${keys}`, teamId: TEAM, number, actorId: actor.id, reason: '사유' };
  expect(await reverseGift(gov.database, request, now)).toMatchObject({ kind: 'reversed' });
}
async function grant(actor: Person, to: Person, now: Date) {
  keys += 1;
  const request = {
    requestKey: `grant-${keys}`,
    teamId: TEAM,
    actorId: actor.id,
    recipient: { officialId: to.id },
    pointsEach: 50,
    reason: '사유',
  };
  expect(await grantSpecial(gov.database, request, now)).toMatchObject({ kind: 'granted' });
}
const closeAll = async (now: Date, database: Database = unmarked(gov.database)) => {
  const days = await closeDays(database, { now, log });
  const months = await lapseAllowances(database, { now, log });
  const years = await archiveYears(database, { log });
  return { days: days.closed, months: months.closed, years: years.archived };
};
const close = (now: Date) => closeDays(unmarked(gov.database), { now, log });

/** A department's days, those with a score: day, members, received, sent, special, and the corrections of each. */
async function daysOf(department: number): Promise<Array<Array<string | number>>> {
  const rows = await gov.rows(
    `select day::text, members, received, sent, special, received_correction, sent_correction, special_correction
     from department_day where department_id = $1 order by day`,
    [department],
  );
  return rows.map((row) => Object.values(row));
}
const findings = async () => (await verifyLedger(gov.database)).findings;

describe('a day’s close', () => {
  it('제8조②: fixes what each department’s members received, sent and were granted that day, with its members', async () => {
    const { haneul, seojun, jiu, yuna, operator } = gov.people;
    await give(haneul, jiu, at('2026-11-23 09:00:00.000'));
    await give(seojun, yuna, at('2026-11-23 10:00:00.000'));
    await give(jiu, haneul, at('2026-11-23 11:00:00.000'));
    await give(haneul, { departmentId: gov.departments.collab }, at('2026-11-23 12:00:00.000'));
    await grant(operator, seojun, at('2026-11-23 13:00:00.000'));
    expect(await close(at('2026-11-24 00:15:00.000'))).toEqual({ closed: ['2026-11-23'] });
    expect(await daysOf(gov.departments.hr)).toEqual([['2026-11-23', 2, 10, 30, 50, 0, 0, 0]]);
    expect(await daysOf(gov.departments.collab)).toEqual([['2026-11-23', 2, 30, 10, 0, 0, 0, 0]]);
    expect(await daysOf(gov.departments.welfare)).toEqual([]);
    expect(await findings()).toEqual([]);
  });

  it('waits until the day is over in Seoul and ten minutes more, and leaves the day that runs alone', async () => {
    const { haneul, jiu } = gov.people;
    await give(haneul, jiu, at('2026-11-23 09:00:00.000'));
    expect(await close(at('2026-11-23 23:59:59.999'))).toEqual({ closed: [] });
    expect(await close(at('2026-11-24 00:09:59.999'))).toEqual({ closed: [] });
    expect(await close(at('2026-11-24 00:10:00.000'))).toEqual({ closed: ['2026-11-23'] });
  });

  it('a gift at 23:59:59.999 belongs to its day, one at midnight to the next', async () => {
    const { haneul, jiu } = gov.people;
    await give(haneul, jiu, at('2026-11-23 23:59:59.999'));
    await give(haneul, jiu, at('2026-11-24 00:00:00.000'));
    await close(at('2026-11-24 00:15:00.000'));
    await close(at('2026-11-25 00:15:00.000'));
    expect(await daysOf(gov.departments.collab)).toEqual([
      ['2026-11-23', 2, 10, 0, 0, 0, 0, 0],
      ['2026-11-24', 2, 10, 0, 0, 0, 0, 0],
    ]);
  });

  it('제8조③: transfers and leave move no fixed day, nor what is closed later for an earlier one', async () => {
    const { haneul, jiu } = gov.people;
    await give(haneul, jiu, at('2026-11-15 09:00:00.000'));
    await close(at('2026-11-16 00:15:00.000'));
    await give(haneul, jiu, at('2026-11-16 09:00:00.000'));
    await gov.transfer(jiu, 'traffic', '2026-11-17');
    await gov.transfer(haneul, 'welfare', '2026-11-17');
    await gov.setStatus(jiu, 'leave');
    await close(at('2026-11-18 00:15:00.000'));
    expect(await daysOf(gov.departments.collab)).toEqual([
      ['2026-11-15', 2, 10, 0, 0, 0, 0, 0],
      ['2026-11-16', 2, 10, 0, 0, 0, 0, 0],
    ]);
    expect(await daysOf(gov.departments.hr)).toEqual([
      ['2026-11-15', 2, 0, 10, 0, 0, 0, 0],
      ['2026-11-16', 2, 0, 10, 0, 0, 0, 0],
    ]);
    expect(await daysOf(gov.departments.traffic)).toEqual([]);
  });

  it('a reversal of a fixed day is a line of its own on the day it is made; one on the same day nets out', async () => {
    const { haneul, jiu, operator, seojun, minjun } = gov.people;
    const first = await give(haneul, jiu, at('2026-11-20 09:00:00.000'));
    await takeBack(
      await give(haneul, jiu, at('2026-11-20 10:00:00.000')),
      haneul,
      at('2026-11-20 10:05:00.000'),
    );
    await takeBack(
      await give(minjun, seojun, at('2026-11-20 10:00:00.000')),
      minjun,
      at('2026-11-20 10:05:00.000'),
    );
    await close(at('2026-11-21 00:15:00.000'));
    const fixed = ['2026-11-20', 2, 10, 0, 0, 0, 0, 0];
    expect(await daysOf(gov.departments.collab)).toEqual([fixed]);
    // Nothing came of it: no line.
    expect(await daysOf(gov.departments.traffic)).toEqual([]);
    await give(haneul, jiu, at('2026-11-23 08:00:00.000'));
    await takeBack(first, operator, at('2026-11-23 09:00:00.000'));
    await close(at('2026-11-24 00:15:00.000'));
    expect(await daysOf(gov.departments.collab)).toEqual([fixed, ['2026-11-23', 2, 10, 0, 0, -10, 0, 0]]);
    expect(await daysOf(gov.departments.hr)).toEqual([
      ['2026-11-20', 2, 0, 10, 0, 0, 0, 0],
      ['2026-11-23', 2, 0, 10, 0, 0, -10, 0],
    ]);
    expect(await findings()).toEqual([]);
  });

  it('제9조: a special award taken back on a later day is a correction apart, too', async () => {
    const { haneul, operator, secondOperator } = gov.people;
    await grant(operator, haneul, at('2026-11-20 09:00:00.000'));
    const award = await gov.value<number>('select id from special_award');
    await close(at('2026-11-21 00:15:00.000'));
    await takeBack(award, secondOperator, at('2026-11-23 09:00:00.000'));
    await close(at('2026-11-24 00:15:00.000'));
    expect(await daysOf(gov.departments.hr)).toEqual([
      ['2026-11-20', 2, 0, 0, 50, 0, 0, 0],
      ['2026-11-23', 2, 0, 0, 0, 0, 0, -50],
    ]);
  });

  it('what was taken back between midnight and the close still counts for the day that is closed', async () => {
    const { haneul, jiu } = gov.people;
    const number = await give(haneul, jiu, at('2026-11-23 23:59:00.000'));
    await takeBack(number, haneul, at('2026-11-24 00:01:00.000'));
    await close(at('2026-11-24 00:15:00.000'));
    await close(at('2026-11-25 00:15:00.000'));
    expect(await daysOf(gov.departments.collab)).toEqual([
      ['2026-11-23', 2, 10, 0, 0, 0, 0, 0],
      ['2026-11-24', 2, 0, 0, 0, -10, 0, 0],
    ]);
  });

  it('a gift that was committed only after its day was closed is a correction of the next, and lost nowhere', async () => {
    const { haneul, seojun, jiu } = gov.people;
    await give(haneul, jiu, at('2026-11-23 23:00:00.000'));
    const slow = await gov.owner.connect();
    try {
      await slow.query('begin');
      const now = at('2026-11-23 23:59:59.999');
      const posted = await slow.query(
        `select code from post_gift('slow', $1, 'command', '도와주셔서 고맙습니다.', 10, $2, $3, null, $4, $5, 200, 2, '[]')`,
        [TEAM, seojun.posting, jiu.posting, now, seoulDay(now)],
      );
      expect(posted.rows).toEqual([{ code: 'given' }]);
      await close(at('2026-11-24 00:15:00.000'));
      await slow.query('commit');
    } finally {
      slow.release();
    }
    await close(at('2026-11-25 00:15:00.000'));
    expect(await daysOf(gov.departments.collab)).toEqual([
      ['2026-11-23', 2, 10, 0, 0, 0, 0, 0],
      ['2026-11-24', 2, 0, 0, 0, 10, 0, 0],
    ]);
    expect(await findings()).toEqual([]);
  });

  it('days that were missed are made up for in order, each as it was', async () => {
    const { haneul, jiu, operator } = gov.people;
    const first = await give(haneul, jiu, at('2026-11-20 09:00:00.000'));
    await give(haneul, jiu, at('2026-11-22 09:00:00.000'));
    await takeBack(first, operator, at('2026-11-24 09:00:00.000'));
    expect((await close(at('2026-11-26 00:15:00.000'))).closed).toEqual([
      '2026-11-20',
      '2026-11-21',
      '2026-11-22',
      '2026-11-23',
      '2026-11-24',
      '2026-11-25',
    ]);
    expect(await daysOf(gov.departments.collab)).toEqual([
      ['2026-11-20', 2, 10, 0, 0, 0, 0, 0],
      ['2026-11-22', 2, 10, 0, 0, 0, 0, 0],
      ['2026-11-24', 2, 0, 0, 0, -10, 0, 0],
    ]);
    expect(await findings()).toEqual([]);
  });

  it('run twice, and by a clock that was put back, changes nothing', async () => {
    const { haneul, jiu } = gov.people;
    await give(haneul, jiu, at('2026-11-20 09:00:00.000'));
    await close(at('2026-11-24 00:15:00.000'));
    const before = await gov.rows('select * from closed_day order by day');
    expect(await close(at('2026-11-24 00:20:00.000'))).toEqual({ closed: [] });
    expect(await close(at('2026-11-21 00:20:00.000'))).toEqual({ closed: [] });
    expect(await gov.rows('select * from closed_day order by day')).toEqual(before);
  });

  it('has nothing to do before the first gift', async () => {
    expect(await closeAll(at('2026-11-24 00:15:00.000'))).toEqual({ days: [], months: [], years: [] });
  });

  it('once fixed is changed by nobody: not by the application, not by the owner', async () => {
    const { haneul, jiu } = gov.people;
    await give(haneul, jiu, at('2026-12-31 09:00:00.000'));
    await closeAll(at('2027-01-01 00:30:00.000'));
    const app = openPool(gov.test.url, { role: APP_ROLE, max: 1 });
    try {
      for (const [table, change] of [
        ['department_day', 'received = 0'],
        ['closed_day', 'position = 0'],
        ['closed_month', 'lapsed_points = 0'],
        ['closed_year', 'position = 0'],
        ['year_archive', 'received = 0'],
      ]) {
        for (const statement of [
          `update ${table} set ${change}`,
          `delete from ${table}`,
          `truncate ${table} cascade`,
        ]) {
          await expect(gov.owner.query(statement), statement).rejects.toThrow('never changed');
          await expect(app.query(statement), statement).rejects.toThrow('permission denied');
        }
        await expect(app.query(`insert into ${table} select * from ${table}`)).rejects.toThrow(
          'permission denied',
        );
      }
      for (const rollup of ['standing', 'agency_week', 'rollup_position'])
        await expect(app.query(`delete from ${rollup}`)).rejects.toThrow('permission denied');
    } finally {
      await app.end();
    }
  });

  it('the functions keep the order and the calendar themselves, whoever calls them', async () => {
    const { haneul, jiu } = gov.people;
    await give(haneul, jiu, at('2026-11-20 09:00:00.000'));
    await close(at('2026-11-21 00:15:00.000'));
    await expect(gov.rows(`select close_day('2026-11-23', 2)`)).rejects.toThrow('the day after');
    await expect(gov.rows(`select close_day('2026-11-21', 9)`)).rejects.toThrow('nothing is sealed');
    await expect(gov.rows('select archive_year(2026)')).rejects.toThrow('not closed');
    await expect(
      gov.rows(`select post_lapse('2026-11-01', '2026-11-30 23:59:59.999+09', '2026-11-30', 0, 10)`),
    ).rejects.toThrow('not over');
  });
});

describe('three processes at once', () => {
  it('fix each day, month and year once, and let each point lapse once', async () => {
    const { haneul, seojun, jiu, minjun } = gov.people;
    const some = await gov.addPeople('local', 40);
    for (const person of some) await give(person, haneul, at('2026-11-23 09:00:00.000'));
    await give(haneul, jiu, at('2026-12-23 09:00:00.000'));
    await give(seojun, minjun, at('2026-12-23 09:00:00.000'));
    const processes = Array.from({ length: 3 }, () =>
      openDatabase(openPool(gov.test.url, { role: APP_ROLE, max: 2 })),
    );
    try {
      const now = at('2027-01-01 00:30:00.000');
      const done = await Promise.all(
        processes.flatMap((database) => [closeAll(now, database), closeAll(now, database)]),
      );
      const days = done.flatMap((one) => one.days);
      expect(days).toHaveLength(39);
      expect(new Set(days).size).toBe(39);
      expect(done.flatMap((one) => one.months.map((month) => month.month)).sort()).toEqual([
        '2026-11',
        '2026-12',
      ]);
      // The year may be archived by whichever comes after the last day.
      await closeAll(now);
      expect(await gov.rows('select year from closed_year')).toEqual([{ year: 2026 }]);
      expect(
        await gov.rows(
          `select count(*)::int as lapses, sum(amount)::int as points from transfer where kind = 'lapse'`,
        ),
      ).toEqual([{ lapses: 42, points: 42 * 190 }]);
      expect(await findings()).toEqual([]);
    } finally {
      await Promise.all(processes.map((database) => database.destroy()));
    }
  });
});

describe('a month’s close', () => {
  it('제5조: what is unused lapses by transfers back to where it was issued; who opened no account is counted', async () => {
    const { haneul, jiu } = gov.people;
    await gov.setPolicy('interior', '2026-11-01', { monthlyAllowance: 40 });
    await give(haneul, jiu, at('2026-11-23 09:00:00.000'));
    await give(jiu, haneul, at('2026-11-24 09:00:00.000'));
    const { months } = await closeAll(at('2026-12-01 00:20:00.000'));
    // Of the thirteen one has left; three of the others are of 행안부 with its forty points.
    expect(months).toEqual([
      {
        month: '2026-11',
        lapsedAccounts: 2,
        lapsedPoints: 220,
        untouchedOfficials: 10,
        untouchedPoints: 3 * 40 + 7 * 200,
      },
    ]);
    expect(
      await gov.rows(
        `select d.owner_id, t.amount, c.kind, c.owner_id as agency, c.period::text, t.occurred_at
         from transfer t join account d on d.id = t.debit_account_id join account c on c.id = t.credit_account_id
         where t.kind = 'lapse' order by t.amount`,
      ),
    ).toEqual([
      {
        owner_id: jiu.id,
        amount: 30,
        kind: 'issuance',
        agency: jiu.agency,
        period: '2026-01-01',
        occurred_at: at('2026-12-01 00:20:00.000'),
      },
      {
        owner_id: haneul.id,
        amount: 190,
        kind: 'issuance',
        agency: haneul.agency,
        period: '2026-01-01',
        occurred_at: at('2026-12-01 00:20:00.000'),
      },
    ]);
    const result = await verifyLedger(gov.database);
    expect(result.findings).toEqual([]);
    expect(result.allowances).toEqual({ issued: 240, given: 20, lapsed: 220, left: 0 });
  });

  it('leaves the month that runs alone, and what was given of it', async () => {
    const { haneul, jiu } = gov.people;
    await give(haneul, jiu, at('2026-11-30 23:59:59.999'));
    await give(haneul, jiu, at('2026-12-01 00:00:00.000'));
    expect((await closeAll(at('2026-12-01 00:09:59.999'))).months).toEqual([]);
    expect((await closeAll(at('2026-12-01 00:10:00.000'))).months).toMatchObject([
      { month: '2026-11', lapsedPoints: 190 },
    ]);
    expect(
      await gov.rows(
        'select a.period::text, b.points from balance b join account a on a.id = b.account_id order by 1',
      ),
    ).toEqual([
      { period: '2026-11-01', points: 0 },
      { period: '2026-12-01', points: 190 },
    ]);
  });

  it('months without anything are closed too, one after the other, and twice changes nothing', async () => {
    const { haneul, jiu } = gov.people;
    await give(haneul, jiu, at('2026-09-10 09:00:00.000'));
    const now = at('2026-12-05 00:20:00.000');
    expect((await closeAll(now)).months.map(({ month, lapsedPoints }) => [month, lapsedPoints])).toEqual([
      ['2026-09', 190],
      ['2026-10', 0],
      ['2026-11', 0],
    ]);
    expect((await closeAll(now)).months).toEqual([]);
    expect((await closeAll(at('2026-10-05 00:20:00.000'))).months).toEqual([]);
    expect(await gov.value(`select count(*) from transfer where kind = 'lapse'`)).toBe(1);
  });

  it('제5조: a gift taken back after its month has lapsed goes to issuance, and the sums still come out', async () => {
    const { haneul, jiu, operator } = gov.people;
    const number = await give(haneul, jiu, at('2026-11-23 09:00:00.000'));
    await closeAll(at('2026-12-01 00:20:00.000'));
    await takeBack(number, operator, at('2026-12-02 09:00:00.000'));
    expect((await verifyLedger(gov.database)).allowances).toEqual({
      issued: 200,
      given: 10,
      lapsed: 190,
      left: 0,
    });
    expect(await findings()).toEqual([]);
  });

  it('what comes back to a closed month at the last moment lapses with the next run', async () => {
    const { haneul, jiu } = gov.people;
    await gov.setPolicy('smes', '2026-11-01', { monthlyAllowance: 10 });
    const number = await give(haneul, jiu, at('2026-11-30 23:55:00.000'));
    const slow = await gov.owner.connect();
    try {
      await slow.query('begin');
      await slow.query(`select post_reversal($1, $2, '사유', $3, '2026-11-30', $4, '[]')`, [
        number,
        haneul.id,
        at('2026-11-30 23:59:59.999'),
        TEAM,
      ]);
      await closeAll(at('2026-12-01 00:20:00.000'));
      await slow.query('commit');
    } finally {
      slow.release();
    }
    expect(await findings()).toMatchObject([{ kind: 'lapse_missing', month: '2026-11', left: 10 }]);
    await closeAll(at('2026-12-01 01:20:00.000'));
    expect((await verifyLedger(gov.database)).allowances).toEqual({
      issued: 10,
      given: 0,
      lapsed: 10,
      left: 0,
    });
    // The record of the close stays as it was: what lapsed after it is not in it.
    expect(await gov.rows('select month, lapsed_accounts, lapsed_points from closed_month')).toEqual([
      { month: '2026-11-01', lapsed_accounts: 0, lapsed_points: 0 },
    ]);
    expect(await findings()).toEqual([]);
  });

  it('leaves the export of a past month as it was: there, left is what lapsed', async () => {
    const { haneul, jiu } = gov.people;
    await give(haneul, jiu, at('2026-11-23 09:00:00.000'));
    const lines = async () => {
      const found = [];
      const months = { from: '2026-11-01', until: '2026-12-01' };
      for await (const line of streamBalances(gov.database, months, undefined)) found.push(line);
      return found;
    };
    const before = await lines();
    expect(before).toMatchObject([{ allowance_left: 190, sent_month: 10 }, { received_month: 10 }]);
    await closeAll(at('2026-12-01 00:20:00.000'));
    expect(await lines()).toEqual(before);
  });

  it('many accounts lapse in batches, each once', async () => {
    const some = await gov.addPeople('local', 25);
    for (const person of some) await give(person, gov.people.haneul, at('2026-11-23 09:00:00.000'));
    const now = at('2026-12-01 00:20:00.000');
    const { closed } = await lapseAllowances(gov.database, { now, log, batch: 4 });
    expect(closed).toMatchObject([{ lapsedAccounts: 25, lapsedPoints: 25 * 190 }]);
  });
});

describe('a year’s close', () => {
  const newYear = at('2027-01-01 00:30:00.000');
  const archived = (subject: string, scope = 0) =>
    gov.rows(
      `select name, department, agency, received, sent, special, rank_received, rank_sent from year_archive
       where year = 2026 and subject = $1 and scope = $2 order by rank_received, rank_sent, name`,
      [subject, scope],
    );

  it('제8조④: archives people and departments, with special points apart, and ties sharing a rank', async () => {
    const { haneul, seojun, jiu, yuna, operator } = gov.people;
    await give(haneul, jiu, at('2026-11-23 09:00:00.000'));
    await give(haneul, jiu, at('2026-12-23 09:00:00.000'));
    await give(seojun, yuna, at('2026-12-24 09:00:00.000'));
    await give(jiu, haneul, at('2026-12-31 23:59:59.999'));
    await give(jiu, haneul, at('2027-01-01 00:00:00.000'));
    await grant(operator, seojun, at('2026-12-24 10:00:00.000'));
    expect(await closeAll(newYear)).toMatchObject({ years: [2026] });
    const [hr, collab] = [
      { department: '인력정책과', agency: '중기부' },
      { department: '협업정책과', agency: '행안부' },
    ];
    expect(await archived('person')).toEqual([
      { name: '정지우', ...collab, received: 20, sent: 10, special: 0, rank_received: 1, rank_sent: 2 },
      { name: '김하늘', ...hr, received: 10, sent: 20, special: 0, rank_received: 2, rank_sent: 1 },
      { name: '한유나', ...collab, received: 10, sent: 0, special: 0, rank_received: 2, rank_sent: null },
      { name: '이서준', ...hr, received: 0, sent: 10, special: 50, rank_received: null, rank_sent: 2 },
    ]);
    expect(await archived('department')).toEqual([
      { name: '협업정책과', ...collab, received: 30, sent: 10, special: 0, rank_received: 1, rank_sent: 2 },
      { name: '인력정책과', ...hr, received: 10, sent: 30, special: 50, rank_received: 2, rank_sent: 1 },
    ]);
    expect(await archived('person', haneul.agency)).toMatchObject([
      { name: '김하늘', rank_received: 1, rank_sent: 1 },
      { name: '이서준', rank_received: null, rank_sent: 2 },
    ]);
    expect(await findings()).toEqual([]);
  });

  it('leavers stay in it, and nothing moves it any more: no new name, no transfer, no reversal', async () => {
    const { haneul, jiu, operator } = gov.people;
    const number = await give(haneul, jiu, at('2026-12-23 09:00:00.000'));
    await closeAll(newYear);
    const before = await archived('person');
    await gov.owner.query(`update official set name = '다른이름', status = 'left' where id = $1`, [jiu.id]);
    await gov.transfer(haneul, 'welfare', '2027-01-02');
    await takeBack(number, operator, at('2027-01-05 09:00:00.000'));
    await closeAll(at('2027-02-01 00:30:00.000'));
    expect(await archived('person')).toEqual(before);
    expect(before).toMatchObject([{ name: '정지우', received: 10 }, { name: '김하늘' }]);
    expect(await findings()).toEqual([]);
  });

  it('counts a person’s points for the agency that they were of, and as a whole', async () => {
    const { haneul, jiu } = gov.people;
    await give(haneul, jiu, at('2026-06-15 09:00:00.000'));
    await gov.transfer(jiu, 'traffic', '2026-07-01');
    await give(haneul, jiu, at('2026-07-15 09:00:00.000'));
    await closeAll(newYear);
    const received = async (scope: number) =>
      (await archived('person', scope))
        .filter((row) => row.name === '정지우')
        .map((r) => [r.department, r.received]);
    expect(await received(0)).toEqual([['교통정책과', 20]]);
    expect(await received(gov.agencies.interior)).toEqual([['협업정책과', 10]]);
    expect(await received(gov.agencies.seoul)).toEqual([['교통정책과', 10]]);
  });

  it('what is taken back in the night of the turn of the year, before the archive is made, leaves it alone', async () => {
    const { haneul, jiu } = gov.people;
    const number = await give(haneul, jiu, at('2026-12-31 23:58:00.000'));
    await takeBack(number, haneul, at('2027-01-01 00:02:00.000'));
    await closeAll(newYear);
    expect(await archived('person')).toMatchObject([{ received: 10 }, { sent: 10 }]);
    expect(await findings()).toEqual([]);
  });

  it('years that were missed are archived in order', async () => {
    const { haneul, jiu } = gov.people;
    await give(haneul, jiu, at('2026-12-30 09:00:00.000'));
    expect((await closeAll(at('2029-01-01 00:30:00.000'))).years).toEqual([2026, 2027, 2028]);
  });

  it('제8조④: on 1 January everything starts anew: no standing of the old year is kept', async () => {
    const { haneul, jiu } = gov.people;
    await give(haneul, jiu, at('2026-12-30 09:00:00.000'));
    const jobs = createPointsJobs({
      database: unmarked(gov.database),
      now: () => newYear,
      log: log as unknown as Logger,
    });
    const run = (name: string) => jobs[name]?.({}, { name, attempt: 1, enqueuedAt: newYear });
    await run('roll-up');
    expect(await gov.value('select count(*) from standing')).toBeGreaterThan(0);
    for (const name of ['seal-ledger', 'close-days', 'lapse-allowances', 'archive-year']) await run(name);
    expect(await gov.rows('select year from closed_year')).toEqual([{ year: 2026 }]);
    await run('roll-up');
    expect(await gov.value('select count(*) from standing')).toBe(0);
  });

  it('the old year’s standings go in portions, a transaction each; a run that is broken off goes on', async () => {
    const { haneul, jiu, minjun } = gov.people;
    for (const month of ['10', '11', '12']) {
      await give(haneul, jiu, at(`2026-${month}-30 09:00:00.000`));
      await give(jiu, minjun, at(`2026-${month}-30 09:00:00.000`));
    }
    const database = unmarked(gov.database);
    await rollUp(database, { now: at('2026-12-31 09:00:00.000'), log, wait: true });
    const old = await gov.value<number>('select count(*) from standing');
    await give(haneul, jiu, newYear);
    await closeDays(database, { now: newYear, log });
    await rollUp(database, { now: newYear, log, wait: true });
    const count = () => gov.value<number>('select count(*) from standing');
    const fresh = (await count()) - old;
    // The third portion fails, as if the process had been killed in it.
    await gov.rows('create table public.portion (xid xid8, rows bigint)');
    await gov.rows(
      `create function public.note_portion() returns trigger language plpgsql security definer as $$ begin
         insert into public.portion select pg_current_xact_id(), count(*) from gone having count(*) > 0;
         if (select count(distinct xid) from public.portion) = 3 then raise exception 'killed'; end if;
         return null; end $$`,
    );
    await gov.rows(
      `create trigger note after delete on standing referencing old table as gone for each statement execute function public.note_portion()`,
    );
    const archive = () => archiveYears(database, { log, portion: 4 });
    await expect(archive()).rejects.toThrow('killed');
    expect(await count()).toBe(old + fresh - 8);
    await gov.rows(`insert into public.portion values ('1', 0)`); // from now on there are more than three
    expect(await archive()).toEqual({ archived: [] });
    expect(await count()).toBe(fresh);
    const portions = await gov.rows<{ rows: number }>(
      'select sum(rows)::int as rows from public.portion group by xid',
    );
    expect(Math.max(...portions.map(({ rows }) => rows))).toBe(4);
    expect(portions.reduce((sum, { rows }) => sum + rows, 0)).toBe(old);
    await gov.rows('drop trigger note on standing');
    await gov.rows('drop function public.note_portion');
    await gov.rows('drop table public.portion');
  });
});
