import { type Day, isDay } from '../calendar/seoul.ts';
import type { Official } from '../directory/official.ts';
import { parseDecimal } from '../measures/decimals.ts';
import { bare } from './measures.ts';
import { checkText } from './rules.ts';
import type { Party, Refusal, TaskForm } from './task.ts';

/** Most of what a task may have. */
export const MOST_PARTNERS = 5;
export const MOST_MEASURES = 10;

/** Decides naming an owner: somebody of the party's department, and not who answers for it anyway. */
export function decideOwner(
  party: Pick<Party, 'department' | 'owner' | 'answers'>,
  nominee: Nominee | undefined,
  reason: string,
): { ownerId: number; name: string; position: string } | { refusals: Refusal[] } {
  const refusals = checkText('reason', reason);
  if (!nominee) return { refusals: [{ reason: 'partner_unknown' }, ...refusals] };
  const { officialId, name, status, post } = nominee;
  const department = party.department;
  if (status !== 'active' || !post) refusals.unshift({ reason: 'partner_inactive', name });
  else if (post.departmentId !== department.id) {
    refusals.unshift({ reason: 'owner_elsewhere', name, department: department.name });
  } else if (party.owner.id === officialId && party.answers?.id === officialId) {
    refusals.unshift({ reason: 'owner_same', name });
  }
  return refusals.length > 0 || !post ? { refusals } : { ownerId: officialId, name, position: post.position };
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
  /** Named was whoever stands in for the owner from another department: the side stays as it is. */
  stays?: true;
}

/**
 * Decides a proposal by 행정업무규정 제42조의2: a task is between agencies, so at least one partner is of another one; each
 * department takes part once. All that is wrong is said at once.
 * @param form cleaned texts, numbers as decimals
 * @param lead the department that leads; undefined when the proposer has no posting
 * @param found the named partners that exist, in any order
 * @param standing the partners as a revision finds them
 * @param pairAgencies those of the pair that the form names, where they are known; undefined: there is no such pair
 */
export function decideProposal(
  form: TaskForm,
  lead: { departmentId: number; agencyId: number } | undefined,
  found: readonly Nominee[],
  pairAgencies: readonly number[] | undefined,
  today: Day,
  standing: readonly Party[] = [],
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
  refusals.push(...checkMeasures(form.measures));
  const chosen = choosePartners(form.partnerIds, lead, found, standing);
  refusals.push(...chosen.refusals);
  if (form.pairId !== undefined && !pairAgencies) refusals.push({ reason: 'pair_unknown' });
  // Said only where it is known who takes part.
  const sides = chosen.refusals.length > 0 || !lead ? [] : [lead, ...chosen.partners];
  if (form.pairId !== undefined && sides.length > 0 && isElsewhere(pairAgencies ?? [], sides)) {
    refusals.push({ reason: 'pair_elsewhere' });
  }
  return refusals.length > 0 ? { refusals } : { partners: chosen.partners };
}

/** Whether a pair is of agencies none of which takes part: what others exchange is not theirs to claim. */
function isElsewhere(agencies: readonly number[], sides: ReadonlyArray<{ agencyId: number }>): boolean {
  return agencies.length > 0 && !sides.some(({ agencyId }) => agencies.includes(agencyId));
}

function checkMeasures(measures: TaskForm['measures']): Refusal[] {
  const refusals: Refusal[] = [];
  const names = new Set<string>();
  if (measures.length > MOST_MEASURES) {
    refusals.push({ reason: 'too_many', what: 'measures', count: measures.length, most: MOST_MEASURES });
  }
  for (const { name, unit, before, target } of measures) {
    refusals.push(...checkText('measure', name), ...checkText('unit', unit));
    for (const typed of [before, target]) {
      if (typed !== undefined && parseDecimal(typed) !== typed)
        refusals.push({ reason: 'number_unreadable', typed });
    }
    // Told apart by blanks or case alone, results would go to either.
    if (names.has(bare(name))) refusals.push({ reason: 'measure_twice', name });
    names.add(bare(name));
  }
  return refusals;
}

function choosePartners(
  ids: readonly number[],
  lead: { departmentId: number; agencyId: number } | undefined,
  found: readonly Nominee[],
  standing: readonly Party[],
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
    const side = standing.find(
      (party) => isStoodInFor(party, nominee) && !departments.has(party.department.id),
    );
    if (!nominee) refusals.push({ reason: 'partner_unknown' });
    else if (nominee.status !== 'active' || !nominee.post) {
      refusals.push({ reason: 'partner_inactive', name: nominee.name });
    } else if (side) {
      departments.add(side.department.id);
      const { owner, department, agency } = side;
      const { position } = nominee.post;
      partners.push({
        ownerId: owner.id,
        departmentId: department.id,
        agencyId: agency.id,
        position,
        stays: true,
      });
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

/** Whether somebody of another department answers for a side, as the CCO does where nobody of the department is left. */
function isStoodInFor({ answers, owner, department }: Party, nominee: Nominee | undefined): boolean {
  return (answers ?? owner).id === nominee?.officialId && department.id !== nominee.post?.departmentId;
}

/** Whether every partner agreed: only then is a task registered (행정업무규정 제42조의2). */
export function isAgreed(parties: ReadonlyArray<Pick<Party, 'side' | 'consent'>>): boolean {
  return parties.every((party) => party.side === 'lead' || party.consent === 'agreed');
}
