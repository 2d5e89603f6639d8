import type { Day } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { addressGift, type FindUser } from './address-gift.ts';
import type { parseAddress } from './parse.ts';

/**
 * The one person whose records a command asks for, found as for a gift.
 * @param options.leavers also by name those who have left, for whoever may look at theirs
 * @returns `several`: more than one goes by that name; otherwise nobody does
 */
export async function findPerson(
  database: Database,
  parsed: ReturnType<typeof parseAddress>,
  options: { findUser: FindUser; day: Day; leavers: boolean },
): Promise<{ officialId: number } | { several: boolean }> {
  const { findUser, day, leavers } = options;
  const address = await addressGift(database, parsed, findUser, day, leavers);
  const [person, ...others] = address.recipients;
  const isOne = person !== undefined && 'officialId' in person && others.length === 0;
  if (isOne && address.text.trim() === '') return { officialId: person.officialId };
  return { several: (address.unclear?.candidates.length ?? 0) > 1 };
}
