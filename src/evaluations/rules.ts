import { addDays, type Day, isDay } from '../calendar/seoul.ts';
import type { Official } from '../directory/official.ts';
import { visibleLength } from '../messenger/mrkdwn.ts';
import type {
  AnswerField,
  AnswerForm,
  Evaluation,
  EvaluationRight,
  Measure,
  PartyLine,
  Refusal,
} from './evaluation.ts';

/** Most visible characters of each text. */
export const ANSWER_LENGTHS: Record<AnswerField, number> = {
  progress: 1_000,
  result: 200,
  difficulties: 500,
  next_plan: 500,
};
export const COMMENT_MAX_LENGTH = 500;
export const TITLE_MAX_LENGTH = 60;
const MOST_TASKS_BY_HAND = 100;
/** A cycle by hand is due within so many days. */
const MOST_DAYS_AHEAD = 366;

/** Who looks or acts, as the directory has them at this moment. */
export interface Viewer {
  officialId: number;
  role: Official['role'];
  status: Official['status'];
  agencyId: number | undefined;
  departmentId: number | undefined;
  /** Whether they speak for their agency: its CCO(혁신책임관), or an operator while there is none. */
  isCco: boolean;
}

/**
 * Who answers for this side today: its named owner while in the post. One who moved on, or said 담당 아님, reads no more what
 * is written after them.
 */
function answersFor({ officialId, status }: Viewer, party: PartyLine): boolean {
  return status !== 'left' && party.answers?.id === officialId;
}

/** Named owner of this side, even if moved on since, or who answers for it today: too near to it to judge it. */
function isOwner(viewer: Viewer, party: PartyLine): boolean {
  const isNamed = viewer.status !== 'left' && party.owner.id === viewer.officialId;
  return isNamed || answersFor(viewer, party);
}

/** The CCO of the agency whose answer it is, or who stands in. */
function isItsCco(viewer: Viewer, { party }: Evaluation): boolean {
  return viewer.status !== 'left' && viewer.isCco && viewer.agencyId === party.agency.id;
}

function isEvaluator(viewer: Viewer, evaluation: Evaluation): boolean {
  return (
    viewer.status !== 'left' &&
    evaluation.evaluator?.id === viewer.officialId &&
    // Moved out of the other agencies that take part, one grades no more.
    otherAgencies(evaluation).some((id) => id === viewer.agencyId)
  );
}

/** Whether this person is an owner on any side of the task. */
function ownsTask(viewer: Viewer, { party, others }: Evaluation): boolean {
  return [party, ...others].some((side) => isOwner(viewer, side));
}

/**
 * In which quality somebody may see an evaluation: who answers for it today, the CCO of their agency (operators stand in), the named
 * evaluator, auditors; undefined for everybody else.
 */
export function standingOf(
  viewer: Viewer,
  evaluation: Evaluation,
): 'owner' | 'cco' | 'evaluator' | 'auditor' | undefined {
  if (answersFor(viewer, evaluation.party)) return 'owner';
  if (isItsCco(viewer, evaluation)) return 'cco';
  if (isEvaluator(viewer, evaluation)) return 'evaluator';
  return viewer.role === 'auditor' && viewer.status !== 'left' ? 'auditor' : undefined;
}

/**
 * Whether this person may open the task's card, as the tasks have it: the people of its sides, CCO(혁신책임관) and operators of
 * their agencies, auditors. A named evaluator as such may not: the evaluation has what they need.
 */
export function seesTask(viewer: Viewer, { party, others }: Evaluation): boolean {
  if (viewer.status === 'left') return false;
  if (viewer.role === 'auditor') return true;
  const keeps = viewer.role === 'cco' || viewer.role === 'operator';
  return [party, ...others].some(
    (side) =>
      answersFor(viewer, side) ||
      side.departmentId === viewer.departmentId ||
      (keeps && side.agency.id === viewer.agencyId),
  );
}

/** The evaluation as this person may see it: a draft is the business of who answers for it today. */
export function asSeenBy(viewer: Viewer, evaluation: Evaluation): Evaluation {
  return answersFor(viewer, evaluation.party) ? evaluation : { ...evaluation, draft: undefined };
}

/** What this person may do with the evaluation as it stands today. */
export function rightsOf(viewer: Viewer, evaluation: Evaluation, today: Day): Set<EvaluationRight> {
  const rights = new Set<EvaluationRight>();
  if (refuseToAnswer(viewer, evaluation, today) === undefined) rights.add('answer');
  if (refuseToGrade(viewer, evaluation) === undefined) rights.add('grade');
  if (refuseToName(viewer, evaluation) === undefined) rights.add('name_evaluator');
  return rights;
}

/**
 * Why this person may not answer now. Whoever answers for the side may until the due day has ended in Seoul, as often as they
 * like; afterwards only what was never submitted, once.
 */
export function refuseToAnswer(
  viewer: Viewer,
  { party, task, cycle, submitted }: Evaluation,
  today: Day,
): Refusal | undefined {
  if (viewer.status === 'left' || party.answers?.id !== viewer.officialId) {
    return { reason: 'not_answerer', answers: party.answers?.name };
  }
  if (task.state === 'cancelled') return { reason: 'task_cancelled' };
  if (today > cycle.dueOn && submitted) return { reason: 'answer_closed', dueOn: cycle.dueOn };
  return undefined;
}

/** Decides an answer: whether it is late, or every reason why not. A draft need not be complete. */
export function decideAnswer(
  viewer: Viewer,
  evaluation: Evaluation,
  form: AnswerForm,
  draft: boolean,
  today: Day,
): { late: boolean } | { refusals: Refusal[] } {
  const refusal = refuseToAnswer(viewer, evaluation, today);
  if (refusal) return { refusals: [refusal] };
  const refusals = checkAnswer(form, evaluation.measures, draft);
  if (refusals.length > 0) return { refusals };
  return { late: !draft && today > evaluation.cycle.dueOn };
}

function checkAnswer(form: AnswerForm, measures: readonly Measure[], draft: boolean): Refusal[] {
  const texts = [
    { field: 'progress' as const, text: form.progress, needed: true },
    ...measures.map(({ id, name }) => ({
      field: 'result' as const,
      measure: name,
      text: form.results.find(({ measureId }) => measureId === id)?.text ?? '',
      needed: true,
    })),
    { field: 'difficulties' as const, text: form.difficulties, needed: false },
    { field: 'next_plan' as const, text: form.nextPlan, needed: false },
  ];
  if (draft && texts.every(({ text }) => visibleLength(text) === 0)) return [{ reason: 'draft_empty' }];
  return texts.flatMap(({ text, needed, ...of }): Refusal[] => {
    const length = visibleLength(text);
    const max = ANSWER_LENGTHS[of.field];
    if (length === 0 && needed && !draft) return [{ reason: 'answer_missing', ...of }];
    return length > max ? [{ reason: 'answer_long', ...of, length, max }] : [];
  });
}

/**
 * Why this person may not grade: year-end evaluations alone are graded (제44조②), by the agency's CCO or the named evaluator
 * of another agency, never by an owner of the task, and only what was answered.
 */
export function refuseToGrade(viewer: Viewer, evaluation: Evaluation): Refusal | undefined {
  if (!isItsCco(viewer, evaluation) && !isEvaluator(viewer, evaluation)) return { reason: 'not_grader' };
  if (evaluation.cycle.kind !== 'year_end') return { reason: 'not_graded_kind' };
  if (ownsTask(viewer, evaluation)) return { reason: 'own_task' };
  return evaluation.submitted ? undefined : { reason: 'not_answered' };
}

/**
 * Decides a grade, in a word of the scale, for the answer that was seen.
 * @param comment cleaned
 */
export function decideGrade(
  viewer: Viewer,
  evaluation: Evaluation,
  { answerId, grade, comment }: { answerId: number; grade: string; comment: string },
  scale: readonly string[],
): Refusal[] {
  const refusal = refuseToGrade(viewer, evaluation);
  if (refusal) return [refusal];
  const refusals: Refusal[] = [];
  if (evaluation.submitted?.id !== answerId) refusals.push({ reason: 'answer_changed' });
  if (!scale.includes(grade)) refusals.push({ reason: 'grade_unknown', scale: [...scale] });
  const length = visibleLength(comment);
  if (length === 0) refusals.push({ reason: 'comment_missing' });
  if (length > COMMENT_MAX_LENGTH) {
    refusals.push({ reason: 'comment_long', length, max: COMMENT_MAX_LENGTH });
  }
  return refusals;
}

/**
 * Why this person may not name an evaluator. A CCO who is an owner of the task may: it is how their task gets graded at all.
 */
export function refuseToName(viewer: Viewer, evaluation: Evaluation): Refusal | undefined {
  if (!isItsCco(viewer, evaluation)) return { reason: 'not_cco' };
  if (evaluation.cycle.kind !== 'year_end') return { reason: 'not_graded_kind' };
  return evaluation.task.state === 'cancelled' ? { reason: 'task_cancelled' } : undefined;
}

/** Somebody who is to grade. */
export interface Candidate {
  officialId: number;
  name: string;
  status: Official['status'];
  /** Undefined: no posting today. */
  agencyId: number | undefined;
}

/** Decides a naming: an evaluator is of another agency that takes part in the task, at work, and no owner of it. */
export function decideEvaluator(
  viewer: Viewer,
  evaluation: Evaluation,
  candidate: Candidate | undefined,
): Refusal[] {
  const refusal = refuseToName(viewer, evaluation);
  if (refusal) return [refusal];
  if (!candidate) return [{ reason: 'evaluator_unknown' }];
  const { name, officialId, status, agencyId } = candidate;
  if (status !== 'active' || agencyId === undefined) return [{ reason: 'evaluator_inactive', name }];
  if (!otherAgencies(evaluation).includes(agencyId)) return [{ reason: 'evaluator_elsewhere', name }];
  const asViewer: Viewer = {
    officialId,
    role: 'member',
    status,
    agencyId,
    departmentId: undefined,
    isCco: false,
  };
  return ownsTask(asViewer, evaluation) ? [{ reason: 'evaluator_owner', name }] : [];
}

/** The agencies that take part in the task besides the one whose answer it is. */
export function otherAgencies({ party, others }: Evaluation): number[] {
  const ids = others.map(({ agency }) => agency.id).filter((id) => id !== party.agency.id);
  return [...new Set(ids)];
}

/** Whether this person keeps their agency's evaluations: opens cycles by hand. */
export function isKeeper({ role, status, agencyId }: Viewer): boolean {
  return status !== 'left' && agencyId !== undefined && (role === 'cco' || role === 'operator');
}

/**
 * Decides a cycle by hand.
 * @param title cleaned
 * @param found which of the tasks the agency takes part in, and are neither proposed nor cancelled
 */
export function decideOpening(
  viewer: Viewer,
  ask: { title: string; dueOn: string; taskIds: readonly number[] },
  found: readonly number[],
  today: Day,
): Refusal[] {
  if (!isKeeper(viewer)) return [{ reason: 'not_keeper' }];
  const refusals: Refusal[] = [];
  const length = visibleLength(ask.title);
  if (length === 0) refusals.push({ reason: 'title_missing' });
  if (length > TITLE_MAX_LENGTH) refusals.push({ reason: 'title_long', length, max: TITLE_MAX_LENGTH });
  const latest = addDays(today, MOST_DAYS_AHEAD);
  if (!isDay(ask.dueOn)) refusals.push({ reason: 'due_unreadable' });
  else if (ask.dueOn < today) refusals.push({ reason: 'due_past', today });
  else if (ask.dueOn > latest) refusals.push({ reason: 'due_far', latest });
  const numbers = ask.taskIds.filter((id) => !found.includes(id));
  const count = ask.taskIds.length;
  if (count === 0) refusals.push({ reason: 'tasks_missing' });
  else if (count > MOST_TASKS_BY_HAND) {
    refusals.push({ reason: 'tasks_many', count, most: MOST_TASKS_BY_HAND });
  } else if (numbers.length > 0) refusals.push({ reason: 'task_not_ours', numbers });
  return refusals;
}

/** Whether somebody is to hear of a grade: who answers for the side at this moment, and the CCO of its agency. */
export function hearsOfGrade(viewer: Viewer, evaluation: Evaluation): boolean {
  return answersFor(viewer, evaluation.party) || isItsCco(viewer, evaluation);
}
