import fc from 'fast-check';
import { expect } from 'vitest';
import { addDays, addMonths, monthOf, seoulDay, startOfDay } from '../../src/calendar/seoul.ts';
import { changePolicy } from '../../src/points/change-policy.ts';
import { type GiveOutcome, givePoints } from '../../src/points/give-points.ts';
import { grantSpecial } from '../../src/points/grant-special.ts';
import { hideMessage } from '../../src/points/hide-message.ts';
import { type ReversalOutcome, reverseGift } from '../../src/points/reverse-gift.ts';
import { settleApproval } from '../../src/points/settle-approval.ts';
import { openStandingMemory } from '../../src/points/standing-memory.ts';
import {
  type DepartmentKey,
  giftOf,
  type PersonKey,
  TEAM,
  type TestGovernment,
} from '../support/government.ts';

/** Something that somebody does. Gifts are named by where they stand among those given so far. */
export type Act =
  | { act: 'give'; from: PersonKey; to: PersonKey | { department: DepartmentKey }; deliveries: number }
  | { act: 'reverse'; gift: number; by: PersonKey }
  | {
      act: 'grant';
      by: PersonKey;
      to: PersonKey | { department: DepartmentKey };
      points: number;
      deliveries: number;
    }
  | { act: 'take back'; award: number; by: PersonKey }
  | { act: 'settle'; approval: number; by: PersonKey; approve: boolean }
  | { act: 'hide'; gift: number; by: PersonKey; hide: boolean }
  | { act: 'policy'; by: PersonKey; changes: Record<string, number | boolean> };

/** Acts that happen at once, so many days after those before; at the turn of a month some in the old, some in the new one. */
export interface Moment {
  daysLater: number;
  atMonthTurn: boolean;
  moves: Array<{ who: PersonKey; to: DepartmentKey }>;
  acts: Act[];
}

export interface History {
  remembering: boolean;
  moments: Moment[];
}

const givers = ['haneul', 'seojun', 'operator', 'jiu', 'minjun'] as const;
const operators = ['operator', 'secondOperator', 'otherOperator', 'admin'] as const;
const departments = ['hr', 'startup', 'collab', 'traffic'] as const;
const person = fc.constantFrom<PersonKey>(...givers);
const operator = fc.constantFrom<PersonKey>(...operators);
const department = fc.constantFrom<DepartmentKey>(...departments);
const recipient = fc.oneof(
  { weight: 4, arbitrary: person },
  { weight: 1, arbitrary: department.map((key) => ({ department: key })) },
);
const index = fc.nat(200);
const deliveries = fc.constantFrom(1, 1, 1, 2, 3);

const give = fc.record({ act: fc.constant('give' as const), from: person, to: recipient, deliveries });
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 16, arbitrary: give },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant('reverse' as const),
      gift: index,
      by: fc.oneof(person, operator),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant('grant' as const),
      by: operator,
      to: recipient,
      points: fc.constantFrom(10, 50, 100, 101),
      deliveries,
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('take back' as const), award: index, by: operator }) },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant('settle' as const),
      approval: index,
      by: operator,
      approve: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant('hide' as const),
      gift: index,
      by: operator,
      hide: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant('policy' as const),
      by: operator,
      changes: fc.record(
        {
          monthlyAllowance: fc.constantFrom(0, 25, 40, 100),
          pointsPerGift: fc.constantFrom(5, 10),
          giftsPerRecipientPerMonth: fc.constantFrom(1, 2, 3),
          sameDepartmentAllowed: fc.boolean(),
          departmentsMayReceive: fc.boolean(),
          specialPoolPerYear: fc.constantFrom(100, 2_000),
        },
        { requiredKeys: [] },
      ),
    }),
  },
);

export const history: fc.Arbitrary<History> = fc.record({
  remembering: fc.boolean(),
  moments: fc.array(
    fc.record({
      daysLater: fc.integer({ min: 1, max: 20 }),
      atMonthTurn: fc.boolean(),
      moves: fc.array(fc.record({ who: person, to: department }), { maxLength: 2 }),
      acts: fc.array(act, { minLength: 8, maxLength: 25 }),
    }),
    { minLength: 3, maxLength: 8 },
  ),
});

/** What those who acted were told. */
export interface Told {
  gifts: GiveOutcome[];
  reversals: ReversalOutcome[];
  shown: number;
  /** Days and months on which something happened. */
  days: string[];
}

const FIRST_DAY = '2026-10-20';

/** What else goes on in a history, by the number of the moment and its clock. */
export interface Background {
  /** At noon of the moment's day, at once with its acts. */
  during?: (moment: number, now: Date) => Promise<void>;
  /** When its acts are over, in the night after. */
  after?: (moment: number, now: Date) => Promise<void>;
}

/** Lets a history happen, the acts of each moment at once. */
export async function live(
  gov: TestGovernment,
  { remembering, moments }: History,
  background: Background = {},
): Promise<Told> {
  const told: Told = { gifts: [], reversals: [], shown: 0, days: [] };
  const memory = remembering ? openStandingMemory() : undefined;
  let day = FIRST_DAY;
  let keys = 0;
  for (const [place, moment] of moments.entries()) {
    day = addDays(day, moment.daysLater);
    if (moment.atMonthTurn) day = addDays(`${addMonths(monthOf(day), 1)}-01`, -1);
    const moved = new Set<PersonKey>();
    for (const { who, to } of moment.moves) {
      if (!moved.has(who)) await gov.transfer(gov.people[who], to, day);
      moved.add(who);
    }
    const number = await readNumbers(gov);
    const doOne = async (one: Act, now: Date): Promise<void> => {
      keys += 1;
      const base = { requestKey: `act-${keys}`, teamId: TEAM };
      const times = 'deliveries' in one ? one.deliveries : 1;
      const actorId = gov.people[one.act === 'give' ? one.from : one.by].id;
      switch (one.act) {
        case 'give': {
          const to =
            typeof one.to === 'string'
              ? gov.people[one.to]
              : { departmentId: gov.departments[one.to.department] };
          const request = giftOf(gov.people[one.from], to);
          const outcomes = await repeat(times, () => givePoints(gov.database, request, now, memory));
          told.gifts.push(...outcomes);
          return;
        }
        case 'reverse': {
          const reversal = { ...base, number: number.gift(one.gift), actorId, reason: '사유' };
          told.reversals.push(await reverseGift(gov.database, reversal, now));
          return;
        }
        case 'take back': {
          const reversal = { ...base, number: number.award(one.award), actorId, reason: '사유' };
          told.reversals.push(await reverseGift(gov.database, reversal, now));
          return;
        }
        case 'grant': {
          const to =
            typeof one.to === 'string'
              ? { officialId: gov.people[one.to].id }
              : { departmentId: gov.departments[one.to.department] };
          const request = { ...base, actorId, recipient: to, pointsEach: one.points, reason: '사유' };
          await repeat(times, () => grantSpecial(gov.database, request, now));
          return;
        }
        case 'settle': {
          const { approve } = one;
          const answer = {
            approvalId: number.approval(one.approval),
            actorId,
            approve,
            reason: '',
            teamId: TEAM,
          };
          await settleApproval(gov.database, answer, now);
          return;
        }
        case 'hide': {
          const { hide } = one;
          const wish = { teamId: TEAM, number: number.gift(one.gift), actorId, hide, reason: '사유' };
          if ((await hideMessage(gov.database, wish, now)).kind !== 'refused') told.shown += 1;
          return;
        }
        case 'policy': {
          const effectiveFrom = `${addMonths(monthOf(seoulDay(now)), 1)}-01`;
          await changePolicy(
            gov.database,
            { actorId, changes: one.changes, effectiveFrom, teamId: TEAM },
            now,
          );
        }
      }
    };
    const noon = startOfDay(day).getTime() + 12 * 3_600_000;
    const turn = startOfDay(addDays(day, 1)).getTime();
    // A policy decided in a month's last millisecond may be stored when the next one's first gifts are under way: left out.
    const nowOf = (one: Act, i: number) =>
      new Date(!moment.atMonthTurn ? noon + i : one.act === 'policy' ? turn : turn - (i % 2));
    await Promise.all([
      background.during?.(place, new Date(noon)),
      ...moment.acts.map((one, i) => doOne(one, nowOf(one, i))),
    ]);
    if (moment.atMonthTurn) day = addDays(day, 1);
    told.days.push(day);
    await background.after?.(place, new Date(startOfDay(addDays(day, 1)).getTime() + 15 * 60_000));
  }
  return told;
}

/** How often what closes have to withstand happened in the history that was lived through last. */
export async function countTurns(gov: TestGovernment): Promise<Record<string, number>> {
  const [row] = await gov.rows<Record<string, number>>(
    `select (select count(*)::int from (select official_id from posting group by 1 having count(distinct agency_id) > 1) m) as "moved to another agency",
       (select count(*)::int from (select official_id from posting group by 1 having count(distinct department_id) > 1) m) as "moved to another department",
       (select count(distinct gift_id)::int from gift_visibility where hidden) as hidden,
       (select count(*)::int from transfer r join gift g on g.id = r.reverses_id where r.actor_id <> g.giver_id) as "taken back by an operator",
       (select count(*)::int from transfer r join gift g on g.id = r.reverses_id
        join closed_day c on c.day = g.given_on and c.closed_at < r.recorded_at) as "taken back after the day was fixed",
       (select count(*)::int from transfer r join gift g on g.id = r.reverses_id
        join closed_month c on c.month = date_trunc('month', g.given_on) and c.closed_at < r.recorded_at) as "taken back after the month lapsed",
       (select count(*)::int from transfer where kind = 'lapse') as lapses,
       (select count(*)::int from closed_year) as years`,
  );
  return row ?? {};
}

/**
 * Asserts a property of random histories, one handful after the other until each of `counted` has come up more than `least` times:
 * they are worth something only if all of it happens in them. One handful may lack something by chance, but not five.
 */
export async function assertUntilSeen<Values>(
  property: fc.IAsyncProperty<Values>,
  handful: fc.Parameters<Values>,
  counted: () => Record<string, number>,
  least: number,
): Promise<void> {
  const rarest = () => Math.min(...Object.values(counted()));
  let handfuls = 0;
  do {
    await fc.assert(property, handful);
    handfuls += 1;
  } while (rarest() <= least && handfuls < 5);
  expect(rarest(), JSON.stringify(counted())).toBeGreaterThan(least);
}

async function readNumbers(gov: TestGovernment) {
  const pick = async (table: string) => {
    const ids = (await gov.rows<{ id: number }>(`select id from ${table} order by id`)).map((row) => row.id);
    return (at: number) => ids[ids.length - 1 - (at % Math.max(ids.length, 1))] ?? 0;
  };
  return {
    gift: await pick('gift'),
    award: await pick('special_award'),
    approval: await pick('approval_request'),
  };
}

function repeat<T>(times: number, act: () => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: times }, act));
}
