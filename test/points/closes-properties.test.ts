import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { addDays, type Day, monthOf, periodOf } from '../../src/calendar/seoul.ts';
import { archiveYears } from '../../src/points/archive-year.ts';
import { closeDays } from '../../src/points/close-days.ts';
import type { RankingView } from '../../src/points/gift.ts';
import { lapseAllowances } from '../../src/points/lapse-allowances.ts';
import { findArchivedRanking, findRanking, listArchivedYears } from '../../src/points/ranking-store.ts';
import { rollUp } from '../../src/points/roll-up.ts';
import { verifyLedger } from '../../src/points/verify.ts';
import { openTestGovernment, type TestGovernment } from '../support/government.ts';
import { assertUntilSeen, countTurns, history, live } from './history.ts';
import { unmarked } from './ranking-now.ts';

let gov: TestGovernment;
beforeAll(async () => {
  gov = await openTestGovernment({ connections: 12 });
  return () => gov.close();
});

const log = { info: () => {} };

/** Which closes run, so many of each at once, with the acts of a moment and in the night after it. */
const night = fc.record({
  during: fc.boolean(),
  closes: fc.constantFrom('nothing', 'days', 'all', 'all'),
  atOnce: fc.integer({ min: 1, max: 3 }),
  rollUp: fc.boolean(),
});

async function close(which: string, atOnce: number, now: Date): Promise<void> {
  const database = unmarked(gov.database);
  const times = <T>(act: () => Promise<T>) => Promise.all(Array.from({ length: atOnce }, act));
  if (which === 'nothing') return;
  await times(() => closeDays(database, { now, log }));
  if (which === 'days') return;
  await times(() => lapseAllowances(database, { now, log, batch: 3 }));
  await times(() => archiveYears(database, { log }));
}

interface GiftFact {
  id: number;
  points: number;
  day: Day;
  reversedOn: Day | null;
  giver: number;
  giverDepartment: number;
  giverAgency: number;
  recipient: number | null;
  recipientDepartment: number;
  recipientAgency: number;
}
interface AwardFact {
  points: number;
  day: Day;
  reversedOn: Day | null;
  official: number;
  department: number;
}

const seoulDayOf = (column: string) => `to_char(${column} at time zone 'Asia/Seoul', 'YYYY-MM-DD')`;

async function readFacts(): Promise<{ gifts: GiftFact[]; awards: AwardFact[] }> {
  const gifts = await gov.rows<GiftFact & { [column: string]: unknown }>(
    `select g.id, g.points, g.given_on::text as day, ${seoulDayOf('r.occurred_at')} as "reversedOn",
            g.giver_id as giver, g.giver_department_id as "giverDepartment", g.giver_agency_id as "giverAgency",
            g.recipient_id as recipient, g.recipient_department_id as "recipientDepartment", g.recipient_agency_id as "recipientAgency"
     from gift g left join transfer r on r.reverses_id = g.id order by g.id`,
  );
  const awards = await gov.rows<AwardFact & { [column: string]: unknown }>(
    `select t.amount as points, ${seoulDayOf('t.occurred_at')} as day, ${seoulDayOf('r.occurred_at')} as "reversedOn",
            w.official_id as official, w.department_id as department
     from special_award w join transfer t on t.id = w.id left join transfer r on r.reverses_id = t.id`,
  );
  return { gifts, awards };
}

const sum = (numbers: Iterable<number>) => [...numbers].reduce((a, b) => a + b, 0);

/** Adds to what a key has. */
function add<K>(totals: Map<K, number>, key: K, points: number): void {
  totals.set(key, (totals.get(key) ?? 0) + points);
}

const days = () => gov.rows('select * from department_day order by day, department_id');
const archive = () => gov.rows('select * from year_archive order by year, subject, scope, owner_id');
const everything = async () => ({
  days: await days(),
  archive: await archive(),
  closed: await gov.rows('select day, position from closed_day order by 1'),
  months: await gov.rows('select * from closed_month order by 1'),
  transfers: await gov.value('select count(*) from transfer'),
  standing: await gov.rows('select * from standing where points <> 0 order by 1, 2, 3, 4, 5, 6'),
  weeks: await gov.rows('select * from agency_week where gifts <> 0 order by 1, 2, 3'),
});

/** 제8조②③: each day has what its gifts came to, less those taken back on it; what was taken back later stands where that was. */
async function expectTrueDays(
  { gifts, awards }: Awaited<ReturnType<typeof readFacts>>,
  last: Day,
): Promise<void> {
  const expected = new Map<string, number>();
  const book = (day: Day, department: number, measure: string, points: number) => {
    if (day <= last) add(expected, `${day} ${department} ${measure}`, points);
  };
  const count = (
    act: { day: Day; reversedOn: Day | null; points: number },
    department: number,
    measure: string,
  ) => {
    if (act.reversedOn === act.day) return;
    book(act.day, department, measure, act.points);
    if (act.reversedOn !== null) book(act.reversedOn, department, `${measure}_correction`, -act.points);
  };
  for (const gift of gifts) {
    count(gift, gift.recipientDepartment, 'received');
    count(gift, gift.giverDepartment, 'sent');
  }
  for (const award of awards) count(award, award.department, 'special');
  const found = new Map<string, number>();
  for (const row of await days()) {
    for (const measure of ['received', 'sent', 'special']) {
      for (const name of [measure, `${measure}_correction`]) {
        if (row[name] !== 0) found.set(`${row.day} ${row.department_id} ${name}`, row[name]);
      }
    }
  }
  expect(found).toEqual(new Map([...expected].filter(([, points]) => points !== 0)));
}

const VIEWS = (['person', 'department'] as const).flatMap((subject) =>
  (['received', 'sent'] as const).map((side) => ({ subject, side })),
);

/** What one finds by adding up gift by gift. */
function rankNaively(
  gifts: GiftFact[],
  { subject, side }: Pick<RankingView, 'subject' | 'side'>,
  agency: number | undefined,
) {
  const totals = new Map<number, number>();
  for (const gift of gifts) {
    const [person, department, of] =
      side === 'received'
        ? [gift.recipient, gift.recipientDepartment, gift.recipientAgency]
        : [gift.giver, gift.giverDepartment, gift.giverAgency];
    const owner = subject === 'person' ? person : department;
    if (owner !== null && (agency === undefined || of === agency)) add(totals, owner, gift.points);
  }
  return [...totals]
    .map(([id, points]) => ({
      id,
      points,
      rank: 1 + [...totals.values()].filter((other) => other > points).length,
    }))
    .sort((a, b) => a.id - b.id);
}

const bare = (lines: Array<{ id: number; points: number; rank: number }>) =>
  lines.map(({ id, points, rank }) => ({ id, points, rank })).sort((a, b) => a.id - b.id);

async function expectTrueRankings(gifts: GiftFact[], today: Day): Promise<number> {
  const agencies = [undefined, ...Object.values(gov.agencies)];
  for (const { subject, side } of VIEWS) {
    for (const agency of agencies) {
      for (const span of ['month', 'half', 'year'] as const) {
        const view: RankingView = {
          subject,
          side,
          span,
          scope: agency === undefined ? 'government' : 'agency',
        };
        const period = periodOf(today, span);
        const some = gifts.filter(
          (g) => g.reversedOn === null && g.day >= period.from && g.day < period.until,
        );
        expect(
          bare(await findRanking(gov.database, view, period, agency, 1_000)),
          JSON.stringify(view),
        ).toEqual(rankNaively(some, view, agency));
      }
    }
  }
  const years = await listArchivedYears(gov.database);
  for (const year of years) {
    // 제8조④: taken back in a later year leaves the archive as it was.
    const some = gifts.filter(
      (g) => g.day.startsWith(year) && (g.reversedOn === null || !g.reversedOn.startsWith(year)),
    );
    for (const { subject, side } of VIEWS) {
      for (const agency of agencies) {
        const view: RankingView = { subject, side, span: year, scope: 'government' };
        expect(bare(await findArchivedRanking(gov.database, view, year, agency, 1_000)), year).toEqual(
          rankNaively(some, view, agency),
        );
      }
    }
  }
  return years.length;
}

/** The agencies' weeks, which the digests are made of, add up to all there is, from either side. */
async function expectTrueWeeks(gifts: GiftFact[]): Promise<void> {
  const expected = new Map<string, number>();
  for (const gift of gifts.filter((g) => g.reversedOn === null)) {
    const weekday = (new Date(`${gift.day}T00:00:00Z`).getUTCDay() + 6) % 7;
    add(expected, `${addDays(gift.day, -weekday)} ${gift.giverAgency} ${gift.recipientAgency}`, gift.points);
  }
  const rows = await gov.rows('select * from agency_week where gifts <> 0');
  expect(
    new Map(rows.map((w) => [`${w.week} ${w.giver_agency_id} ${w.recipient_agency_id}`, w.points as number])),
  ).toEqual(expected);
}

/** 제5조: of each month, issued = given + lapsed + left, and nothing is left of one that is closed. */
async function expectLapsed(today: Day): Promise<number> {
  const rows = await gov.rows<{
    month: Day;
    issued: number;
    given: number;
    lapsed: number;
    left: number;
    closed: boolean;
  }>(
    `select a.period::text as month,
       (select coalesce(sum(t.amount), 0) from transfer t where t.credit_account_id = any (array_agg(a.id)) and t.kind = 'issue') as issued,
       (select coalesce(sum(case t.kind when 'gift' then t.amount else -t.amount end), 0) from transfer t
        where t.kind = 'gift' and t.debit_account_id = any (array_agg(a.id))
           or t.kind = 'reversal' and t.credit_account_id = any (array_agg(a.id))) as given,
       (select coalesce(sum(t.amount), 0) from transfer t where t.debit_account_id = any (array_agg(a.id)) and t.kind = 'lapse') as lapsed,
       sum(b.points) as left, exists (select from closed_month c where c.month = a.period) as closed
     from account a join balance b on b.account_id = a.id where a.kind = 'allowance' group by a.period`,
  );
  for (const { month, issued, given, lapsed, left, closed } of rows) {
    expect(issued, month).toBe(given + lapsed + left);
    if (closed) expect(left, month).toBe(0);
    else expect(lapsed, month).toBe(0);
    expect(closed && month >= `${monthOf(today)}-01`).toBe(false);
  }
  return sum(rows.map((row) => row.lapsed));
}

describe('whatever officials do over months, and whenever days, months and years are closed', () => {
  it('제5조, 제8조: fixed days and archives never move, rankings are true, what was issued is given, lapsed or left', {
    timeout: 600_000,
  }, async () => {
    const seen = { days: 0, corrections: 0, lapsed: 0, archives: 0, reversals: 0 };
    const turns: Record<string, number> = {};
    await assertUntilSeen(
      fc.asyncProperty(history, fc.array(night, { minLength: 8, maxLength: 8 }), async (some, nights) => {
        await gov.reset();
        await gov.setPolicy('smes', '2026-01-01', { monthlyAllowance: 60, specialPoolPerYear: 150 });
        await gov.setPolicy('interior', '2026-01-01', { monthlyAllowance: 40, specialPoolPerYear: 100 });
        let fixed: { days: unknown[]; archive: unknown[] } = { days: [], archive: [] };
        const expectUnmoved = async () => {
          const now = { days: await days(), archive: await archive() };
          expect(now.days).toEqual(expect.arrayContaining(fixed.days));
          expect(now.archive).toEqual(expect.arrayContaining(fixed.archive));
          fixed = now;
        };
        const told = await live(gov, some, {
          during: async (place, now) => {
            const plan = nights[place];
            if (plan?.during) await close(plan.closes, plan.atOnce, now);
          },
          after: async (place, now) => {
            const plan = nights[place];
            if (plan?.rollUp) await rollUp(unmarked(gov.database), { now, log, batch: 7 });
            await close(plan?.closes ?? 'nothing', plan?.atOnce ?? 1, now);
            await expectUnmoved();
          },
        });
        const end = new Date(`${addDays(told.days.at(-1) ?? '', 1)}T00:30:00+09:00`);
        const today = addDays(told.days.at(-1) ?? '', 1);
        const closing = async () => {
          await close('all', 2, end);
          await rollUp(unmarked(gov.database), { now: end, log });
        };
        await closing();
        await expectUnmoved();
        const facts = await readFacts();
        await expectTrueDays(facts, addDays(today, -1));
        for (const [what, times] of Object.entries(await countTurns(gov)))
          turns[what] = (turns[what] ?? 0) + times;
        seen.archives += await expectTrueRankings(facts.gifts, today);
        await expectTrueWeeks(facts.gifts);
        seen.lapsed += await expectLapsed(today);
        expect((await verifyLedger(gov.database)).findings).toEqual([]);
        const before = await everything();
        await closing();
        expect(await everything()).toEqual(before);
        seen.days += before.closed.length;
        seen.corrections += before.days.filter((row) => row.received_correction !== 0).length;
        seen.reversals += facts.gifts.filter((gift) => gift.reversedOn !== null).length;
      }),
      { numRuns: 12, endOnFailure: true },
      () => ({ ...seen, ...turns }),
      3,
    );
  });
});
