import { type Day, isDay } from '../calendar/seoul.ts';
import type { Official } from '../directory/official.ts';
import { visibleLength } from '../messenger/mrkdwn.ts';
import type { Party, Refusal, TaskField, TaskForm, TaskRight, TaskState } from './task.ts';

/** Most of what a task may have. */
export const MOST_PARTNERS = 5;
export const MOST_MEASURES = 10;

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

/** Decides a status update: the state and progress to write, or every reason why not. */
export function decideStatus(
  facts: StatusFacts,
  ask: StatusAsk,
): { to: TaskState; progress: number } | { refusals: Refusal[] } {
  const to = ask.to ?? facts.state;
  const progress = ask.progress ?? facts.progress;
  const refusals: Refusal[] = [];
  if (to === facts.state && isFinal(to)) {
    refusals.push({ reason: 'state_same', state: to });
  } else if (to === facts.state ? to === 'proposed' : !settableStates(facts.state).includes(to)) {
    refusals.push({ reason: 'state_not_from', from: facts.state, to, allowed: settableStates(facts.state) });
  } else if (to === 'completed') {
    if (facts.withoutResult.length > 0) {
      refusals.push({ reason: 'results_missing', measures: facts.withoutResult });
    }
    if (facts.disputeOpen) refusals.push({ reason: 'dispute_open' });
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
const OPEN_FOR: Record<TaskRight, (facts: TaskFacts) => boolean> = {
  view: () => true,
  update: ({ state }) => state !== 'proposed' && !isFinal(state),
  record: ({ state }) => state !== 'proposed' && state !== 'cancelled',
  revise: ({ state }) => state === 'proposed',
  consent: ({ state }) => state === 'proposed',
  hand_over: ({ state }) => state !== 'cancelled',
  decline: ({ state }) => state !== 'cancelled',
  dispute: ({ state }) => state !== 'proposed' && !isFinal(state),
  settle: ({ disputeOpen }) => disputeOpen,
};

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
        party.owner.id === viewer.officialId ||
        party.answers?.id === viewer.officialId ||
        party.department.id === viewer.departmentId,
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

/** Somebody named as an owner. */
export interface Nominee {
  officialId: number;
  name: string;
  status: Official['status'];
  /** Undefined: no posting today. */
  post: { departmentId: number; agencyId: number; position: string } | undefined;
}

/** A side as a proposal makes it. */
export interface PartyPlan {
  ownerId: number;
  departmentId: number;
  agencyId: number;
  position: string;
}

/**
 * Decides a proposal by 행정업무규정 제42조의2: a task is between agencies, so at least one partner is of another one; each
 * department takes part once. All that is wrong is said at once.
 * @param form cleaned texts, numbers as decimals
 * @param lead the department that leads; undefined when the proposer has no posting
 * @param found the named partners that exist, in any order
 */
export function decideProposal(
  form: TaskForm,
  lead: { departmentId: number; agencyId: number } | undefined,
  found: readonly Nominee[],
  pairKnown: boolean,
  today: Day,
): { partners: PartyPlan[] } | { refusals: Refusal[] } {
  const refusals: Refusal[] = [];
  if (!lead) refusals.push({ reason: 'no_posting' });
  refusals.push(
    ...checkText('title', form.title),
    ...checkText('purpose', form.purpose),
    ...checkText('content', form.content),
    ...checkText('history', form.history),
    ...checkText('related_task', form.relatedTask),
  );
  if (!isDay(form.dueOn)) refusals.push({ reason: 'day_unreadable', typed: form.dueOn });
  else if (form.dueOn < today) refusals.push({ reason: 'due_past', dueOn: form.dueOn });
  if (form.pairId !== undefined && !pairKnown) refusals.push({ reason: 'pair_unknown' });
  refusals.push(...checkMeasures(form.measures));
  const chosen = choosePartners(form.partnerIds, lead, found);
  refusals.push(...chosen.refusals);
  return refusals.length > 0 ? { refusals } : { partners: chosen.partners };
}

function checkMeasures(measures: TaskForm['measures']): Refusal[] {
  const refusals: Refusal[] = [];
  const names = new Set<string>();
  if (measures.length > MOST_MEASURES) {
    refusals.push({ reason: 'too_many', what: 'measures', count: measures.length, most: MOST_MEASURES });
  }
  for (const { name, unit } of measures) {
    refusals.push(...checkText('measure', name), ...checkText('unit', unit));
    if (names.has(name)) refusals.push({ reason: 'measure_twice', name });
    names.add(name);
  }
  return refusals;
}

function choosePartners(
  ids: readonly number[],
  lead: { departmentId: number; agencyId: number } | undefined,
  found: readonly Nominee[],
): { partners: PartyPlan[]; refusals: Refusal[] } {
  if (ids.length === 0) return { partners: [], refusals: [{ reason: 'partner_missing' }] };
  if (ids.length > MOST_PARTNERS) {
    const refusal = { reason: 'too_many', what: 'partners', count: ids.length, most: MOST_PARTNERS } as const;
    return { partners: [], refusals: [refusal] };
  }
  const refusals: Refusal[] = [];
  const partners: PartyPlan[] = [];
  const departments = new Set<number>(lead ? [lead.departmentId] : []);
  for (const id of ids) {
    const nominee = found.find((one) => one.officialId === id);
    if (!nominee) refusals.push({ reason: 'partner_unknown' });
    else if (nominee.status !== 'active' || !nominee.post) {
      refusals.push({ reason: 'partner_inactive', name: nominee.name });
    } else if (departments.has(nominee.post.departmentId)) {
      refusals.push({ reason: 'partner_twice', name: nominee.name });
    } else {
      departments.add(nominee.post.departmentId);
      partners.push({ ownerId: id, ...nominee.post });
    }
  }
  if (lead && refusals.length === 0 && partners.every((partner) => partner.agencyId === lead.agencyId)) {
    refusals.push({ reason: 'partner_same_agency' });
  }
  return { partners, refusals };
}

/** Whether every partner agreed: only then is a task registered (행정업무규정 제42조의2). */
export function isAgreed(parties: ReadonlyArray<Pick<Party, 'side' | 'consent'>>): boolean {
  return parties.every((party) => party.side === 'lead' || party.consent === 'agreed');
}
