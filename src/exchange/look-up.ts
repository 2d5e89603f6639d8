import { addDays, type Day, monthOf, seoulDay } from '../calendar/seoul.ts';
import { lastDayOfTerm } from '../calendar/terms.ts';
import type { Database } from '../database/database.ts';
import { findViewer, logAct } from '../directory/store.ts';
import { findPolicy } from '../policy/store.ts';
import type { Pair, PairView, Term } from './exchange.ts';
import {
  agenciesOf,
  type ExtensionFacts,
  isOperatorOf,
  type Refusal,
  refuseActor,
  type Viewer,
  visibleTerms,
} from './rules.ts';
import { findJointTasks, findPairs, findTermAndCompanions, findTerms } from './store.ts';

export interface ExchangePage {
  /** Of the rounds shown, the newest first. */
  views: PairView[];
  today: Day;
}

export interface PairPage extends PairView {
  viewerId: number;
  today: Day;
}

/** All pairs, or those of a round, with what the official may see of them. */
export async function lookUpExchange(
  database: Database,
  officialId: number,
  ask: { round: number | undefined; teamId: string },
  now: Date,
): Promise<ExchangePage | { refusals: Refusal[] }> {
  const today = seoulDay(now);
  const { round, teamId } = ask;
  const pairs = await findPairs(database, today, round === undefined ? undefined : { round });
  if (round !== undefined && pairs.length === 0) return { refusals: [{ reason: 'round_not_found', round }] };
  return {
    views: await viewPairs(database, await findViewer(database, officialId, today), pairs, teamId, today),
    today,
  };
}

/** One pair by its id or by its round and number. */
export async function lookUpPair(
  database: Database,
  officialId: number,
  ask: { pair: { id: number } | { round: number; number: number }; teamId: string },
  now: Date,
): Promise<PairPage | { refusals: Refusal[] }> {
  const today = seoulDay(now);
  const pairs = await findPairs(database, today, ask.pair);
  const viewer = await findViewer(database, officialId, today);
  const [view] = await viewPairs(database, viewer, pairs, ask.teamId, today);
  return view ? { ...view, viewerId: officialId, today } : { refusals: [{ reason: 'pair_not_found' }] };
}

async function viewPairs(
  database: Database,
  viewer: Viewer,
  pairs: Pair[],
  teamId: string,
  today: Day,
): Promise<PairView[]> {
  const ids = pairs.map(({ id }) => id);
  const [terms, tasks] = await Promise.all([
    findTerms(database, ids),
    findJointTasks(database, ids, viewer, today),
  ]);
  const views = pairs.map((pair) => {
    const all = terms.filter(({ pairId }) => pairId === pair.id);
    const visible = visibleTerms(viewer, pair, all, today);
    return {
      pair,
      terms: visible,
      tasks: tasks.filter(({ pairId }) => pairId === pair.id),
      hidden: visible.length < all.length,
      mayExtend: isOperatorOf(viewer, agenciesOf(pair)),
    };
  });
  // Whoever takes part sees colleagues; a look by anybody else at who they are is logged (안전성 확보조치 기준).
  const looked = views.filter(
    ({ terms }) => terms.length > 0 && !terms.some((term) => term.officialId === viewer.officialId),
  );
  const subject = looked.map(({ pair }) => `exchange_pair:${pair.id}`).join(' ');
  if (subject !== '') {
    const officialIds = looked.flatMap((view) => view.terms.map((term) => term.officialId));
    const agencyIds = looked.flatMap(({ pair }) => agenciesOf(pair));
    await logLook(database, viewer.officialId, { subject, officialIds, agencyIds }, teamId);
  }
  return views;
}

async function logLook(
  database: Database,
  officialId: number,
  { subject, ...about }: { subject: string; officialIds: number[]; agencyIds: number[] },
  teamId: string,
): Promise<void> {
  await logAct(database, officialId, {
    action: 'look_at_exchange',
    subject,
    teamId,
    about,
  });
}

/** What an extension is decided on, and how far it may go. */
export interface ExtensionPage extends ExtensionFacts {
  capMonths: number;
  latest: Day;
  /** A year more, or as much as the cap leaves; undefined when it leaves nothing. */
  proposed: Day | undefined;
}

/** The dialog of an extension: `lookUpExtension`, and the look is logged, as it shows who holds the position and until when. */
export async function openExtension(
  database: Database,
  officialId: number,
  ask: { termId: number; teamId: string },
  now: Date,
): Promise<ExtensionPage | { refusals: Refusal[] }> {
  const page = await lookUpExtension(database, officialId, ask.termId, now);
  if (!('refusals' in page)) {
    const { term, companions, agencyIds } = page;
    const officialIds = [term, ...companions].map((one) => one.officialId);
    await logLook(
      database,
      officialId,
      { subject: `exchange_term:${ask.termId}`, officialIds, agencyIds },
      ask.teamId,
    );
  }
  return page;
}

/** A term for its extension by somebody who may; the cap is that of the position's agency today. */
export async function lookUpExtension(
  database: Database,
  officialId: number,
  termId: number,
  now: Date,
): Promise<ExtensionPage | { refusals: Refusal[] }> {
  const today = seoulDay(now);
  const terms = await findTermAndCompanions(database, termId);
  const term = terms.find(({ id }) => id === termId);
  const [pair] = term ? await findPairs(database, today, { id: term.pairId }) : [];
  if (!term || !pair) return { refusals: [{ reason: 'term_not_found' }] };
  const viewer = await findViewer(database, officialId, today);
  const facts = {
    term,
    companions: terms.filter(({ leadId }) => leadId === termId),
    agencyIds: agenciesOf(pair),
  };
  const refusal = refuseActor(viewer, facts);
  if (refusal) {
    // Whoever may not even see the term learns nothing of it, not that there is one.
    const visible = visibleTerms(viewer, pair, await findTerms(database, [pair.id]), today);
    return { refusals: [visible.some(({ id }) => id === termId) ? refusal : { reason: 'term_not_found' }] };
  }
  const capMonths = await findCap(database, pair, term, today);
  const latest = lastDayOfTerm(term.first, capMonths);
  const aYear = lastDayOfTerm(addDays(term.last, 1), 12);
  const proposed = latest <= term.last ? undefined : [aYear, latest].sort()[0];
  return { ...facts, capMonths, latest, proposed };
}

async function findCap(database: Database, pair: Pair, term: Term, today: Day): Promise<number> {
  const { agencyId } = pair.a.id === term.positionId ? pair.a : pair.b;
  return (await findPolicy(database, agencyId ?? 0, monthOf(today))).exchangeCapMonths;
}
