import { beforeEach, describe, expect, test } from 'vitest';
import { archiveYears } from '../../src/points/archive-year.ts';
import { closeDays } from '../../src/points/close-days.ts';
import { lapseAllowances } from '../../src/points/lapse-allowances.ts';
import { rollUp } from '../../src/points/roll-up.ts';
import { verifyLedger } from '../../src/points/verify.ts';
import { renderFinding } from '../../src/points/verify-messages.ts';
import { openTestLedger, type TestLedger } from '../support/ledger.ts';

const log = { info: () => {} };
const newYear = new Date('2027-01-01T00:30:00+09:00');

let ledger: TestLedger;
beforeEach(async () => {
  ledger = await openTestLedger();
  return () => ledger.close();
});

const findings = async () => (await verifyLedger(ledger.database)).findings;

/** A year with gifts, a reversal on a later day and an award, all closed, and a gift in the next one. */
async function bookAndClose() {
  const { a0, a1, b0, b1 } = ledger.people;
  await ledger.give(a0, b0, { at: new Date('2026-11-23T03:00:00Z') }); // 1 issue, 2 gift
  await ledger.give(a0, b1, { at: new Date('2026-11-23T03:00:01Z') }); // 3
  await ledger.reverse(3, a1, { at: new Date('2026-12-05T03:00:00Z') }); // 4
  await ledger.grant(a0.agency, a1, [a0], { at: new Date('2026-12-06T03:00:00Z') }); // 5 special issue, 6 award
  await ledger.give(b0, { department: a0.department }, { at: new Date('2026-12-31T14:59:59.999Z') }); // 7, 8
  await ledger.give(b0, a0, { at: new Date('2026-12-31T15:00:00Z') }); // 9, 10
  await closeDays(ledger.database, { now: newYear, log });
  await lapseAllowances(ledger.database, { now: newYear, log });
  await archiveYears(ledger.database, { log });
  await rollUp(ledger.database, { now: newYear, log });
}

describe('what was closed', () => {
  beforeEach(bookAndClose);

  test('verifies, with issued = given + lapsed + left (제5조)', async () => {
    const result = await verifyLedger(ledger.database);
    expect(result.findings).toEqual([]);
    expect(result.allowances).toEqual({ issued: 600, given: 40, lapsed: 370, left: 190 });
  });

  test('제8조③: a department day changed, removed or made up is named', async () => {
    const change = (points: number) =>
      ledger.tamper(
        `update department_day set received = received + $2 where day = '2026-11-23' and department_id = $1`,
        [ledger.people.b0.department, points],
      );
    await change(10);
    const nothing = { sent: 0, special: 0, receivedCorrection: 0, sentCorrection: 0, specialCorrection: 0 };
    expect(await findings()).toEqual([
      {
        kind: 'day_differs',
        day: '2026-11-23',
        departmentId: ledger.people.b0.department,
        kept: { received: 20, ...nothing },
        booked: { received: 10, ...nothing },
      },
    ]);
    await change(-10);
    await ledger.tamper(`delete from department_day where day = '2026-12-05' and received_correction <> 0`);
    expect(await findings()).toMatchObject([
      { day: '2026-12-05', kept: { receivedCorrection: 0 }, booked: { receivedCorrection: -10 } },
    ]);
    await ledger.tamper(`insert into department_day
      select '2026-11-24', department_id, agency_id, members, 10, 0, 0, 0, 0, 0 from department_day where day = '2026-12-06'`);
    expect(await findings()).toMatchObject([
      { day: '2026-11-24', departmentId: ledger.people.a0.department, booked: nothing },
      { day: '2026-12-05', departmentId: ledger.people.b1.department },
    ]);
  });

  test('제8조④: an archived result or rank changed, removed or made up is named', async () => {
    await ledger.tamper(
      `update year_archive set rank_received = 2 where subject = 'person' and scope = 0 and rank_received = 1`,
    );
    expect(await findings()).toMatchObject([
      {
        kind: 'archive_differs',
        year: 2026,
        subject: 'person',
        scope: 0,
        kept: { rankReceived: 2 },
        booked: { rankReceived: 1 },
      },
    ]);
    await ledger.tamper(
      `update year_archive set rank_received = 1 where rank_received = 2 and subject = 'person'`,
    );
    await ledger.tamper(`delete from year_archive where special > 0 and subject = 'person' and scope = 0`);
    await ledger.tamper(`insert into year_archive
      select year, subject, scope, 999, name, department_id, department, agency_id, agency, 10, 0, 0, 1, null from year_archive
      where subject = 'department' and scope <> 0 limit 1`);
    const found = await findings();
    expect(found).toMatchObject([
      { ownerId: ledger.people.a0.id, kept: undefined, booked: { sent: 10, special: 50 } },
      { ownerId: 999, booked: undefined },
    ]);
    expect(found.map(renderFinding)[0]).toEqual({
      ko: `2026년 보관 기록, 개인 ${ledger.people.a0.id}번(전체): 보관 –, 장부 0/10/50 #-/#1.`,
      en: `Archive of 2026, person ${ledger.people.a0.id} (all agencies): kept –, the ledger says 0/10/50 #-/#1.`,
    });
  });

  test('제5조: an allowance left in a closed month, and a lapse before the month’s end', async () => {
    await ledger.tamper(
      `delete from transfer where kind = 'lapse' and debit_account_id = (select credit_account_id from transfer where id = 1)`,
    );
    await ledger.tamper(
      'update balance set points = 180 where account_id = (select credit_account_id from transfer where id = 1)',
    );
    expect(await findings()).toContainEqual({ kind: 'lapse_missing', month: '2026-11', left: 180 });
  });

  test('제5조: a month’s record of what lapsed, changed', async () => {
    await ledger.tamper(
      `update closed_month set lapsed_accounts = 1, lapsed_points = 180 where month = '2026-11-01'`,
    );
    expect(await findings()).toEqual([]);
    await ledger.tamper(
      `update closed_month set lapsed_points = lapsed_points + 5 where month = '2026-12-01'`,
    );
    const found = await findings();
    expect(found).toEqual([
      {
        kind: 'month_differs',
        month: '2026-12',
        kept: { accounts: 1, points: 195 },
        booked: { accounts: 1, points: 190 },
      },
    ]);
    expect(found.map(renderFinding)).toMatchInlineSnapshot(`
      [
        {
          "en": "The close of 2026-12 records 1 lapses of 195 points; the ledger has 1 of 190.",
          "ko": "2026-12 마감 기록은 소멸 1건 195점인데 장부는 1건 190점입니다.",
        },
      ]
    `);
    // Months closed before the last lapse's number was kept.
    await ledger.tamper('update closed_month set last_transfer_id = null');
    expect(await findings()).toHaveLength(1);
    await ledger.tamper(
      `update closed_month set lapsed_points = 190, lapsed_accounts = 1 where month = '2026-12-01'`,
    );
    expect(await findings()).toEqual([]);
  });

  test('제5조: sums that do not come out', async () => {
    await ledger.tamper(`update transfer set kind = 'special_issue' where id = 1`);
    expect(await findings()).toContainEqual({
      kind: 'allowances_differ',
      month: '2026-11',
      issued: 0,
      given: 20,
      lapsed: 180,
      left: 0,
    });
  });

  test('제5조: a lapse booked before its month was over', async () => {
    await ledger.tamper(
      `update transfer set occurred_at = '2026-11-30 14:59:59.999+00' where kind = 'lapse' and debit_account_id = (select credit_account_id from transfer where id = 1)`,
    );
    expect(await findings()).toMatchObject([
      { kind: 'detail_differs', detail: 'day' },
      { kind: 'seal_differs' },
    ]);
  });

  test('a rollup that does not add up, by agencies’ weeks and by standings', async () => {
    await ledger.tamper(
      `update agency_week set points = points + 10, gifts = gifts + 1 where week = '2026-11-23'`,
    );
    expect(await findings()).toEqual([
      { kind: 'rollup_differs', rollup: 'agency_week', period: '2026-11-23', kept: 20, booked: 10 },
    ]);
    await ledger.tamper(
      `update agency_week set points = points - 10, gifts = gifts - 1 where week = '2026-11-23'`,
    );
    await ledger.tamper(
      `update standing set points = 30 where span = 'half' and subject = 'person' and side = 'sent' and scope = 0`,
    );
    expect(await findings()).toEqual([
      {
        kind: 'rollup_differs',
        rollup: 'standing half person sent',
        period: '2027-01-01',
        kept: 30,
        booked: 10,
      },
    ]);
    for (const finding of (await findings()).map(renderFinding)) {
      expect(finding.ko).toContain('30점인데 장부는 10점');
      expect(finding.en).toContain('has 30 points, the ledger 10');
    }
    // Made anew, as the migration says.
    await ledger.tamper('delete from standing');
    await ledger.tamper('delete from agency_week');
    await ledger.tamper('delete from rollup_position');
    await rollUp(ledger.database, { now: newYear, log });
    expect(await findings()).toEqual([]);
  });
});
