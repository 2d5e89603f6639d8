import {
  type Day,
  type Month,
  monthOf,
  type Period,
  periodOf,
  seoulDay,
  startOfDay,
} from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { findOfficial, logAct } from '../directory/store.ts';
import type { Logger } from '../log.ts';
import { type Policy, type PolicyChange, policyOf } from '../policy/policy.ts';
import { findPolicyChanges } from '../policy/store.ts';
import { findActor } from './actor.ts';
import { findOpenApprovals } from './approval-store.ts';
import type { Gift, PastYear, RankingLine, RankingView, Summary } from './gift.ts';
import { findArchivedRanking, findRanking, listArchivedYears } from './ranking-store.ts';
import type { Refusal } from './refusal.ts';
import { rollUp } from './roll-up.ts';
import {
  earliestPolicyDay,
  isOperatorOf,
  mayReadStatement,
  refuseLeaver,
  refuseMonth,
  summarisePatterns,
} from './rules.ts';
import { findGifts, findMonthOfGifts, findStatement, findSummary } from './store.ts';

const PAGE_SIZE = 10;
const RANKING_SIZE = 10;

export interface StatementPage {
  officialId: number;
  month: Month;
  gifts: Gift[];
  total: number;
  page: number;
  pageSize: number;
  /** The month that runs: nothing is to be seen after it. */
  isLatest: boolean;
}

/** An official's own month of gifts, page 0 first. Pages out of range are empty, not faults. */
export async function lookUpStatement(
  database: Database,
  officialId: number,
  ask: { month: Month | undefined; page: number },
  now: Date,
): Promise<StatementPage> {
  const thisMonth = monthOf(seoulDay(now));
  const month = ask.month ?? thisMonth;
  const page = Number.isInteger(ask.page) && ask.page >= 0 && ask.page < 10_000 ? ask.page : 0;
  const { gifts, total } = await findStatement(database, officialId, month, {
    offset: page * PAGE_SIZE,
    limit: PAGE_SIZE,
  });
  return { officialId, month, gifts, total, page, pageSize: PAGE_SIZE, isLatest: month >= thisMonth };
}

/**
 * A month of somebody else's gifts, for those who may read it today; whatever let them in before does not count. The look is
 * logged before it is shown, also one that is refused (개인정보의 안전성 확보조치 기준 제8조).
 */
export async function lookUpStatementOf(
  database: Database,
  viewerId: number,
  ask: { officialId: number; month: Month | undefined; page: number; teamId: string },
  now: Date,
): Promise<(StatementPage & { name: string }) | { refusals: Refusal[] }> {
  const day = seoulDay(now);
  const person = await findOfficial(database, ask.officialId, day);
  if (!person) return { refusals: [{ reason: 'stale_button' }] };
  const agencyId = person.agency?.id;
  const isAllowed = mayReadStatement(await findActor(database, viewerId, day), agencyId);
  await logAct(database, viewerId, {
    action: isAllowed ? 'look_at_statement' : 'refused_statement',
    subject: `official:${person.id} ${ask.month ?? monthOf(day)}`,
    teamId: ask.teamId,
    about: { officialIds: [person.id], agencyIds: agencyId === undefined ? [] : [agencyId] },
  });
  if (!isAllowed) return { refusals: [{ reason: 'statement_not_yours' }] };
  const future = refuseMonth(ask.month ?? monthOf(day), day);
  if (future) return { refusals: [future] };
  return { ...(await lookUpStatement(database, person.id, ask, now)), name: person.name };
}

/** What an official has left, sent and received. */
export async function lookUpSummary(database: Database, officialId: number, now: Date): Promise<Summary> {
  const day = seoulDay(now);
  const official = await findOfficial(database, officialId, day);
  return findSummary(database, officialId, official?.agency?.id, day);
}

export interface RankingPage {
  view: RankingView;
  lines: RankingLine[];
  period: Period;
  /** Everything booked until then is in it, unless it is archived: then only what belongs to that year. */
  asOf: Date;
  agencyName: string;
  /** The asker's official or department id, to be marked where it stands. */
  own: number | undefined;
  archived: boolean;
  /** The newest archived year before the one shown. */
  pastYear: PastYear | undefined;
}

/**
 * The first ranks of a view; with 'agency', of the asker's agency. What was booked until now is in it, unless another process
 * is just rolling up: then `asOf` is a moment earlier. A year that is archived is shown as it was fixed (운영규정 제8조④). Not for
 * whoever has left.
 */
export async function lookUpRanking(
  database: Database,
  officialId: number,
  asked: RankingView,
  now: Date,
  log: Pick<Logger, 'info'>,
): Promise<RankingPage | { refusals: Refusal[] }> {
  const day = seoulDay(now);
  const official = await findOfficial(database, officialId, day);
  const left = official && refuseLeaver(official);
  if (left) return { refusals: [left] };
  const agency = official?.agency;
  // Whoever has no agency sees all of them, and is told so.
  const view: RankingView = agency ? asked : { ...asked, scope: 'government' };
  const within = view.scope === 'agency' ? agency?.id : undefined;
  const { span } = view;
  const thisYear = day.slice(0, 4);
  const year = span === 'month' || span === 'half' || span === 'year' ? (thisYear as PastYear) : span;
  const archived = await listArchivedYears(database);
  const page = {
    view,
    agencyName: agency?.shortName ?? '',
    own: view.subject === 'person' ? officialId : official?.department?.id,
    pastYear: archived.find((past) => past < year),
  };
  const isArchived = span === year && archived.includes(year);
  const period = periodOf(
    span === year ? `${year}-01-01` : day,
    span === 'month' || span === 'half' ? span : 'year',
  );
  if (isArchived) {
    const lines = await findArchivedRanking(database, view, year, within, RANKING_SIZE);
    return { ...page, lines, period, asOf: startOfDay(period.until), archived: true };
  }
  const { asOf } = await rollUp(database, { now, log, wait: false });
  const lines = await findRanking(database, view, period, within, RANKING_SIZE);
  return { ...page, lines, period, asOf, archived: false };
}

export interface PolicyPage {
  agencyName: string;
  current: Policy;
  upcoming: PolicyChange[];
  earliest: Day;
}

/** An agency's numbers in force and those decided for later; only its operator sees the page. */
export async function lookUpPolicy(
  database: Database,
  officialId: number,
  now: Date,
): Promise<PolicyPage | { refusals: Refusal[] }> {
  const agency = await operatedAgency(database, officialId, now);
  if (!agency) return { refusals: [{ reason: 'not_operator' }] };
  const day = seoulDay(now);
  const changes = await findPolicyChanges(database, agency.id);
  return {
    agencyName: agency.shortName,
    current: policyOf(monthOf(day), changes),
    upcoming: changes.filter((change) => change.effectiveFrom > day),
    earliest: earliestPolicyDay(day),
  };
}

/** A month's patterns for the operator's eye (reciprocal pairs, month-end dumping, concentration). */
export async function lookUpPatterns(
  database: Database,
  officialId: number,
  { month, teamId }: { month: Month | undefined; teamId: string },
  now: Date,
): Promise<
  | { agencyName: string; month: Month; patterns: ReturnType<typeof summarisePatterns> }
  | { refusals: Refusal[] }
> {
  const agency = await operatedAgency(database, officialId, now);
  if (!agency) return { refusals: [{ reason: 'not_operator' }] };
  const today = seoulDay(now);
  const asked = month ?? monthOf(today);
  const future = refuseMonth(asked, today);
  if (future) return { refusals: [future] };
  // It shows other people's points, so the look is logged (안전성 확보조치 기준).
  await logAct(database, officialId, {
    action: 'look_at_patterns',
    subject: `agency:${agency.id} ${asked}`,
    teamId,
    about: { agencyIds: [agency.id] },
  });
  return {
    agencyName: agency.shortName,
    month: asked,
    patterns: summarisePatterns(await findMonthOfGifts(database, agency.id, asked)),
  };
}

/** What waits for this person: approvals that they may settle as an operator. */
export async function lookUpWaiting(
  database: Database,
  officialId: number,
  now: Date,
): Promise<{ operator: boolean; approvals: number[] }> {
  const agency = await operatedAgency(database, officialId, now);
  return {
    operator: agency !== undefined,
    approvals: agency ? await findOpenApprovals(database, agency.id, officialId) : [],
  };
}

/** Whom an act that waits for approval concerns: `이도윤 → 김하늘`, or the receivers of a special grant. */
export async function describeAct(
  database: Database,
  act: { label: string } | { number: number },
): Promise<string> {
  if ('label' in act) return act.label;
  const [gift] = await findGifts(database, [act.number]);
  return gift ? `${gift.giver} → ${gift.recipient}` : `#${act.number}`;
}

async function operatedAgency(database: Database, officialId: number, now: Date) {
  const official = await findOfficial(database, officialId, seoulDay(now));
  if (!official?.agency) return undefined;
  const actor = { officialId, role: official.role, status: official.status, agencyId: official.agency.id };
  return isOperatorOf(actor, official.agency.id) ? official.agency : undefined;
}
