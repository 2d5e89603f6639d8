import type { Database } from '../database/database.ts';
import { actOnTask, missing, recordEvent, type Scene, tell } from './act-on-task.ts';
import { changedFields, cleanForm, detailOf } from './form.ts';
import { findMeasures, replaceMeasures } from './measure-store.ts';
import { decideProposal, type PartyPlan } from './proposal-rules.ts';
import { record } from './record-text.ko.ts';
import { findNominees, findTask } from './store.ts';
import type { Act, Party, Refusal, Task, TaskForm, TaskOutcome } from './task.ts';
import {
  askPartyAnew,
  deleteParties,
  findPairAgencies,
  insertParty,
  updateTaskFields,
} from './write-store.ts';

/**
 * Changes a proposal, by whoever answers for its lead, and asks all partners anew: whoever agreed before agreed to something
 * else (행정업무규정 제42조의2). A partner that is no longer named takes no part any more.
 */
export function reviseTask(
  database: Database,
  act: Act & { taskId: number; form: TaskForm },
  now: Date,
): Promise<TaskOutcome<'revised'>> {
  return actOnTask(
    database,
    act,
    (event) => (event.kind === 'revised' ? 'revised' : undefined),
    (scene) => revise(scene, cleanForm(act.form)),
    now,
  );
}

async function revise(scene: Scene, form: TaskForm): Promise<'revised' | Refusal[]> {
  const { tx, task, day, now } = scene;
  const notTheirs = missing(scene, 'revise');
  const lead = task.parties.find(({ side }) => side === 'lead');
  if (notTheirs.length > 0 || !lead) return notTheirs;
  const found = await findNominees(tx, form.partnerIds, day);
  const pairAgencies = await findPairAgencies(tx, form.pairId);
  const leading = { departmentId: lead.department.id, agencyId: lead.agency.id };
  const decision = decideProposal(form, leading, found, pairAgencies, day, partnersOf(task));
  if ('refusals' in decision) return decision.refusals;

  const partnerIds = decision.partners.map(({ ownerId }) => ownerId);
  const changed = changedFields(task, await findMeasures(tx, task.id), { ...form, partnerIds });
  await updateTaskFields(tx, task.id, form, now);
  await replaceMeasures(tx, task.id, form.measures);
  const renamed = await replacePartners(scene, decision.partners);
  const partners = await findPartners(scene);
  await recordEvent(scene, {
    kind: 'revised',
    note: record.revised(changed, partners),
    detail: { ...detailOf(form), changed, askedAnew: partners.map(({ id }) => id).filter(wasAsked(task)) },
  });
  for (const { before, partyId, ownerId } of renamed) {
    // Named anew: what was said of 담당 아님 before no longer counts.
    const owner = partners.find(({ id }) => id === partyId)?.owner.name ?? '';
    await recordEvent(scene, {
      kind: 'owner',
      note: record.owner(before, owner),
      detail: { ownerId },
      partyId,
      requestKey: undefined,
    });
  }
  for (const { id, answers } of await findPartners(scene)) {
    await tell(scene, 'task-consent-asked', id, [answers?.id]);
  }
  return 'revised';
}

const partnersOf = ({ parties }: Task) => parties.filter(({ side }) => side === 'partner');

const wasAsked = (task: Task) => (partyId: number) => task.parties.some(({ id }) => id === partyId);

/** @returns the sides that stay under another owner than the one who answered */
async function replacePartners(
  { tx, task, now }: Scene,
  plans: readonly PartyPlan[],
): Promise<Array<{ partyId: number; ownerId: number; before: string }>> {
  const partners = partnersOf(task);
  const stays = (party: Party) => plans.find((plan) => plan.departmentId === party.department.id);
  await deleteParties(
    tx,
    partners.filter((party) => !stays(party)).map(({ id }) => id),
  );
  const renamed: Array<{ partyId: number; ownerId: number; before: string }> = [];
  for (const plan of plans) {
    const party = partners.find(({ department }) => department.id === plan.departmentId);
    if (!party) {
      await insertParty(tx, task.id, 'partner', plan, now);
      continue;
    }
    await askPartyAnew(tx, party.id, plan.stays ? undefined : plan, now);
    if (!plan.stays && party.answers?.id !== plan.ownerId) {
      renamed.push({ partyId: party.id, ownerId: plan.ownerId, before: (party.answers ?? party.owner).name });
    }
  }
  return renamed;
}

async function findPartners({ tx, task, day }: Scene): Promise<Party[]> {
  const found = await findTask(tx, task.id, day);
  return found ? partnersOf(found) : [];
}
