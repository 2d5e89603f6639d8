import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addDays, addMonths, monthOf, seoulDay, startOfDay } from '../../src/calendar/seoul.ts';
import { APP_ROLE, openPool } from '../../src/database/database.ts';
import { archiveYears } from '../../src/points/archive-year.ts';
import { closeDays } from '../../src/points/close-days.ts';
import { givePoints } from '../../src/points/give-points.ts';
import { grantSpecial } from '../../src/points/grant-special.ts';
import { lapseAllowances } from '../../src/points/lapse-allowances.ts';
import { reverseGift } from '../../src/points/reverse-gift.ts';
import { settleApproval } from '../../src/points/settle-approval.ts';
import { verifyLedger } from '../../src/points/verify.ts';
import { giftOf, openTestGovernment, seoul, TEAM, type TestGovernment } from '../support/government.ts';
import type { Person } from '../support/ledger.ts';
import { unmarked } from './ranking-now.ts';

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
beforeEach(() => gov.reset());

const log = { info: () => {} };
async function give(from: Person, to: Person, now: Date): Promise<number> {
  const outcome = await givePoints(gov.database, giftOf(from, to), now);
  if (outcome.kind !== 'given') throw new Error(JSON.stringify(outcome));
  return outcome.giftId;
}
const noonOf = (day: string) => new Date(startOfDay(day).getTime() + 12 * 3_600_000);
const closeAll = async (now: Date) => {
  await closeDays(unmarked(gov.database), { now, log });
  await lapseAllowances(gov.database, { now, log });
  await archiveYears(gov.database, { log });
};
const days = async () => (await gov.rows('select day from closed_day order by day')).map((row) => row.day);

describe('by a clock that runs ahead of the database’s own', () => {
  // The server's clock cannot be moved: what follows happens around the real day.
  const today = seoulDay(new Date());
  const yesterday = addDays(today, -1);
  const thisMonth = monthOf(today);
  beforeEach(async () => {
    await gov.trustOwnClockOnly();
    await gov.rows(`update posting set during = '[2020-01-01,)'`);
    const { haneul, jiu } = gov.people;
    await give(haneul, jiu, noonOf(yesterday));
    await give(haneul, jiu, startOfDay(today));
  });

  it('제8조②: no day is fixed that is not over; those that are over are', async () => {
    await expect(closeDays(unmarked(gov.database), { now: noonOf(addDays(today, 3)), log })).rejects.toThrow(
      'not over by the clock of the database',
    );
    expect(await days()).toEqual([yesterday]);
    await expect(app.query('select close_day($1, 0)', [today])).rejects.toThrow('not over');
    expect((await verifyLedger(gov.database)).findings).toEqual([]);
  });

  it('제5조: no allowance lapses before its month is over, whatever instant the caller names', async () => {
    const next = noonOf(`${addMonths(thisMonth, 1)}-02`);
    const left = () =>
      gov.value(
        'select sum(points) from balance b join account a on a.id = b.account_id where a.period = $1',
        [`${thisMonth}-01`],
      );
    const before = await left();
    await expect(lapseAllowances(gov.database, { now: next, log })).rejects.toThrow('not over');
    expect(await left()).toBe(before);
    await expect(
      app.query('select post_lapse($1, $2, $3, 0, 10)', [`${thisMonth}-01`, next, seoulDay(next)]),
    ).rejects.toThrow('not over');
    await expect(app.query('select close_month($1, 0, 0)', [`${thisMonth}-01`])).rejects.toThrow('not over');
  });

  it('제8조④: no year is archived before it is over', async () => {
    await expect(app.query('select archive_year($1)', [Number(today.slice(0, 4))])).rejects.toThrow(
      'not over',
    );
  });

  it('only the owner may let closes go by another clock, and verify says so', async () => {
    for (const change of [
      `insert into other_clock (reason) values ('mine')`,
      `update other_clock set reason = 'mine'`,
      'delete from other_clock',
    ])
      await expect(app.query(change), change).rejects.toThrow('permission denied');
    expect((await verifyLedger(gov.database)).otherClock).toBeUndefined();
    await gov.rows(`insert into other_clock (reason) values ('a demonstration')`);
    expect((await closeDays(unmarked(gov.database), { now: noonOf(addDays(today, 1)), log })).closed).toEqual(
      [yesterday, today],
    );
    expect((await verifyLedger(gov.database)).otherClock).toBe('a demonstration');
    // The database's own stamp tells, whatever was allowed for how long.
    await gov.trustOwnClockOnly();
    expect((await verifyLedger(gov.database)).findings).toMatchObject([
      { kind: 'closed_early', what: 'day', period: today },
    ]);
  });
});

describe('the order of closes', () => {
  it('no day before the first closed one is passed over, no year neither', async () => {
    const { haneul, jiu } = gov.people;
    await give(haneul, jiu, seoul('2026-03-10 09:00:00'));
    await expect(app.query(`select close_day('2026-03-11', 0)`)).rejects.toThrow('an earlier day');
    await closeDays(unmarked(gov.database), { now: seoul('2028-01-01 00:30:00'), log });
    await expect(app.query('select archive_year(2027)')).rejects.toThrow('an earlier year');
  });
});

describe('into what is closed', () => {
  /** March is closed, in the night to 1 April. */
  async function closeMarch() {
    const { haneul, jiu } = gov.people;
    const number = await give(haneul, jiu, seoul('2026-03-10 09:00:00'));
    await closeAll(seoul('2026-04-01 00:30:00'));
    return number;
  }
  const late = seoul('2026-03-31 23:59:59.999');
  const closedOn = (day: string, recipientName?: string) => ({
    kind: 'refused',
    ...(recipientName === undefined ? {} : { recipientName }),
    refusals: [{ reason: 'period_closed', day }],
  });
  const accounts = () => gov.value<number>('select count(*) from account');

  it('제5조: no gift is booked, not even one that opens an allowance; a fixed day of an open month takes it as a correction', async () => {
    const { haneul, seojun, jiu } = gov.people;
    await closeMarch();
    const before = await accounts();
    // What was left of their allowance lapsed: not that they gave it all.
    expect(await givePoints(gov.database, giftOf(haneul, jiu), late)).toEqual(
      closedOn('2026-03-31', '정지우'),
    );
    expect(await givePoints(gov.database, giftOf(seojun, jiu), late)).toEqual(
      closedOn('2026-03-31', '정지우'),
    );
    expect(await accounts()).toBe(before);
    await closeAll(seoul('2026-04-03 00:30:00'));
    await give(seojun, jiu, seoul('2026-04-02 23:59:59.999'));
    await closeAll(seoul('2026-04-04 00:30:00'));
    expect(
      await gov.rows('select day, received_correction from department_day where received_correction > 0'),
    ).toEqual([{ day: '2026-04-03', received_correction: 10 }]);
  });

  it('nothing is taken back there, but on the day on which it is', async () => {
    const { operator } = gov.people;
    const number = await closeMarch();
    const request = { requestKey: 'back', teamId: TEAM, number, actorId: operator.id, reason: '사유' };
    expect(await reverseGift(gov.database, request, late)).toEqual(closedOn('2026-03-31'));
    const now = seoul('2026-04-01 09:00:00');
    expect(await reverseGift(gov.database, request, now)).toMatchObject({ kind: 'reversed' });
    expect((await verifyLedger(gov.database)).findings).toEqual([]);
  });

  it('nor with a second person’s consent, which is then not on record and can be given anew', async () => {
    const { operator, secondOperator } = gov.people;
    await gov.setPolicy('smes', '2026-03-01', { secondPersonAbove: 5 });
    const number = await closeMarch();
    const request = { requestKey: 'back', teamId: TEAM, number, actorId: operator.id, reason: '사유' };
    const asked = await reverseGift(gov.database, request, late);
    if (asked.kind !== 'approval_asked') throw new Error(JSON.stringify(asked));
    const settle = (now: Date) =>
      settleApproval(
        gov.database,
        { approvalId: asked.approvalId, actorId: secondOperator.id, approve: true, reason: '', teamId: TEAM },
        now,
      );
    expect(await settle(late)).toEqual(closedOn('2026-03-31'));
    expect(await gov.value('select count(*) from approval_decision')).toBe(0);
    expect(await settle(seoul('2026-04-01 09:00:00'))).toMatchObject({ kind: 'approved' });
  });

  it('제9조: no special points are granted in a year that is archived', async () => {
    const { haneul, operator } = gov.people;
    await give(haneul, gov.people.jiu, seoul('2026-12-30 09:00:00'));
    await closeDays(unmarked(gov.database), { now: seoul('2027-01-01 00:30:00'), log });
    await archiveYears(gov.database, { log });
    const grant = {
      requestKey: 'grant',
      teamId: TEAM,
      actorId: operator.id,
      recipient: { officialId: haneul.id },
      pointsEach: 50,
      reason: '사유',
    };
    // A day that is not the real one by now: on that, the database books whatever is closed.
    expect(await grantSpecial(gov.database, grant, seoul('2026-06-30 09:00:00'))).toEqual(
      closedOn('2026-06-30'),
    );
    expect(await grantSpecial(gov.database, grant, seoul('2027-01-02 09:00:00'))).toMatchObject({
      kind: 'granted',
    });
  });
});

describe('who gave nothing in a month', () => {
  const untouched = async () => {
    const { closed } = await lapseAllowances(gov.database, { now: seoul('2026-04-01 00:30:00'), log });
    return closed.map(({ untouchedOfficials }) => untouchedOfficials);
  };
  const logChange = (person: Person, reason: string, at: string) =>
    gov.rows(
      `insert into access_log (occurred_at, actor_label, action, subject, reason) values ($1, 'import', 'change_status', $2, $3)`,
      [seoul(at), `official:${person.id}`, reason],
    );
  beforeEach(() => give(gov.people.haneul, gov.people.jiu, seoul('2026-03-10 09:00:00')));

  it('is counted as of its last day, by the statuses that imports have changed since', async () => {
    const { seojun, yuna, gone } = gov.people;
    // Of thirteen one gave and one had left: eleven, though two left and one came back since.
    for (const person of [seojun, yuna]) {
      await gov.setStatus(person, 'left');
      await logChange(person, 'active → left', '2026-04-01 00:05:00');
    }
    await gov.setStatus(gone, 'active');
    await logChange(gone, 'left → active', '2026-04-01 00:06:00');
    await logChange(gone, 'active → leave', '2026-04-01 00:07:00');
    expect(await untouched()).toEqual([11]);
  });

  it('not those who had left by then, nor whose change came before', async () => {
    const { seojun } = gov.people;
    await gov.setStatus(seojun, 'left');
    await logChange(seojun, 'active → left', '2026-03-31 23:59:59.999');
    expect(await untouched()).toEqual([10]);
  });
});
