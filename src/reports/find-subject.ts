import type { Day } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { findDepartments } from '../directory/recipient-store.ts';
import { findAgencies } from '../directory/store.ts';
import { nearestWord } from '../messenger/nearest-word.ts';
import type { DepartmentRef } from './report.ts';
import type { Refusal, Viewer } from './rules.ts';

/** No agency's name has more words than these. */
const MAX_AGENCY_WORDS = 3;
const MOST_NAMESAKES = 20;
/** Departments among which a misspelt name is looked for. */
const MOST_COMPARED = 5_000;

/**
 * The departments that `인력정책과` or `중기부 인력정책과` may mean. Without an agency it is one of the viewer's own where there is
 * one of that name; an auditor's may be anybody's, and several.
 * @returns a refusal with the nearest name when there is none
 */
export async function findDepartmentNamed(
  database: Database,
  name: string,
  viewer: Viewer,
  day: Day,
): Promise<DepartmentRef[] | Refusal> {
  const words = name.split(' ');
  const agencies = await findAgencies(database, day);
  for (let used = Math.min(MAX_AGENCY_WORDS, words.length - 1); used > 0; used -= 1) {
    const typed = words.slice(0, used).join(' ');
    const ids = agencies.filter((one) => one.name === typed || one.shortName === typed).map(({ id }) => id);
    if (ids.length === 0) continue;
    return find(database, words.slice(used).join(' '), ids, day, name);
  }
  const own = viewer.agencyId === undefined ? [] : [viewer.agencyId];
  if (viewer.role !== 'auditor') return find(database, name, own, day, name);
  const mine = await findDepartments(database, { names: [name] }, own, day, 1);
  return mine.length > 0 ? mine : find(database, name, undefined, day, name);
}

async function find(
  database: Database,
  name: string,
  agencyIds: number[] | undefined,
  day: Day,
  typed: string,
): Promise<DepartmentRef[] | Refusal> {
  if (agencyIds?.length === 0) return { reason: 'department_unknown', name: typed, nearest: undefined };
  const found = await findDepartments(database, { names: [name] }, agencyIds, day, MOST_NAMESAKES);
  if (found.length > 0) return found;
  const others = await findDepartments(database, undefined, agencyIds, day, MOST_COMPARED);
  const nearest = nearestWord(name, [...new Set(others.map((one) => one.name))]);
  return { reason: 'department_unknown', name: typed, nearest };
}
