import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { addMonths, type Day, type Month, monthOf, periodOf } from '../../src/calendar/seoul.ts';
import type { RankingView } from '../../src/points/gift.ts';
import { findSummary } from '../../src/points/store.ts';
import { verifyLedger } from '../../src/points/verify.ts';
import { findPolicy } from '../../src/policy/store.ts';
import { countBy, openTestGovernment, type TestGovernment } from '../support/government.ts';
import { assertUntilSeen, history, live, type Told } from './history.ts';
import { rankingNow } from './ranking-now.ts';

let gov: TestGovernment;
beforeAll(async () => {
  gov = await openTestGovernment({ connections: 12 });
  return () => gov.close();
});

interface TransferRow {
  id: number;
  kind: string;
  debit: number;
  credit: number;
  amount: number;
  reverses_id: number | null;
}
interface AccountRow {
  id: number;
  kind: string;
  owner_id: number;
  period: Day;
  left: number | null;
}
interface GiftRow {
  id: number;
  giver_id: number;
  giver_agency_id: number;
  giver_department_id: number;
  recipient_id: number | null;
  recipient_department_id: number;
  points: number;
  given_on: Day;
  giver_posted: number | null;
  recipient_posted: number | null;
}
interface Books {
  transfers: TransferRow[];
  accounts: AccountRow[];
  gifts: GiftRow[];
  reversed: Set<number>;
  /** What an account took in, less what it gave away. */
  net: Map<number, number>;
}

async function readBooks(): Promise<Books> {
  const transfers = await gov.rows<TransferRow & { [column: string]: unknown }>(
    `select id, kind::text, debit_account_id as debit, credit_account_id as credit, amount, reverses_id from transfer order by id`,
  );
  const accounts = await gov.rows<AccountRow & { [column: string]: unknown }>(
    `select a.id, a.kind, a.owner_id, a.period, b.points as left from account a left join balance b on b.account_id = a.id`,
  );
  const gifts = await gov.rows<GiftRow & { [column: string]: unknown }>(
    `select g.*, gp.department_id as giver_posted, rp.department_id as recipient_posted from gift g
     left join posting gp on gp.official_id = g.giver_id and gp.during @> g.given_on
     left join posting rp on rp.official_id = g.recipient_id and rp.during @> g.given_on order by g.id`,
  );
  const net = new Map(accounts.map((account) => [account.id, 0]));
  for (const { debit, credit, amount } of transfers) {
    net.set(debit, (net.get(debit) ?? 0) - amount);
    net.set(credit, (net.get(credit) ?? 0) + amount);
  }
  const reversed = new Set(transfers.flatMap((t) => t.reverses_id ?? []));
  return { transfers, accounts, gifts, reversed, net };
}

const sum = (numbers: Iterable<number>) => [...numbers].reduce((a, b) => a + b, 0);

/** Each balance is what was put in less what was taken out, nothing is created on the way, and nobody owes anything. */
function expectBalancedBooks({ accounts, net, transfers }: Books): void {
  for (const { id, kind, left } of accounts) {
    const points = net.get(id) ?? 0;
    if (kind === 'allowance' || kind === 'special_pool') expect(left).toBe(points);
    else expect(left).toBeNull();
    if (kind !== 'issuance') expect(points).toBeGreaterThanOrEqual(0);
  }
  expect(sum(net.values())).toBe(0);
  // Issued = given and still standing + left. What a reversal of a past month takes back goes to issuance.
  const of = (...kinds: string[]) =>
    sum(accounts.filter((a) => kinds.includes(a.kind)).map((a) => net.get(a.id) ?? 0));
  const kindOf = new Map(accounts.map((account) => [account.id, account.kind]));
  const issued = sum(transfers.filter((t) => t.kind.endsWith('issue')).map((t) => t.amount));
  const returned = sum(transfers.filter((t) => kindOf.get(t.credit) === 'issuance').map((t) => t.amount));
  expect(issued - returned).toBe(of('received', 'department', 'special') + of('allowance', 'special_pool'));
}

/** 제5조, 제7조: one allowance a person and month, of the month's policy, and never more spent of it. */
async function expectLawfulAllowances({ accounts, transfers, net }: Books): Promise<void> {
  const agencyOf = new Map(accounts.filter((a) => a.kind === 'issuance').map((a) => [a.id, a.owner_id]));
  for (const account of accounts.filter((a) => a.kind === 'allowance')) {
    const issues = transfers.filter((t) => t.kind === 'issue' && t.credit === account.id);
    const agencyId = agencyOf.get(issues[0]?.debit ?? 0);
    if (agencyId === undefined) {
      expect(net.get(account.id)).toBe(0);
      continue;
    }
    const policy = await findPolicy(gov.database, agencyId, monthOf(account.period));
    expect(issues.map((t) => t.amount)).toEqual([policy.monthlyAllowance]);
    expect(account.left).toBeLessThanOrEqual(policy.monthlyAllowance);
  }
}

/** 제6조: the points of the policy, not within one department by the postings of the day, so many a month to one receiver. */
async function expectLawfulGifts({ gifts, reversed }: Books): Promise<void> {
  const pairs = new Map<string, { standing: number; limit: number }>();
  for (const gift of gifts) {
    const policy = await findPolicy(gov.database, gift.giver_agency_id, monthOf(gift.given_on));
    expect(gift.points).toBe(policy.pointsPerGift);
    expect(gift.giver_department_id).toBe(gift.giver_posted);
    if (gift.recipient_id !== null) expect(gift.recipient_department_id).toBe(gift.recipient_posted);
    else expect(policy.departmentsMayReceive).toBe(true);
    expect(gift.recipient_id).not.toBe(gift.giver_id);
    if (!policy.sameDepartmentAllowed)
      expect(gift.recipient_department_id).not.toBe(gift.giver_department_id);
    const receiver = gift.recipient_id ?? `department ${gift.recipient_department_id}`;
    const key = `${monthOf(gift.given_on)} ${gift.giver_id} ${receiver}`;
    const pair = pairs.get(key) ?? { standing: 0, limit: 0 };
    pairs.set(key, {
      standing: pair.standing + (reversed.has(gift.id) ? 0 : 1),
      limit: Math.max(pair.limit, policy.giftsPerRecipientPerMonth),
    });
  }
  for (const [key, { standing, limit }] of pairs) expect(standing, key).toBeLessThanOrEqual(limit);
}

/** 제9조: at most 100 to one and 2,000 a year and agency, never to oneself or by one person above the threshold. */
async function expectLawfulGrants({ accounts, net }: Books): Promise<void> {
  const grants = await gov.rows<{
    actor_id: number;
    approver_id: number | null;
    points: number;
    receivers: number[];
  }>(
    `select actor_id, approver_id, points_each as points, array_agg(official_id) as receivers
     from special_grant g join special_award a on a.grant_id = g.id group by g.id`,
  );
  for (const grant of grants) {
    expect(grant.points).toBeLessThanOrEqual(100);
    expect(grant.receivers).not.toContain(grant.actor_id);
    expect(new Set(grant.receivers).size).toBe(grant.receivers.length);
    if (grant.points * grant.receivers.length > 200) expect(grant.approver_id).not.toBeNull();
    expect(grant.receivers).not.toContain(grant.approver_id);
  }
  for (const pool of accounts.filter((a) => a.kind === 'special_pool')) {
    expect(net.get(pool.id)).toBeLessThanOrEqual(2_000);
  }
}

/** Everyone was told what is true, and everything that is true is announced once. */
async function expectAnnouncedOnce({ gifts, reversed }: Books, told: Told): Promise<void> {
  const given = told.gifts.filter((o) => o.kind === 'given');
  expect(
    given
      .filter((o) => !o.repeated)
      .map((o) => o.giftId)
      .sort((a, b) => a - b),
  ).toEqual(gifts.map((g) => g.id));
  const known = new Set(gifts.map((gift) => gift.id));
  expect(given.every((o) => known.has(o.giftId))).toBe(true);
  for (const outcome of told.reversals)
    if (outcome.kind === 'reversed') expect(reversed.has(outcome.number)).toBe(true);

  const rows = await gov.rows<{ kind: string; lane: string; subject_id: number }>('select * from outbox');
  const of = (kind: string) => rows.filter((row) => row.kind === kind);
  const ids = (kind: string) =>
    of(kind)
      .map((row) => row.subject_id)
      .sort((a, b) => a - b);
  expect(ids('gift-board')).toEqual(gifts.map((gift) => gift.id));
  expect(ids('gift-received')).toEqual(gifts.filter((g) => g.recipient_id !== null).map((g) => g.id));
  for (const row of of('gift-received')) {
    const gift = gifts.find((g) => g.id === row.subject_id);
    expect(row.lane).toBe(`official:${gift?.recipient_id}`);
  }
  const reversedGifts = gifts.filter((gift) => reversed.has(gift.id));
  expect(of('gift-board-update')).toHaveLength(reversedGifts.length + told.shown);
  expect(
    Math.max(0, ...Object.values(countBy(of('gift-reversed'), (r) => `${r.lane} ${r.subject_id}`))),
  ).toBeLessThanOrEqual(1);
  const awards = await gov.rows<{ id: number }>('select id from special_award order by id');
  expect(ids('special-received')).toEqual(awards.map((row) => row.id));
}

/** Summaries and rankings are what one finds by adding up gift by gift; a hidden message's points count (제10조). */
async function expectTrueTotals({ gifts, reversed }: Books, days: Day[]): Promise<void> {
  const standing = gifts.filter((gift) => !reversed.has(gift.id));
  const within = (from: Day, until: Day) => standing.filter((g) => g.given_on >= from && g.given_on < until);
  const points = (some: GiftRow[]) => sum(some.map((gift) => gift.points));
  for (const month of new Set<Month>(days.map(monthOf))) {
    const from = `${month}-01`;
    const until = `${addMonths(month, 1)}-01`;
    for (const { id, agency } of Object.values(gov.people)) {
      const summary = await findSummary(gov.database, id, agency, from);
      const sent = (g: GiftRow) => g.giver_id === id;
      const received = (g: GiftRow) => g.recipient_id === id;
      expect(summary.sentThisMonth).toBe(points(within(from, until).filter(sent)));
      expect(summary.receivedThisMonth).toBe(points(within(from, until).filter(received)));
    }
  }
  const last = days.at(-1) ?? '2026-12-31';
  for (const span of ['month', 'half', 'year'] as const) {
    const period = periodOf(last, span);
    for (const subject of ['person', 'department'] as const) {
      for (const side of ['received', 'sent'] as const) {
        const ownerOf = (gift: GiftRow) =>
          side === 'received'
            ? subject === 'person'
              ? gift.recipient_id
              : gift.recipient_department_id
            : subject === 'person'
              ? gift.giver_id
              : gift.giver_department_id;
        const totals = new Map<number, number>();
        for (const gift of within(period.from, period.until)) {
          const owner = ownerOf(gift);
          if (owner !== null) totals.set(owner, (totals.get(owner) ?? 0) + gift.points);
        }
        const expected = [...totals].map(([id, total]) => ({
          id,
          points: total,
          rank: 1 + [...totals.values()].filter((other) => other > total).length,
        }));
        const view: RankingView = { subject, side, span, scope: 'government' };
        const lines = await rankingNow(gov.database, view, period, undefined, 1_000);
        const byId = (a: { id: number }, b: { id: number }) => a.id - b.id;
        expect(lines.map(({ id, points: total, rank }) => ({ id, points: total, rank })).sort(byId)).toEqual(
          expected.sort(byId),
        );
        expect(lines.map((line) => line.rank)).toEqual(lines.map((line) => line.rank).sort((a, b) => a - b));
      }
    }
  }
}

describe('whatever officials do, in whatever order, at once, over months', () => {
  it('제5조–제10조: the books balance, no limit is exceeded, all is announced once, and every total is true', {
    timeout: 600_000,
  }, async () => {
    const seen = { gifts: 0, reversals: 0, awards: 0, refusals: 0, repeats: 0 };
    await assertUntilSeen(
      fc.asyncProperty(history, async (some) => {
        await gov.reset();
        await gov.setPolicy('smes', '2026-01-01', { monthlyAllowance: 60, specialPoolPerYear: 150 });
        await gov.setPolicy('interior', '2026-01-01', { monthlyAllowance: 40, specialPoolPerYear: 100 });
        const told = await live(gov, some);
        const books = await readBooks();
        expectBalancedBooks(books);
        await expectLawfulAllowances(books);
        await expectLawfulGifts(books);
        await expectLawfulGrants(books);
        await expectAnnouncedOnce(books, told);
        await expectTrueTotals(books, told.days);
        expect((await verifyLedger(gov.database)).findings).toEqual([]);
        seen.gifts += books.gifts.length;
        seen.reversals += books.reversed.size;
        seen.awards += books.transfers.filter((t) => t.kind === 'special_grant').length;
        seen.refusals += told.gifts.filter((o) => o.kind === 'refused').length;
        seen.repeats += told.gifts.filter((o) => o.kind === 'given' && o.repeated).length;
      }),
      { numRuns: 15, endOnFailure: true },
      () => seen,
      10,
    );
  });
});
