import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { addDays, type Day, type Period, periodOf, seoulDay } from '../../src/calendar/seoul.ts';
import { archiveYears } from '../../src/points/archive-year.ts';
import { closeDays } from '../../src/points/close-days.ts';
import { findArchivedRanking, findRanking, listArchivedYears } from '../../src/points/ranking-store.ts';
import { rollUp } from '../../src/points/roll-up.ts';
import { findEvidence, findTotals } from '../../src/reports/candidates-store.ts';
import {
  findDayEntries,
  findDayReach,
  findFixedDays,
  findLastClosed,
  findRunningDay,
} from '../../src/reports/day-store.ts';
import { findPlaces } from '../../src/reports/department-store.ts';
import { findPosition, findReach } from '../../src/reports/reach-store.ts';
import type { Criteria, Reach, Side, Total } from '../../src/reports/report.ts';
import { rankCandidates, sumFigures } from '../../src/reports/rules.ts';
import { assertUntilSeen, history, live } from '../points/history.ts';
import { unmarked } from '../points/ranking-now.ts';
import { openTestGovernment, type TestGovernment } from '../support/government.ts';

let gov: TestGovernment;
beforeAll(async () => {
  gov = await openTestGovernment({ connections: 12 });
  return () => gov.close();
});

const log = { info: () => {} };

interface Fact {
  id: number;
  points: number;
  day: Day;
  reversedOn: Day | null;
  giver: number;
  giverAgency: number;
  giverDepartment: number;
  recipient: number | null;
  recipientAgency: number;
  recipientDepartment: number;
}
interface Award {
  points: number;
  day: Day;
  reversedOn: Day | null;
  official: number;
  department: number;
  agency: number;
}

const dayOf = (column: string) => `to_char(${column} at time zone 'Asia/Seoul', 'YYYY-MM-DD')`;

const readGifts = () =>
  gov.rows<Fact & { [column: string]: unknown }>(
    `select g.id, g.points, g.given_on::text as day, ${dayOf('r.occurred_at')} as "reversedOn",
            g.giver_id as giver, g.giver_agency_id as "giverAgency", g.giver_department_id as "giverDepartment",
            g.recipient_id as recipient, g.recipient_agency_id as "recipientAgency", g.recipient_department_id as "recipientDepartment"
     from gift g left join transfer r on r.reverses_id = g.id order by g.id`,
  );
const readAwards = () =>
  gov.rows<Award & { [column: string]: unknown }>(
    `select t.amount as points, ${dayOf('t.occurred_at')} as day, ${dayOf('r.occurred_at')} as "reversedOn",
            w.official_id as official, w.department_id as department, d.agency_id as agency
     from special_award w join transfer t on t.id = w.id join department d on d.id = w.department_id
     left join transfer r on r.reverses_id = t.id`,
  );

/** Whether an act counts: taken back in a later year than one that is archived leaves that year as it was (제8조④). */
const counts = (act: { day: Day; reversedOn: Day | null }, archived: readonly string[]) =>
  act.reversedOn === null ||
  (archived.includes(act.day.slice(0, 4)) && act.reversedOn.slice(0, 4) > act.day.slice(0, 4));

const add = <K>(totals: Map<K, number>, key: K, points: number) =>
  totals.set(key, (totals.get(key) ?? 0) + points);

function totalsNaively(
  gifts: Fact[],
  awards: Award[],
  {
    period,
    agency,
    counted,
    archived,
  }: { period: Period; agency: number; counted: Side[]; archived: string[] },
): Map<number, { received: number; sent: number; special: number }> {
  const inPeriod = (day: Day) => day >= period.from && day < period.until;
  const found = new Map<number, { received: number; sent: number; special: number }>();
  const book = (who: number, what: Side | 'special', points: number) => {
    const one = found.get(who) ?? { received: 0, sent: 0, special: 0 };
    found.set(who, one);
    one[what] += points;
  };
  for (const gift of gifts.filter((g) => inPeriod(g.day) && counts(g, archived))) {
    if (counted.includes('received') && gift.recipient !== null && gift.recipientAgency === agency)
      book(gift.recipient, 'received', gift.points);
    if (counted.includes('sent') && gift.giverAgency === agency) book(gift.giver, 'sent', gift.points);
  }
  for (const award of awards.filter((w) => inPeriod(w.day) && counts(w, archived)))
    if (award.agency === agency && found.has(award.official)) book(award.official, 'special', award.points);
  return found;
}

const PERIODS = (today: Day): Period[] => [
  periodOf(today, 'half'),
  periodOf(today, 'year'),
  periodOf('2026-06-01', 'year'),
  periodOf('2026-12-01', 'half'),
  { from: '2026-11-01', until: '2027-02-01' },
];

async function expectTrueCandidates(
  today: Day,
): Promise<{ lines: number; special: number; entries: number }> {
  const [gifts, awards, archived] = [
    await readGifts(),
    await readAwards(),
    await listArchivedYears(gov.database),
  ];
  const seen = { lines: 0, special: 0, entries: 0 };
  for (const period of PERIODS(today).filter(({ from }) => from <= today)) {
    const reach = await findReach(gov.database, period, await findPosition(gov.database, undefined));
    for (const agency of Object.values(gov.agencies)) {
      for (const counted of [['received'], ['sent'], ['received', 'sent']] satisfies Side[][]) {
        const totals = await findTotals(gov.database, { agencyId: agency, counted, reach }, today);
        const expected = totalsNaively(gifts, awards, { period, agency, counted, archived: [...archived] });
        expect(
          new Map(
            totals.map(({ officialId, received, sent, special }) => [
              officialId,
              { received, sent, special },
            ]),
          ),
          `${agency} ${counted} ${JSON.stringify(period)}`,
        ).toEqual(expected);
        const some = totals[0];
        // What is behind one line is found without the others, and is the same line.
        if (some) {
          const counting = { agencyId: agency, counted, reach };
          expect(await findTotals(gov.database, counting, today, some.officialId)).toEqual([some]);
        }
        for (const total of totals)
          seen.entries += await expectTraced(total, { agencyId: agency, counted, reach });
        seen.lines += totals.length;
        seen.special += totals.filter(({ special }) => special > 0).length;
        if (counted.length === 1) await expectSameAsRanking(totals, counted[0], period, agency, today);
      }
    }
  }
  return seen;
}

/** The sum of the gifts behind a line is the line, page by page, and none is there twice. */
async function expectTraced(
  total: Total,
  counting: { agencyId: number; counted: Side[]; reach: Reach },
): Promise<number> {
  const entries = [];
  for (let offset = 0; ; offset += 3) {
    const page = await findEvidence(gov.database, counting, total.officialId, { offset, limit: 3 });
    entries.push(...page.entries);
    if (page.entries.length < 3) break;
    expect(page.sums).toEqual({ received: total.received, sent: total.sent, special: total.special });
  }
  const sums = new Map<string, number>();
  for (const entry of entries) add(sums, entry.side, entry.points);
  for (const side of ['received', 'sent', 'special'] as const) expect(sums.get(side) ?? 0).toBe(total[side]);
  expect(new Set(entries.map(({ side, number }) => `${side} ${number}`)).size).toBe(entries.length);
  expect(entries.filter(({ side }) => side !== 'special')).toHaveLength(total.gifts);
  return entries.length;
}

/** A list of a whole year, or of the half that runs, ranks like `/협업 순위`. */
async function expectSameAsRanking(
  totals: Total[],
  side: Side | undefined,
  period: Period,
  agency: number,
  today: Day,
): Promise<void> {
  if (side === undefined) return;
  const criteria: Criteria = { cut: { by: 'top', count: 500 }, counted: [side], span: 'year' };
  const mine = rankCandidates(totals, criteria).candidates.map(({ rank, officialId, points }) => ({
    rank,
    id: officialId,
    points,
  }));
  const bare = (lines: Array<{ rank: number; id: number; points: number }>) =>
    lines.map(({ rank, id, points }) => ({ rank, id, points })).sort((a, b) => a.id - b.id);
  const view = { subject: 'person' as const, side, scope: 'agency' as const };
  const year = period.from.slice(0, 4) as `20${number}`;
  const isYear = period.until === `${Number(year) + 1}-01-01` && period.from.endsWith('-01-01');
  const archived = await listArchivedYears(gov.database);
  if (isYear && archived.includes(year)) {
    const lines = await findArchivedRanking(gov.database, { ...view, span: year }, year, agency, 1_000);
    expect(bare(mine), 'archive').toEqual(bare(lines));
  } else if (period.from === periodOf(today, 'half').from && period.until === periodOf(today, 'half').until) {
    expect(bare(mine)).toEqual(
      bare(await findRanking(gov.database, { ...view, span: 'half' }, period, agency, 1_000)),
    );
  } else if (isYear && year === today.slice(0, 4)) {
    expect(bare(mine)).toEqual(
      bare(await findRanking(gov.database, { ...view, span: 'year' }, period, agency, 1_000)),
    );
  }
}

/** What is behind a day comes to the day, fixed or running, correction by correction (제8조②③). */
async function expectTrueDays(today: Day): Promise<{ fixed: number; corrections: number }> {
  const seen = { fixed: 0, corrections: 0 };
  const { position } = await findPosition(gov.database, undefined);
  const last = await findLastClosed(gov.database);
  for (const department of Object.values(gov.departments)) {
    const period = { from: '2026-10-01', until: addDays(today, 1) };
    const fixed = await findFixedDays(gov.database, department, period);
    const stored = await gov.rows<Record<string, number>>(
      'select received, sent, special, received_correction as "receivedCorrection", sent_correction as "sentCorrection", special_correction as "specialCorrection" from department_day where department_id = $1',
      [department],
    );
    expect(sumFigures(fixed)).toEqual(sumFigures(stored as never));
    for (const day of fixed) {
      const reach = await findDayReach(gov.database, day.day, position);
      await expectEntries(department, day, reach);
      // Recounted from the books, a fixed day is what it was fixed at.
      const { members: _, ...again } = await findRunningDay(gov.database, department, reach);
      const { members: __, ...then } = day;
      expect(again).toEqual(then);
      seen.fixed += 1;
      seen.corrections += day.receivedCorrection === 0 && day.sentCorrection === 0 ? 0 : 1;
    }
    if (last === undefined || last.day < today) {
      const reach = await findDayReach(gov.database, today, position);
      await expectEntries(department, await findRunningDay(gov.database, department, reach), reach);
    }
  }
  return seen;
}

/** 제8조②③: a department stands where its fixed days, corrections included, put it among the others. */
async function expectTruePlaces(today: Day): Promise<void> {
  const period = { from: '2026-10-01', until: addDays(today, 1) };
  const rows = await gov.rows<{ department: number; agency: number; received: number; sent: number }>(
    `select department_id as department, agency_id as agency, sum(received + received_correction)::int as received,
            sum(sent + sent_correction)::int as sent from department_day group by 1, 2`,
  );
  for (const mine of rows) {
    const place = (side: Side, others: typeof rows) => {
      if (mine[side] <= 0) return undefined;
      const pointed = others.filter((other) => other[side] > 0);
      return {
        rank: 1 + pointed.filter((other) => other[side] > mine[side]).length,
        tied: pointed.some((other) => other !== mine && other[side] === mine[side]),
        of: pointed.length,
      };
    };
    const both = (others: typeof rows) => ({
      received: place('received', others),
      sent: place('sent', others),
    });
    expect(await findPlaces(gov.database, mine.department, period)).toEqual({
      agency: both(rows.filter(({ agency }) => agency === mine.agency)),
      government: both(rows),
    });
  }
}

async function expectEntries(
  department: number,
  day: Awaited<ReturnType<typeof findRunningDay>>,
  reach: Awaited<ReturnType<typeof findDayReach>>,
): Promise<void> {
  const { entries, total } = await findDayEntries(gov.database, department, reach, {
    offset: 0,
    limit: 1_000,
  });
  expect(entries).toHaveLength(total);
  const sum = (side: string, correction: boolean) =>
    entries
      .filter((entry) => entry.side === side && entry.correction === correction)
      .reduce((all, entry) => all + entry.points, 0);
  expect({
    received: sum('received', false),
    sent: sum('sent', false),
    special: sum('special', false),
    receivedCorrection: sum('received', true),
    sentCorrection: sum('sent', true),
    specialCorrection: sum('special', true),
  }).toEqual(sumFigures([day]));
}

describe('whatever officials do over months, and whenever days and years are closed', () => {
  it('제8조②③④, 제11조: a list is what a naive count of the gifts gives, equals the rankings, and every line is the sum of its gifts', {
    timeout: 600_000,
  }, async () => {
    const seen = { lines: 0, special: 0, entries: 0, fixed: 0, corrections: 0, archives: 0 };
    const nights = fc.array(fc.constantFrom('nothing', 'days', 'all'), { minLength: 8, maxLength: 8 });
    await assertUntilSeen(
      fc.asyncProperty(history, nights, fc.boolean(), async (some, plans, closesAtEnd) => {
        await gov.reset();
        await gov.setPolicy('smes', '2026-01-01', { monthlyAllowance: 60, specialPoolPerYear: 150 });
        await gov.setPolicy('interior', '2026-01-01', { monthlyAllowance: 60, specialPoolPerYear: 100 });
        const close = async (plan: string | undefined, now: Date) => {
          if (plan === 'nothing') return;
          await closeDays(unmarked(gov.database), { now, log });
          if (plan === 'all') await archiveYears(unmarked(gov.database), { log });
        };
        const told = await live(gov, some, { after: (place, now) => close(plans[place], now) });
        const last = told.days.at(-1) ?? '';
        const now = new Date(`${closesAtEnd ? addDays(last, 1) : last}T23:59:59.999+09:00`);
        await close(closesAtEnd ? 'all' : 'nothing', now);
        await rollUp(unmarked(gov.database), { now, log });
        const today = seoulDay(now);
        const found = { ...(await expectTrueCandidates(today)), ...(await expectTrueDays(today)) };
        for (const [key, count] of Object.entries(found)) seen[key as keyof typeof found] += count;
        await expectTruePlaces(today);
        seen.archives += (await listArchivedYears(gov.database)).length;
      }),
      { numRuns: 6, endOnFailure: true },
      () => seen,
      2,
    );
  });
});
