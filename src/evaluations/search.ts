import type { Database } from '../database/database.ts';
import { isInitials } from '../directory/initials.ts';
import type { Official } from '../directory/official.ts';
import { findPeople } from '../directory/recipient-store.ts';
import { cleanText } from '../messenger/mrkdwn.ts';
import { searchTasksOfAgency } from './cycle-store.ts';
import type { TaskChoice } from './evaluation.ts';
import { lookUpKeeper, lookUpToName } from './look-up.ts';
import { otherAgencies } from './rules.ts';

const OPTIONS_AT_ONCE = 20;

/** Whom somebody may name as evaluator, by the beginning or the initial consonants of the name; nobody for who may not name. */
export async function searchEvaluators(
  database: Database,
  officialId: number,
  requestId: number,
  typed: string,
  now: Date,
): Promise<Official[]> {
  const view = await lookUpToName(database, officialId, requestId, now);
  const name = cleanText(typed);
  if ('refusals' in view || name === '') return [];
  const { evaluation, today } = view;
  const owners = [evaluation.party, ...evaluation.others].flatMap(({ owner, answers }) => [
    owner.id,
    answers?.id,
  ]);
  const found = await findPeople(
    database,
    isInitials(name) ? { initials: name } : { prefix: name },
    { agencyIds: otherAgencies(evaluation) },
    today,
    // Owners among them are left out, so that as many remain.
    OPTIONS_AT_ONCE + owners.length,
  );
  return found
    .filter(({ id, status }) => status === 'active' && !owners.includes(id))
    .slice(0, OPTIONS_AT_ONCE);
}

/** Tasks of the own agency to choose for a cycle; none for who may not open one. */
export async function searchTasks(
  database: Database,
  officialId: number,
  typed: string,
  now: Date,
): Promise<TaskChoice[]> {
  const keeper = await lookUpKeeper(database, officialId, now);
  if ('refusals' in keeper) return [];
  return searchTasksOfAgency(database, keeper.agencyId, cleanText(typed), OPTIONS_AT_ONCE);
}
