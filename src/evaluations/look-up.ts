import { type Day, seoulDay } from '../calendar/seoul.ts';
import type { WorkCalendar } from '../calendar/workdays.ts';
import type { Database } from '../database/database.ts';
import { findCalendar } from '../directory/holiday-store.ts';
import { logAct } from '../directory/store.ts';
import type {
  AgencyFilter,
  EvaluationCard,
  EvaluationLine,
  EvaluationView,
  MyEvaluations,
  Refusal,
  VersionsPage,
} from './evaluation.ts';
import {
  countOfAgency,
  findAnswered,
  findOfAgency,
  findToAnswer,
  findToGrade,
  type StoredLine,
} from './list-store.ts';
import {
  asSeenBy,
  isKeeper,
  refuseToAnswer,
  refuseToGrade,
  refuseToName,
  rightsOf,
  seesTask,
  standingOf,
  type Viewer,
} from './rules.ts';
import { findScale } from './scale.ts';
import { findEvaluation, findViewer } from './store.ts';
import { timeLeft } from './time-rules.ts';
import { findSubmitted } from './version-store.ts';

const LISTED = 10;
const LISTED_ANSWERED = 5;
/** What Slack takes in one message, whatever was written. */
const LISTED_VERSIONS = 4;

/** What waits for a person, each list with at most ten a page; for App Home and the command alike. */
export async function lookUpMyEvaluations(
  database: Database,
  officialId: number,
  now: Date,
  page = 0,
): Promise<MyEvaluations> {
  const day = seoulDay(now);
  const viewer = await findViewer(database, officialId, day);
  if (!viewer || viewer.status === 'left')
    return { toAnswer: [], toGrade: [], totals: { toAnswer: 0, toGrade: 0 } };
  const window = { limit: LISTED, offset: page * LISTED };
  const [toAnswer, toGrade, calendar] = await Promise.all([
    findToAnswer(database, officialId, day, window),
    findToGrade(database, viewer, day, window),
    findCalendar(database),
  ]);
  return {
    toAnswer: toAnswer.lines.map((line) => withTime(line, calendar, day)),
    toGrade: toGrade.lines.map((line) => withTime(line, calendar, day)),
    totals: { toAnswer: toAnswer.total, toGrade: toGrade.total },
  };
}

function withTime(line: StoredLine, calendar: WorkCalendar, day: Day): EvaluationLine {
  return { ...line, left: timeLeft(line.dueOn, calendar, day) };
}

/** One's own page: what waits, and what was answered last. */
export interface MyPage extends MyEvaluations {
  answered: EvaluationLine[];
  /** From 0; `before`: how many of each list are on pages before it. */
  page: number;
  before: number;
  /** Whether there is an agency's list, and which buttons. */
  seesAgency: boolean;
  mayOpen: boolean;
}

/** A page beyond the last one is the first. */
export async function lookUpMyPage(
  database: Database,
  officialId: number,
  now: Date,
  page = 0,
): Promise<MyPage> {
  const day = seoulDay(now);
  const [mine, viewer, answered, calendar] = await Promise.all([
    lookUpMyEvaluations(database, officialId, now, page),
    findViewer(database, officialId, day),
    page === 0 ? findAnswered(database, officialId, day, LISTED_ANSWERED) : [],
    findCalendar(database),
  ]);
  const isEmpty = mine.toAnswer.length === 0 && mine.toGrade.length === 0;
  if (page > 0 && isEmpty) return lookUpMyPage(database, officialId, now);
  return {
    ...mine,
    page,
    before: page * LISTED,
    answered: viewer?.status === 'left' ? [] : answered.map((line) => withTime(line, calendar, day)),
    seesAgency: viewer !== undefined && seesAgency(viewer),
    mayOpen: viewer !== undefined && isKeeper(viewer),
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
  const [found, counts, calendar] = await Promise.all([
    findOfAgency(database, viewer.agencyId, filter, day, window),
    countOfAgency(database, viewer.agencyId, day),
    findCalendar(database),
  ]);
  const lines = found.slice(0, LISTED).map((line) => withTime(line, calendar, day));
  const ids = lines.map(({ id }) => id);
  if (ids.length > 0) await logLook(database, officialId, ids, { agencyIds: [viewer.agencyId] }, teamId);
  return { filter, page, lines, more: found.length > LISTED, counts, mayOpen: isKeeper(viewer) };
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
): Promise<EvaluationCard | { refusals: Refusal[] }> {
  const seen = await look(database, officialId, ask.id, now);
  if (!seen) return { refusals: [{ reason: 'evaluation_not_found' }] };
  const { viewer, standing, evaluation, today } = seen;
  if (standing !== 'owner') await logLook(database, officialId, [ask.id], ownersOf(evaluation), ask.teamId);
  return {
    evaluation,
    rights: rightsOf(viewer, evaluation, today),
    today,
    left: timeLeft(evaluation.cycle.dueOn, await findCalendar(database), today),
    seesTask: seesTask(viewer, evaluation),
  };
}

/** Everything that was submitted, for whoever may see the evaluation; a look by others than owners is logged. */
export async function lookUpVersions(
  database: Database,
  officialId: number,
  ask: { id: number; page: number; teamId: string },
  now: Date,
): Promise<VersionsPage | { refusals: Refusal[] }> {
  const seen = await look(database, officialId, ask.id, now);
  if (!seen) return { refusals: [{ reason: 'evaluation_not_found' }] };
  const { standing, evaluation } = seen;
  if (standing !== 'owner') await logLook(database, officialId, [ask.id], ownersOf(evaluation), ask.teamId);
  const lastPage = Math.max(0, Math.ceil(evaluation.versions / LISTED_VERSIONS) - 1);
  const page = Math.min(ask.page, lastPage);
  const offset = page * LISTED_VERSIONS;
  const versions = await findSubmitted(database, ask.id, { limit: LISTED_VERSIONS, offset });
  return { evaluation, versions, page, first: evaluation.versions - offset, more: page < lastPage };
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

interface About {
  officialIds?: number[];
  agencyIds: number[];
}

function ownersOf({ party }: EvaluationView['evaluation']): About {
  return { officialIds: party.answers ? [party.answers.id] : [], agencyIds: [party.agency.id] };
}

async function logLook(
  database: Database,
  actorId: number,
  ids: number[],
  about: About,
  teamId: string,
): Promise<void> {
  await logAct(database, actorId, {
    action: 'look_at_evaluation',
    subject: ids.map((id) => `evaluation_request:${id}`).join(' '),
    teamId,
    about,
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

/** The grading dialog's evaluation with the scale of its cycle, for who may grade now; the look is logged. */
export async function lookUpToGrade(
  database: Database,
  officialId: number,
  ask: { id: number; teamId: string },
  now: Date,
): Promise<(EvaluationView & { scale: string[] }) | { refusals: Refusal[] }> {
  const view = await lookUpFor(database, officialId, ask.id, now, refuseToGrade);
  if ('refusals' in view) return view;
  await logLook(database, officialId, [ask.id], ownersOf(view.evaluation), ask.teamId);
  return { ...view, scale: await findScale(database, view.evaluation) };
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
