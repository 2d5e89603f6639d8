import type { Official } from '../directory/official.ts';
import { narrow } from '../measures/decimals.ts';
import { visibleLength } from '../messenger/mrkdwn.ts';
import type { Party, Refusal, TaskField, TaskRight, TaskState } from './task.ts';

/** Lengths in visible characters; below the least of 1 a text is missing. */
const LENGTHS: Record<TaskField, { min: number; max: number }> = {
  title: { min: 2, max: 100 },
  purpose: { min: 2, max: 2_000 },
  content: { min: 2, max: 2_000 },
  history: { min: 0, max: 2_000 },
  related_task: { min: 0, max: 300 },
  note: { min: 1, max: 500 },
  problem: { min: 2, max: 2_000 },
  wish: { min: 2, max: 1_000 },
  reason: { min: 1, max: 500 },
  measure: { min: 1, max: 60 },
  unit: { min: 0, max: 20 },
};

/** How many visible characters a text may have. */
export function mostCharacters(field: TaskField): number {
  return LENGTHS[field].max;
}

/** What is wrong with the length of a cleaned text. */
export function checkText(field: TaskField, text: string): Refusal[] {
  const { min, max } = LENGTHS[field];
  const length = visibleLength(text);
  if (length === 0 && min > 0) return [{ reason: 'text_missing', field }];
  if (length < min) return [{ reason: 'text_short', field, length, min }];
  return length > max ? [{ reason: 'text_long', field, length, max }] : [];
}

/**
 * 협의중 → 등록 → 추진중 ⇄ 지연, 보류 → 완료 / 중단. Registered is reached by the partners' agreement alone
 * (행정업무규정 제42조의2); completed and cancelled are final.
 */
const NEXT: Record<TaskState, readonly TaskState[]> = {
  proposed: ['registered', 'cancelled'],
  registered: ['active', 'delayed', 'on_hold', 'completed', 'cancelled'],
  active: ['delayed', 'on_hold', 'completed', 'cancelled'],
  delayed: ['active', 'on_hold', 'completed', 'cancelled'],
  on_hold: ['active', 'delayed', 'completed', 'cancelled'],
  completed: [],
  cancelled: [],
};

/** The states that may follow. */
export function nextStates(from: TaskState): readonly TaskState[] {
  return NEXT[from];
}

/** The states that somebody may set by a status update: registration comes by agreement only. */
export function settableStates(from: TaskState): TaskState[] {
  return NEXT[from].filter((state) => state !== 'registered');
}

export function isFinal(state: TaskState): boolean {
  return NEXT[state].length === 0;
}

/** Per cent as typed: `60`, `60%`; undefined when nothing was typed. */
export function readProgress(typed: string | undefined): number | undefined | Refusal {
  const text = narrow(typed ?? '').trim();
  if (text === '') return undefined;
  const digits = /^(\d{1,3})\s?(?:%|퍼센트|프로|percent)?$/.exec(text)?.[1];
  const progress = Number(digits);
  return digits === undefined || progress > 100 ? { reason: 'progress_range', typed: text } : progress;
}

export interface StatusFacts {
  state: TaskState;
  progress: number;
  disputeOpen: boolean;
  /** Names of the measures that have no result. */
  withoutResult: string[];
}

export interface StatusAsk {
  /** Undefined: as it is. */
  to?: TaskState | undefined;
  /** Per cent; undefined: as it is. */
  progress?: number | undefined;
  /** Cleaned. */
  note: string;
}

/**
 * Decides a status update: the state and progress to write, or every reason why not. Progress of a task that was only
 * registered so far says that it is being worked on.
 */
export function decideStatus(
  facts: StatusFacts,
  ask: StatusAsk,
): { to: TaskState; progress: number } | { refusals: Refusal[] } {
  const begins = facts.state === 'registered' && (ask.progress ?? 0) > 0;
  const to = ask.to ?? (begins ? 'active' : facts.state);
  const progress = ask.progress ?? facts.progress;
  const refusals: Refusal[] = [];
  const stays = to === facts.state;
  if (isFinal(to) && ask.to === facts.state) {
    refusals.push({ reason: 'state_same', state: to });
  } else if (stays ? to === 'proposed' || isFinal(to) : !settableStates(facts.state).includes(to)) {
    refusals.push({ reason: 'state_not_from', from: facts.state, to, allowed: settableStates(facts.state) });
  } else if (to === 'completed') {
    if (facts.withoutResult.length > 0) {
      refusals.push({ reason: 'results_missing', measures: facts.withoutResult });
    }
  }
  // Over, a task would leave its dispute to nobody.
  if (
    facts.disputeOpen &&
    isFinal(to) &&
    !stays &&
    refusals.every(({ reason }) => reason !== 'state_not_from')
  ) {
    refusals.push({ reason: 'dispute_open' });
  }
  if (!Number.isInteger(progress) || progress < 0 || progress > 100) {
    refusals.push({ reason: 'progress_range', typed: String(progress) });
  }
  refusals.push(...checkText('note', ask.note));
  return refusals.length > 0 ? { refusals } : { to, progress: to === 'completed' ? 100 : progress };
}

/** Who looks or acts, as the directory has them today. */
export interface Viewer {
  officialId: number;
  role: Official['role'];
  status: Official['status'];
  agencyId: number | undefined;
  departmentId: number | undefined;
}

/** What rights depend on. */
export interface TaskFacts {
  state: TaskState;
  disputeOpen: boolean;
  parties: ReadonlyArray<Pick<Party, 'side' | 'agency' | 'department' | 'owner' | 'answers' | 'consent'>>;
  /** Agencies of the task that have no CCO(혁신책임관) in post: their operators stand in. */
  agenciesWithoutCco: readonly number[];
}

/** When a right can be used at all, whoever has it. */
const OPEN_FOR: Record<TaskRight, (facts: Pick<TaskFacts, 'state' | 'disputeOpen'>) => boolean> = {
  view: () => true,
  update: ({ state }) => state !== 'proposed' && !isFinal(state),
  record: ({ state }) => state !== 'proposed' && state !== 'cancelled',
  revise: ({ state }) => state === 'proposed',
  consent: ({ state }) => state === 'proposed',
  hand_over: ({ state }) => state !== 'cancelled',
  decline: ({ state }) => state !== 'cancelled',
  dispute: ({ state }) => state !== 'proposed' && !isFinal(state),
  settle: ({ disputeOpen, state }) => disputeOpen && !isFinal(state),
};

/** Whether a right can be used while the task stands so, whoever has it. */
export function isOpenFor(right: TaskRight, facts: Pick<TaskFacts, 'state' | 'disputeOpen'>): boolean {
  return OPEN_FOR[right](facts);
}

/** What this person may do with the task as it stands. */
export function rightsOf(viewer: Viewer, facts: TaskFacts): Set<TaskRight> {
  return new Set([...rightsBySide(viewer, facts)].filter((right) => OPEN_FOR[right](facts)));
}

/** What this person may do with the task while its state allows it. */
export function rightsBySide(viewer: Viewer, facts: TaskFacts): Set<TaskRight> {
  const rights = new Set<TaskRight>();
  if (viewer.status === 'left') return rights;
  const involved = facts.parties.some((party) => party.agency.id === viewer.agencyId);
  const keeps = involved && (viewer.role === 'cco' || viewer.role === 'operator');
  if (
    keeps ||
    viewer.role === 'auditor' ||
    facts.parties.some(
      (party) =>
        // Not who was named owner once: the task belongs to the post that they have left.
        party.answers?.id === viewer.officialId || party.department.id === viewer.departmentId,
    )
  ) {
    rights.add('view');
  }
  if (keeps) rights.add('hand_over');
  for (const party of facts.parties) {
    if (party.answers?.id !== viewer.officialId) continue;
    for (const right of ['update', 'record', 'dispute', 'hand_over', 'decline'] as const) rights.add(right);
    if (party.side === 'lead') rights.add('revise');
    else if (party.consent !== 'agreed') rights.add('consent');
  }
  if (involved && (viewer.role === 'cco' || standsInForCco(viewer, facts))) rights.add('settle');
  return rights;
}

function standsInForCco(viewer: Viewer, facts: TaskFacts): boolean {
  return (
    viewer.role === 'operator' &&
    viewer.agencyId !== undefined &&
    facts.agenciesWithoutCco.includes(viewer.agencyId)
  );
}

/** Whether this person may name another owner of this party: who answers for it, or the CCO or operator of its agency. */
export function mayHandOver(viewer: Viewer, party: Pick<Party, 'agency' | 'answers'>): boolean {
  if (viewer.status === 'left') return false;
  if (party.answers?.id === viewer.officialId) return true;
  return party.agency.id === viewer.agencyId && (viewer.role === 'cco' || viewer.role === 'operator');
}
