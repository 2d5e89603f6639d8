import { monthOf, seoulDay } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { appendAccess } from '../directory/store.ts';
import { findPolicy } from '../policy/store.ts';
import type { AgencyFilter, EvaluationLine, EvaluationView, MyEvaluations, Refusal } from './evaluation.ts';
import { countOfAgency, findAnswered, findOfAgency, findToAnswer, findToGrade } from './list-store.ts';
import {
  asSeenBy,
  isKeeper,
  refuseToAnswer,
  refuseToGrade,
  refuseToName,
  rightsOf,
  standingOf,
  type Viewer,
} from './rules.ts';
import { findEvaluation, findViewer } from './store.ts';

const LISTED = 10;
const LISTED_ANSWERED = 5;

/** What waits for a person, each list with at most ten; for App Home and the command alike. */
export async function lookUpMyEvaluations(
  database: Database,
  officialId: number,
  now: Date,
): Promise<MyEvaluations> {
  const day = seoulDay(now);
  const viewer = await findViewer(database, officialId, day);
  if (!viewer || viewer.status === 'left') return { toAnswer: [], toGrade: [] };
  const [toAnswer, toGrade] = await Promise.all([
    findToAnswer(database, officialId, day, LISTED),
    findToGrade(database, viewer, day, LISTED),
  ]);
  return { toAnswer, toGrade };
}

/** One's own page: what waits, and what was answered last. */
export interface MyPage extends MyEvaluations {
  answered: EvaluationLine[];
  /** Whether there is an agency's list, and which buttons. */
  seesAgency: boolean;
  mayOpen: boolean;
  now: Date;
}

export async function lookUpMyPage(database: Database, officialId: number, now: Date): Promise<MyPage> {
  const day = seoulDay(now);
  const [mine, viewer, answered] = await Promise.all([
    lookUpMyEvaluations(database, officialId, now),
    findViewer(database, officialId, day),
    findAnswered(database, officialId, day, LISTED_ANSWERED),
  ]);
  return {
    ...mine,
    answered: viewer?.status === 'left' ? [] : answered,
    seesAgency: viewer !== undefined && seesAgency(viewer),
    mayOpen: viewer !== undefined && isKeeper(viewer),
    now,
  };
}

/** Those who speak for the agency see all of its evaluations, and its auditors; the other operators open cycles only. */
function seesAgency({ isCco, role, status, agencyId }: Viewer): boolean {
  return status !== 'left' && agencyId !== undefined && (isCco || role === 'auditor');
}

/** A page of an agency's evaluations. */
export interface AgencyPage {
  filter: AgencyFilter;
  /** From 0. */
  page: number;
  lines: EvaluationLine[];
  more: boolean;
  counts: Record<AgencyFilter, number>;
  mayOpen: boolean;
  now: Date;
}

/** The evaluations of the viewer's own agency. The look is logged, as it is into others' results (안전성 확보조치 기준). */
export async function lookUpAgency(
  database: Database,
  officialId: number,
  ask: { filter: AgencyFilter; page: number; teamId: string },
  now: Date,
): Promise<AgencyPage | { refusals: Refusal[] }> {
  const day = seoulDay(now);
  const { filter, page, teamId } = ask;
  const viewer = await findViewer(database, officialId, day);
  if (!viewer || !seesAgency(viewer) || viewer.agencyId === undefined) {
    return { refusals: [{ reason: 'not_keeper' }] };
  }
  const window = { limit: LISTED + 1, offset: page * LISTED };
  const [found, counts] = await Promise.all([
    findOfAgency(database, viewer.agencyId, filter, day, window),
    countOfAgency(database, viewer.agencyId, day),
  ]);
  const lines = found.slice(0, LISTED);
  const ids = lines.map(({ id }) => id);
  if (ids.length > 0) await logLook(database, officialId, ids, teamId);
  return { filter, page, lines, more: found.length > LISTED, counts, mayOpen: isKeeper(viewer), now };
}

/**
 * One evaluation for whoever may see it; for everybody else there is none. A draft is its owner's own business. A look by others
 * than owners is logged.
 */
export async function lookUpEvaluation(
  database: Database,
  officialId: number,
  ask: { id: number; teamId: string },
  now: Date,
): Promise<EvaluationView | { refusals: Refusal[] }> {
  const seen = await look(database, officialId, ask.id, now);
  if (!seen) return { refusals: [{ reason: 'evaluation_not_found' }] };
  const { viewer, standing, evaluation, today } = seen;
  if (standing !== 'owner') await logLook(database, officialId, [ask.id], ask.teamId);
  return {
    evaluation,
    rights: rightsOf(viewer, evaluation, today),
    today,
  };
}

async function look(database: Database, officialId: number, id: number, now: Date) {
  const today = seoulDay(now);
  const [evaluation, viewer] = await Promise.all([
    findEvaluation(database, id, today),
    findViewer(database, officialId, today),
  ]);
  const standing = evaluation && viewer && standingOf(viewer, evaluation);
  return standing && { evaluation: asSeenBy(viewer, evaluation), viewer, standing, today };
}

async function logLook(database: Database, actorId: number, ids: number[], teamId: string): Promise<void> {
  await appendAccess(database, {
    actorId,
    actorLabel: `official:${actorId}`,
    action: 'look_at_evaluation',
    subject: ids.map((id) => `evaluation_request:${id}`).join(' '),
    origin: `slack:${teamId}`,
  });
}

/** The answering dialog's evaluation, for who may answer now. */
export async function lookUpToAnswer(
  database: Database,
  officialId: number,
  id: number,
  now: Date,
): Promise<EvaluationView | { refusals: Refusal[] }> {
  return lookUpFor(database, officialId, id, now, (viewer, evaluation, today) =>
    refuseToAnswer(viewer, evaluation, today),
  );
}

/** The grading dialog's evaluation with the scale of today, for who may grade now; the look is logged. */
export async function lookUpToGrade(
  database: Database,
  officialId: number,
  ask: { id: number; teamId: string },
  now: Date,
): Promise<(EvaluationView & { scale: string[] }) | { refusals: Refusal[] }> {
  const view = await lookUpFor(database, officialId, ask.id, now, refuseToGrade);
  if ('refusals' in view) return view;
  await logLook(database, officialId, [ask.id], ask.teamId);
  const { gradeScale } = await findPolicy(database, view.evaluation.party.agency.id, monthOf(view.today));
  return { ...view, scale: gradeScale };
}

/** The naming dialog's evaluation, for who may name. */
export async function lookUpToName(
  database: Database,
  officialId: number,
  id: number,
  now: Date,
): Promise<EvaluationView | { refusals: Refusal[] }> {
  return lookUpFor(database, officialId, id, now, refuseToName);
}

async function lookUpFor(
  database: Database,
  officialId: number,
  id: number,
  now: Date,
  refuse: (viewer: Viewer, evaluation: EvaluationView['evaluation'], today: string) => Refusal | undefined,
): Promise<EvaluationView | { refusals: Refusal[] }> {
  const seen = await look(database, officialId, id, now);
  if (!seen) return { refusals: [{ reason: 'evaluation_not_found' }] };
  const { viewer, evaluation, today } = seen;
  const refusal = refuse(viewer, evaluation, today);
  return refusal
    ? { refusals: [refusal] }
    : { evaluation, rights: rightsOf(viewer, evaluation, today), today };
}

/** Whether this person may open a cycle by hand, and for which agency. */
export async function lookUpKeeper(
  database: Database,
  officialId: number,
  now: Date,
): Promise<{ agencyId: number } | { refusals: Refusal[] }> {
  const viewer = await findViewer(database, officialId, seoulDay(now));
  return viewer && isKeeper(viewer) && viewer.agencyId !== undefined
    ? { agencyId: viewer.agencyId }
    : { refusals: [{ reason: 'not_keeper' }] };
}
