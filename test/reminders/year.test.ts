import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { addDays, type Day, seoulClock, seoulDay } from '../../src/calendar/seoul.ts';
import { createCalendar, holidayNames } from '../../src/calendar/workdays.ts';
import { openTestGovernment, TEAM, type TestGovernment } from '../support/government.ts';
import type { Person } from '../support/ledger.ts';
import { type SentReminder, simulate } from './simulate.ts';

const opened: TestGovernment[] = [];
afterAll(() => Promise.all(opened.map((gov) => gov.close())));

/** Hours of the three agencies: the usual ones, later and shorter ones, and a long lunch. */
const HOURS = {
  smes: [9, 10, 11, 13, 14, 15, 16, 17],
  interior: [10, 11, 14, 15, 16],
  seoul: [9, 10, 13, 14, 15, 16, 17],
};
/** A holiday more, and one fewer (한글날), than the gazette has. */
const OVERRIDES = new Map([
  ['2026-06-05', true],
  ['2026-10-09', false],
]);

interface Simulated {
  gov: TestGovernment;
  people: Array<Person & { agencyKey: keyof typeof HOURS; away: { from: Day; until: Day } | undefined }>;
}

/** A thousand people, or `share` of them, with hours of their own and days off; some are asked something, due in the stretch. */
async function populate(
  from: Day,
  until: Day,
  { share = 1_000, asks }: { share?: number; asks: (index: number) => boolean },
): Promise<Simulated> {
  const gov = await openTestGovernment();
  opened.push(gov);
  await gov.setPolicy('interior', '2026-01-01', {
    sendFromHour: 10,
    sendUntilHour: 17,
    lunchFromHour: 12,
    lunchUntilHour: 14,
  });
  await gov.setPolicy('seoul', '2026-01-01', { lunchFromHour: 11 });
  for (const [day, holiday] of OVERRIDES)
    await gov.rows(`insert into holiday_override values ($1, $2, '')`, [day, holiday]);
  const groups = [
    ['smes', 'hr', 400],
    ['interior', 'collab', 300],
    ['seoul', 'traffic', 300],
  ] as const;
  const people: Simulated['people'] = [];
  for (const [agencyKey, department, count] of groups)
    for (const person of await gov.addPeople(department, (count * share) / 1_000))
      people.push({ ...person, agencyKey, away: undefined });
  const days: Day[] = [];
  for (let day = from; day < until; day = addDays(day, 1)) days.push(day);
  const dayOf = (n: number) => days[n % days.length] as Day;

  await gov.rows(
    `insert into reminder_preference (official_id, hour) select id, 6 + id / 3 % 15 from unnest($1::int[]) id where id % 3 = 0`,
    [people.map(({ id }) => id)],
  );
  for (const [index, person] of people.entries()) {
    if (index % 2 === 0) continue;
    const first = dayOf(index * 31);
    person.away = { from: first, until: addDays(first, 20) };
  }
  const away = people.flatMap(({ id, away }) => (away ? [{ id, ...away }] : []));
  await gov.rows(
    `insert into absence (official_id, during) select id, daterange(f, u) from unnest($1::int[], $2::date[], $3::date[]) a (id, f, u)`,
    [away.map(({ id }) => id), away.map((one) => one.from), away.map((one) => one.until)],
  );
  const asked = people.filter((_, index) => asks(index));
  await gov.rows(
    `with asked as (select * from unnest($1::int[], $2::int[], $3::int[], $4::date[]) with ordinality a (id, department, agency, due, n)),
     t as (insert into task (request_key, title, purpose, content, due_on, state, updated_at)
       select 'year-' || n, '과제 ' || n, '목적', '내용', '2027-12-31', 'on_hold', '2026-01-01T00:00:00Z' from asked returning id, request_key),
     p as (insert into task_party (task_id, side, agency_id, department_id, owner_id)
       select t.id, 'lead', a.agency, a.department, a.id from t join asked a on t.request_key = 'year-' || a.n returning id, task_id),
     c as (insert into evaluation_cycle (agency_id, kind, period, title, due_on, request_key, opened_at)
       select a.agency, 'by_hand', '수시', '점검', a.due, 'year-' || a.n, '2025-12-01T00:00:00Z' from asked a returning id, request_key)
     insert into evaluation_request (cycle_id, task_id, party_id)
     select c.id, t.id, p.id from c join t using (request_key) join p on p.task_id = t.id`,
    [
      asked.map(({ id }) => id),
      asked.map(({ department }) => department),
      asked.map(({ agency }) => agency),
      asked.map((_, index) => dayOf(index * 7 + 3)),
    ],
  );
  await gov.rows('analyze');
  return { gov, people };
}

/** Why a message should not have gone out then; counted without the calendar's own functions. */
function faultOf({ people }: Simulated, { officialId, at }: SentReminder): string | undefined {
  const day = seoulDay(at);
  const hour = Number(seoulClock(at).slice(0, 2));
  const person = people.find(({ id }) => id === officialId);
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
  if (weekday === 0 || weekday === 6) return 'weekend';
  if (OVERRIDES.get(day) ?? holidayNames(day).length > 0) return 'holiday';
  // The CCO is of the first agency.
  if (!HOURS[person?.agencyKey ?? 'smes'].includes(hour)) return 'hour';
  if (person?.away && day >= person.away.from && day < person.away.until) return 'away';
  return undefined;
}

/** Slack is away for an hour now and then, and for a day or two twice. */
function isUp(at: Date, messageId: number): boolean {
  const day = seoulDay(at);
  if (['2026-03-10', '2026-03-11', '2026-09-15'].includes(day)) return false;
  return (messageId * 7 + at.getUTCHours() + at.getUTCDate()) % 9 !== 0;
}

describe('a year, hour by hour, for a thousand people', () => {
  it('nothing goes out outside the window, on a day off or twice a day, and nothing is left out', async () => {
    const halves = [
      ['2026-01-01', '2026-07-01'],
      ['2026-07-01', '2027-01-01'],
    ] as const;
    const runs = await Promise.all(
      halves.map(async ([from, until], half) => {
        // Half of the thousand are asked in the first half of the year, the others in the second.
        const world = await populate(from, until, {
          asks: (index) => index % 4 === half || index % 4 === half + 2,
        });
        return { world, until, ...(await simulate(world.gov.database, { from, until, teamId: TEAM, isUp })) };
      }),
    );
    const faults: string[] = [];
    const total = {
      hours: 0,
      planned: 0,
      sent: 0,
      postponed: 0,
      dropped: 0,
      outside: 0,
      twice: 0,
      missing: 0,
    };
    const calendar = createCalendar([...OVERRIDES].map(([day, holiday]) => ({ day, holiday })));
    for (const { world, until, hours, planned, postponed, dropped, sent } of runs) {
      for (const one of sent) {
        const fault = faultOf(world, one);
        if (fault) faults.push(`${fault}: ${one.officialId} ${seoulDay(one.at)} ${seoulClock(one.at)}`);
      }
      const perDay = new Set(sent.map((one) => `${one.officialId} ${seoulDay(one.at)}`));
      const last = addDays(until, -1);
      // Whoever has not answered by the end has been told the latest stage, but for those who are away or whose hour is past.
      const open = await world.gov.rows<{ official_id: number; anchor: Day; told: string | null }>(
        `select i.official_id, i.anchor, (
           select string_agg(split_part(r.stage, ' ', 2), ' ') from reminder r join outbox x on x.subject_id = r.message_id and x.state = 'sent'
           where r.kind = i.kind and r.subject_id = i.subject_id and r.official_id = i.official_id) as told
         from open_items($1) i where i.kind = 'evaluation'`,
        [last],
      );
      for (const { official_id, anchor, told } of open) {
        const person = world.people.find(({ id }) => id === official_id);
        // A few days' grace for what Slack did not take at the end.
        const settled = addDays(last, -5);
        const stage = [1, 0, -1, -3, -7].find(
          (offset) => calendar.plusWorkingDays(anchor, offset) <= settled,
        );
        const isAway = person?.away !== undefined && person.away.until > settled && person.away.from <= last;
        if (stage === undefined || isAway) continue;
        const name = stage === 0 ? 'D' : stage < 0 ? `D${stage}` : `D+${stage}`;
        const later = ['D-7', 'D-3', 'D-1', 'D', 'D+1'].slice(
          ['D-7', 'D-3', 'D-1', 'D', 'D+1'].indexOf(name),
        );
        if (!later.some((one) => told?.split(' ').includes(one))) total.missing += 1;
      }
      total.hours += hours;
      total.planned += planned;
      total.sent += sent.length;
      total.postponed += postponed;
      total.dropped += dropped;
      total.outside += faults.length;
      total.twice += sent.length - perDay.size;
    }
    console.log('a year hour by hour:', JSON.stringify(total));
    expect(faults.slice(0, 10)).toEqual([]);
    expect(total).toMatchObject({ hours: 8_760, outside: 0, twice: 0, missing: 0 });
    expect(total.sent).toBeGreaterThan(3_000);
    expect(total.postponed).toBeGreaterThan(5);
    expect(total.dropped).toBeGreaterThan(10);
  }, 3_600_000);
});

describe('whatever the zone of the host', () => {
  const runIn = async (zone: string, from: Day, until: Day) => {
    const { gov } = await populate(from, until, { share: 100, asks: () => true });
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        '--import',
        import.meta.resolve('tsx'),
        fileURLToPath(new URL('./simulate.ts', import.meta.url)),
        JSON.stringify({ url: gov.test.url, from, until, teamId: TEAM }),
      ],
      { env: { PATH: process.env.PATH ?? '', TZ: zone }, maxBuffer: 64_000_000 },
    );
    const { localHour, ...result } = JSON.parse(stdout) as { localHour: number; rows: unknown[] };
    return { localHour, result };
  };

  // Clocks in Los Angeles go forward on 8 March and back on 1 November 2026.
  it.each([
    ['2026-03-05', '2026-03-12'],
    ['2026-10-29', '2026-11-05'],
  ])(
    'a host in America/Los_Angeles plans and sends just the same, %s to %s',
    async (from, until) => {
      const [seoul, there] = await Promise.all(
        ['Asia/Seoul', 'America/Los_Angeles'].map((zone) => runIn(zone, from, until)),
      );
      expect([seoul?.localHour, there?.localHour]).toEqual([9, 16]);
      expect(seoul?.result.rows.length).toBeGreaterThan(100);
      expect(there?.result).toEqual(seoul?.result);
    },
    120_000,
  );
});
