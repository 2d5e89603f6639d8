import type { Day } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { initialsOf, isInitials } from './initials.ts';
import type { Department, Official } from './official.ts';
import { findDepartments, findKnownNames, findPeople } from './recipient-store.ts';
import { findAgencies } from './store.ts';

/** Who may be meant by what a person typed. */
export type Recipient =
  | { kind: 'official'; official: Official }
  | { kind: 'department'; department: Department };

type Agencies = Awaited<ReturnType<typeof findAgencies>>;

const MAX_MATCHES = 20;
/** No recipient is named by more words than these; names of agencies, departments and foreigners may hold spaces. */
const MAX_WORDS = 6;
const MAX_PART_WORDS = 3;
/** Departments that share a name, one in each agency at most. */
const MAX_NAMESAKES = 1_000;

/**
 * Finds whom the words at the start of a text mean: `이름`, `중기부 이름`, `인력정책과 이름`, `중기부 인력정책과 이름`,
 * `이름(중기부)`, `이름(중기부 인력정책과)`, or a department: `중기부 인력정책과`, `인력정책과`. A closing `님` is dropped.
 * The longest reading that means somebody wins. Initial consonants (`ㄱㅎㄴ`) count only where nothing is spelt that way.
 * @param leavers whether those who have left are found too, by their whole name
 * @returns everybody who may be meant, at most 20, and how many words name them; without a match, the words that were
 *   most likely meant as a name
 */
export async function findRecipient(
  database: Database,
  words: string[],
  day: Day,
  leavers = false,
): Promise<{ matches: Recipient[]; used: number }> {
  const typed = words
    .slice(0, MAX_WORDS)
    .map((word) => word.normalize('NFC').replace(/（/g, '(').replace(/）/g, ')'));
  if (typed.length === 0) return { matches: [], used: 0 };
  const agencies = await findAgencies(database, day);
  const bracketed = unfoldBrackets(typed);
  for (const spelling of [spellOut, spellByInitials]) {
    const lookup = spelling(database, agencies, day, leavers);
    for (const order of bracketed?.orders ?? []) {
      const { matches } = await readLongest(lookup, order, order.length);
      if (matches.length > 0) return { matches, used: bracketed?.used ?? 0 };
    }
    const plain = await readLongest(lookup, typed, 1);
    if (plain.matches.length > 0) return plain;
  }
  if (bracketed) return { matches: [], used: bracketed.used };
  const narrowed = spellOut(database, agencies, day, leavers).agencyIds(typed[0] ?? '').length > 0;
  return { matches: [], used: Math.min(narrowed ? 2 : 1, typed.length) };
}

/** `이름(중기부 인력정책과) 님` says the same as `중기부 인력정책과 이름`. */
function unfoldBrackets(words: string[]): { orders: string[][]; used: number } | undefined {
  const found = /^([^()]+?)\s*\(([^()]+)\)(\s*님)?(?=\s|$)/.exec(words.join(' '));
  if (!found) return undefined;
  const outside = (found[1] ?? '').split(' ');
  const inside = (found[2] ?? '').trim().split(/\s+/);
  const orders = [[...inside, ...outside]];
  if (outside.length > 1) orders.push([...outside.slice(0, -1), ...inside, ...outside.slice(-1)]);
  return { orders, used: found[0].split(' ').length };
}

/** How the parts of a reading are compared with the directory. */
interface Lookup {
  agencyIds(text: string): number[];
  /** Reads ahead what all readings of these words can ask for. */
  prepare(words: string[]): Promise<void>;
  departments(text: string, agencyIds: number[] | undefined): Promise<Department[]>;
  people(
    text: string,
    agencyIds: number[] | undefined,
    departments: Department[] | undefined,
  ): Promise<Official[]>;
}

async function readLongest(
  lookup: Lookup,
  words: string[],
  atLeast: number,
): Promise<{ matches: Recipient[]; used: number }> {
  await lookup.prepare(words);
  for (let used = words.length; used >= atLeast && used > 0; used -= 1) {
    const matches: Recipient[] = [];
    for (const reading of splitWords(words.slice(0, used))) {
      const agencyIds = reading.agency ? lookup.agencyIds(reading.agency) : undefined;
      if (agencyIds?.length === 0) continue;
      const departments = reading.department
        ? await lookup.departments(reading.department, agencyIds)
        : undefined;
      if (departments?.length === 0) continue;
      if (reading.name) {
        const people = await lookup.people(reading.name, agencyIds, departments);
        matches.push(...people.map(asOfficial));
      } else if (departments) {
        matches.push(...departments.map(asDepartment));
      }
    }
    if (matches.length > 0) return { matches: withoutTwice(matches).slice(0, MAX_MATCHES), used };
  }
  return { matches: [], used: 0 };
}

/** Every way to read all of `words` as agency, department and name, in this order, each of them optional. */
function splitWords(words: string[]): Array<{ agency: string; department: string; name: string }> {
  const readings: Array<{ agency: string; department: string; name: string }> = [];
  const most = Math.min(words.length, MAX_PART_WORDS);
  for (let agencyEnd = 0; agencyEnd <= most; agencyEnd += 1) {
    const departmentMost = Math.min(words.length, agencyEnd + MAX_PART_WORDS);
    for (let departmentEnd = agencyEnd; departmentEnd <= departmentMost; departmentEnd += 1) {
      if (words.length - departmentEnd > MAX_PART_WORDS) continue;
      readings.push({
        agency: words.slice(0, agencyEnd).join(' '),
        department: words.slice(agencyEnd, departmentEnd).join(' '),
        name: words.slice(departmentEnd).join(' '),
      });
    }
  }
  return readings;
}

function spellOut(database: Database, agencies: Agencies, day: Day, leavers: boolean): Lookup {
  const departmentsByName = new Map<string, Department[]>();
  let knownNames = new Set<string>();
  return {
    agencyIds: (text) =>
      agencies.filter((it) => it.name === text || it.shortName === text).map((it) => it.id),
    async prepare(words) {
      const parts = partsOf(words);
      const departments = await findDepartments(database, { names: parts }, undefined, day, MAX_NAMESAKES);
      departmentsByName.clear();
      for (const it of departments)
        departmentsByName.set(it.name, [...(departmentsByName.get(it.name) ?? []), it]);
      knownNames = await findKnownNames(database, [...new Set(parts.flatMap(withoutHonorific))]);
    },
    async departments(text, agencyIds) {
      const found = departmentsByName.get(text) ?? [];
      return agencyIds ? found.filter((it) => agencyIds.includes(it.agency.id)) : found;
    },
    async people(text, agencyIds, departments) {
      const names = withoutHonorific(text).filter((name) => knownNames.has(name));
      if (names.length === 0) return [];
      const where = { ...within(agencyIds, departments), leavers };
      const people = await findPeople(database, { names }, where, day, MAX_MATCHES);
      const asTyped = people.filter((person) => person.name === text);
      return asTyped.length > 0 ? asTyped : people;
    },
  };
}

/** Like spellOut, but parts that consist of consonants stand for what begins with them. */
function spellByInitials(database: Database, agencies: Agencies, day: Day, leavers: boolean): Lookup {
  const exact = spellOut(database, agencies, day, leavers);
  return {
    agencyIds: (text) =>
      isInitials(text)
        ? agencies
            .filter((it) => initialsOf(it.name) === text || initialsOf(it.shortName) === text)
            .map((it) => it.id)
        : exact.agencyIds(text),
    prepare: (words) => exact.prepare(words),
    async departments(text, agencyIds) {
      if (!isInitials(text)) return exact.departments(text, agencyIds);
      return findDepartments(database, { initials: text }, agencyIds, day, MAX_NAMESAKES);
    },
    async people(text, agencyIds, departments) {
      const initials = withoutHonorific(text).find(isInitials);
      if (initials === undefined) return exact.people(text, agencyIds, departments);
      return findPeople(database, { initials }, within(agencyIds, departments), day, MAX_MATCHES);
    },
  };
}

function within(agencyIds: number[] | undefined, departments: Department[] | undefined) {
  if (departments) return { departmentIds: departments.map((it) => it.id) };
  return agencyIds ? { agencyIds } : {};
}

/** All runs of up to three words. */
function partsOf(words: string[]): string[] {
  const parts = new Set<string>();
  for (let from = 0; from < words.length; from += 1) {
    for (let to = from + 1; to <= Math.min(words.length, from + MAX_PART_WORDS); to += 1) {
      parts.add(words.slice(from, to).join(' '));
    }
  }
  return [...parts];
}

/** The text as it is and, where it ends in 님, without it: 하님 may be someone's name. */
function withoutHonorific(text: string): string[] {
  const bare = text.replace(/\s*님$/, '');
  return bare === text || bare === '' ? [text] : [text, bare];
}

/**
 * Finds recipients while someone types: by the beginning or the initial consonants of a person's, department's or
 * agency's name (`ㅈㄱㅂ` lists departments and people of 중기부), or by agency or department and then a name. Those
 * called exactly so come first. People who have left or hold no post on `day` are not listed.
 * @param limit how many at most
 */
export async function searchRecipients(
  database: Database,
  typed: string,
  day: Day,
  limit: number,
): Promise<Recipient[]> {
  const bracket = /^([^(（]+)[(（]([^)）]*)[)）]?\s*$/.exec(typed);
  const words = (bracket ? `${bracket[2]} ${bracket[1]}` : typed)
    .normalize('NFC')
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, MAX_WORDS);
  if (words.length === 0) return [];
  const agencies = await findAgencies(database, day);
  const lists: Recipient[][] = [];
  for (let agencyEnd = 0; agencyEnd <= Math.min(words.length, MAX_PART_WORDS); agencyEnd += 1) {
    const agencyIds = agencyEnd > 0 ? agenciesLike(agencies, words.slice(0, agencyEnd).join(' ')) : undefined;
    if (agencyIds?.length === 0) continue;
    lists.push(...(await searchWithin(database, words.slice(agencyEnd), agencyIds, day, limit)));
  }
  return shareOut(lists, limit);
}

async function searchWithin(
  database: Database,
  words: string[],
  agencyIds: number[] | undefined,
  day: Day,
  limit: number,
): Promise<Recipient[][]> {
  const people = async (match: Parameters<typeof findPeople>[1], departments?: Department[]) =>
    (await findPeople(database, match, within(agencyIds, departments), day, limit))
      .filter((person) => person.posting)
      .map(asOfficial);
  const departments = async (match: Parameters<typeof findDepartments>[1]) =>
    (await findDepartments(database, match, agencyIds, day, limit)).map(asDepartment);

  if (words.length === 0) return [await departments(undefined), await people(undefined)];
  const text = words.join(' ');
  const lists = isInitials(text)
    ? [await people({ initials: text }), await departments({ initials: text })]
    : [
        await people({ names: withoutHonorific(text) }),
        await departments({ names: [text] }),
        await people({ prefix: text }),
        await departments({ prefix: text }),
      ];
  for (let end = 1; end < Math.min(words.length, MAX_PART_WORDS + 1); end += 1) {
    const department = words.slice(0, end).join(' ');
    const name = words.slice(end).join(' ');
    const byName = isInitials(department) ? { initials: department } : { names: [department] };
    const found = await findDepartments(database, byName, agencyIds, day, MAX_NAMESAKES);
    if (found.length > 0)
      lists.push(await people(isInitials(name) ? { initials: name } : { prefix: name }, found));
  }
  return lists;
}

/** Agencies called so; failing that, those whose name begins so, or whose initial consonants do. */
function agenciesLike(agencies: Agencies, text: string): number[] {
  const names = agencies.map((it) => ({ id: it.id, forms: [it.name, it.shortName] }));
  const spelt = isInitials(text)
    ? names.map((it) => ({ id: it.id, forms: it.forms.map(initialsOf) }))
    : names;
  const exact = spelt.filter((it) => it.forms.includes(text));
  const found =
    exact.length > 0 ? exact : spelt.filter((it) => it.forms.some((form) => form.startsWith(text)));
  return found.map((it) => it.id);
}

/** At most `limit` in order of the lists, but no list so long that it leaves no room for the others. */
function shareOut(lists: Recipient[][], limit: number): Recipient[] {
  const all = withoutTwice(lists.flat());
  if (all.length <= limit) return all;
  const filled = lists.filter((list) => list.length > 0);
  const share = Math.max(1, Math.floor(limit / filled.length));
  const kept = new Set(withoutTwice(filled.flatMap((list) => list.slice(0, share))).map(keyOf));
  for (const it of all) if (kept.size < limit) kept.add(keyOf(it));
  return all.filter((it) => kept.has(keyOf(it))).slice(0, limit);
}

function withoutTwice(recipients: Recipient[]): Recipient[] {
  return [...new Map(recipients.map((it) => [keyOf(it), it] as const)).values()];
}

function keyOf(recipient: Recipient): string {
  return recipient.kind === 'official'
    ? `official:${recipient.official.id}`
    : `department:${recipient.department.id}`;
}

function asOfficial(official: Official): Recipient {
  return { kind: 'official', official };
}

function asDepartment(department: Department): Recipient {
  return { kind: 'department', department };
}
