import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { mondayOf } from '../../src/calendar/iso-week.ts';
import { addDays, type Day, startOfDay } from '../../src/calendar/seoul.ts';
import { APP_ROLE, openDatabase, openPool } from '../../src/database/database.ts';
import type { DigestContent } from '../../src/digest/digest.ts';
import { sendDigests } from '../../src/digest/send-digests.ts';
import { findThanks } from '../../src/digest/store.ts';
import { archiveYears } from '../../src/points/archive-year.ts';
import { closeDays } from '../../src/points/close-days.ts';
import { lapseAllowances } from '../../src/points/lapse-allowances.ts';
import { verifyLedger } from '../../src/points/verify.ts';
import { assertUntilSeen, countTurns, history, live } from '../points/history.ts';
import { openTestGovernment, TEAM, type TestGovernment } from '../support/government.ts';

let gov: TestGovernment;
beforeAll(async () => {
  gov = await openTestGovernment({ connections: 12 });
  return () => gov.close();
});

interface DigestRow {
  agency_id: number;
  week: Day;
  position: number;
  content: DigestContent;
}
interface GiftRow {
  id: number;
  giver_id: number;
  giver_agency_id: number;
  giver_department_id: number;
  recipient_id: number | null;
  recipient_agency_id: number;
  recipient_department_id: number;
  points: number;
  given_on: Day;
}

const sum = (numbers: Iterable<number>) => [...numbers].reduce((a, b) => a + b, 0);

/** Points by key, gift by gift. */
function totals(gifts: GiftRow[], keyOf: (gift: GiftRow) => number | null): number[] {
  const found = new Map<number, number>();
  for (const gift of gifts) {
    const key = keyOf(gift);
    if (key !== null) found.set(key, (found.get(key) ?? 0) + gift.points);
  }
  return [...found.values()].sort((a, b) => b - a);
}

/** Gifts of a week that stood at a position of the chain: neither those sealed later nor those taken back by then. */
const giftsAt = (week: Day, position: number) =>
  gov.rows<GiftRow & { [column: string]: unknown }>(
    `select g.* from gift g join seal s on s.transfer_id = g.id and s.position <= $2
     where g.given_on >= $1::date and g.given_on < $1::date + 7
       and not exists (select from transfer v join seal z on z.transfer_id = v.id and z.position <= $2 where v.reverses_id = g.id)`,
    [week, position],
  );

function expectTrue({ agency_id: id, content }: DigestRow, gifts: GiftRow[]): void {
  const received = gifts.filter((gift) => gift.recipient_agency_id === id);
  const sent = gifts.filter((gift) => gift.giver_agency_id === id);
  const points = (some: GiftRow[]) => sum(some.map((gift) => gift.points));
  const pointsOf = (list: ReadonlyArray<{ points: number }>) => list.map((line) => line.points);
  expect(content.weeks.at(-1)).toMatchObject({ received: points(received), sent: points(sent) });
  expect(content.within).toBe(points(received.filter((gift) => gift.giver_agency_id === id)));
  const { people, departments } = content;
  const ten = (list: number[]) => list.slice(0, 10);
  expect(pointsOf(people.received)).toEqual(ten(totals(received, (gift) => gift.recipient_id)));
  expect(pointsOf(people.sent)).toEqual(ten(totals(sent, (gift) => gift.giver_id)));
  expect(pointsOf(departments.received)).toEqual(
    ten(totals(received, (gift) => gift.recipient_department_id)),
  );
  expect(pointsOf(departments.sent)).toEqual(ten(totals(sent, (gift) => gift.giver_department_id)));
  const others = (some: GiftRow[], side: 'giver_agency_id' | 'recipient_agency_id') =>
    totals(some, (gift) => (gift[side] === id ? null : gift[side]));
  expect(pointsOf(content.helpedUs.items)).toEqual(others(sent, 'recipient_agency_id').slice(0, 5));
  expect(pointsOf(content.weHelped.items)).toEqual(others(received, 'giver_agency_id').slice(0, 5));
  // 제10조: of messages worth reading only what everybody may read.
  const known = new Set(received.map((gift) => gift.id));
  for (const number of content.thanks) expect(known).toContain(number);
}

it('whatever was given, taken back, hidden or moved: the digests of all agencies are true, and sum to the government’s', async () => {
  let told = 0;
  const seen: Record<string, number> = {};
  await assertUntilSeen(
    fc.asyncProperty(history, fc.nat(3), async (past, weeksLater) => {
      await gov.reset();
      const database = openDatabase(openPool(gov.test.url, { role: APP_ROLE, max: 3 }));
      try {
        const log = { info: () => {} };
        const all = () => gov.rows('select * from digest order by id');
        let fixed: unknown[] = [];
        // In the night all that is over is closed, in the morning what is due is sent: before most of what is taken back later.
        const { days } = await live(gov, past, {
          after: async (_place, now) => {
            await closeDays(database, { now, log });
            await lapseAllowances(database, { now, log });
            await archiveYears(database, { log });
            const morning = new Date(now.getTime() + 10 * 3_600_000);
            await sendDigests(database, { teamId: TEAM, now: morning, log });
            const rows = await all();
            expect(rows.slice(0, fixed.length)).toEqual(fixed);
            fixed = rows;
          },
        });
        const last = days.at(-1) ?? '2026-11-30';
        // Weeks go by without a send, then some are caught up at once; acts of the running week are sealed with them.
        const tuesday = addDays(mondayOf(last), 8 + 7 * weeksLater);
        const send = (day: Day) =>
          sendDigests(database, {
            teamId: TEAM,
            now: new Date(startOfDay(day).getTime() + 10 * 3_600_000),
            log,
          });
        await send(tuesday);
        expect((await all()).slice(0, fixed.length)).toEqual(fixed);
        expect((await verifyLedger(database)).findings).toEqual([]);
        for (const [what, times] of Object.entries({
          ...(await countTurns(gov)),
          'taken back after the week was told': await gov.value<number>(
            `select count(*) from transfer r join gift g on g.id = r.reverses_id join seal s on s.transfer_id = r.id
             join (select distinct week, position from digest) d on d.week = date_trunc('week', g.given_on)::date and s.position > d.position`,
          ),
        }))
          seen[what] = (seen[what] ?? 0) + times;
        const rows = await gov.rows<DigestRow & { [column: string]: unknown }>('select * from digest');
        for (const week of new Set(rows.map((row) => row.week))) {
          const digests = rows.filter((row) => row.week === week);
          const [position = 0, ...others] = new Set(digests.map((row) => row.position));
          expect(others).toEqual([]);
          const gifts = await giftsAt(week, position);
          const government = sum(gifts.map((gift) => gift.points));
          const figures = digests.map(({ content }) => content.weeks.at(-1));
          expect(sum(figures.map((one) => one?.received ?? 0))).toBe(government);
          expect(sum(figures.map((one) => one?.sent ?? 0))).toBe(government);
          expect(figures.every((one) => one?.week === week)).toBe(true);
          for (const digest of digests) {
            expectTrue(digest, gifts);
            told += digest.content.thanks.length;
            const shown = await findThanks(database, digest.content.thanks);
            const hidden = await gov
              .rows<{ id: number }>(
                `select distinct on (gift_id) gift_id as id, hidden from gift_visibility order by gift_id, id desc`,
              )
              .then((list) =>
                list.filter((row) => 'hidden' in row && row.hidden === true).map(({ id }) => id),
              );
            for (const { id } of shown) expect(hidden).not.toContain(id);
          }
        }
      } finally {
        await database.destroy();
      }
    }),
    { numRuns: Number(process.env.RUNS ?? 12) },
    () => ({ ...seen, told }),
    1,
  );
}, 600_000);
