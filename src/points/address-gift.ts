import type { Day } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { findRecipient, type Recipient } from '../directory/find-recipients.ts';
import { findOfficialByEmail } from '../directory/store.ts';
import type { RecipientKey } from './gift-store.ts';
import type { Reference } from './parse.ts';

/** The official behind a messenger user, or why there is none; answered by the messenger's identity. */
export type FindUser = (userId: string) => Promise<number | 'recipient_inactive' | 'recipient_unknown'>;

export interface Address {
  recipients: RecipientKey[];
  /** Mentions and addresses of those who cannot receive. */
  refused: Array<{ typed: string; reason: 'recipient_inactive' | 'recipient_unknown' }>;
  /** A name that several go by, or nobody. */
  unclear: { typed: string; candidates: Recipient[] } | undefined;
  /** What is left: the message, or the points of a special grant. */
  text: string;
}

/**
 * Finds out whom a command means. Mentions and addresses are certain; names are looked up in the directory, the longest
 * reading first; a comma continues the list (`김하늘(중기부), 이서준 덕분에…`).
 * @param leavers whether names of those who have left count: for looking up, never for giving
 */
export async function addressGift(
  database: Database,
  parsed: { references: Reference[]; named: boolean; text: string },
  findUser: FindUser,
  day: Day,
  leavers = false,
): Promise<Address> {
  const address: Address = { recipients: [], refused: [], unclear: undefined, text: parsed.text };
  for (const reference of parsed.references) {
    const found =
      reference.kind === 'user'
        ? await findUser(reference.userId)
        : ((await findOfficialByEmail(database, reference.email, day))?.id ?? 'recipient_unknown');
    if (typeof found === 'number') address.recipients.push({ officialId: found });
    else address.refused.push({ typed: reference.kind === 'email' ? reference.email : '', reason: found });
  }
  if (parsed.named) await readNames(database, address, day, leavers);
  address.recipients = withoutTwice(address.recipients);
  return address;
}

async function readNames(database: Database, address: Address, day: Day, leavers: boolean): Promise<void> {
  for (;;) {
    const comma = /^([^,\n]{1,60}),\s*/.exec(address.text);
    if (comma) {
      const words = wordsOf(comma[1] ?? '');
      const { matches, used } = await findRecipient(database, words, day, leavers);
      // A comma inside the message is no list: the words before it must be a name and nothing else.
      if (matches.length > 0 && used === words.length) {
        take(address, words.join(' '), matches);
        address.text = address.text.slice(comma[0].length);
        if (address.unclear) return;
        continue;
      }
    }
    const words = wordsOf(address.text).slice(0, 5);
    const { matches, used } = await findRecipient(database, words, day, leavers);
    const typed = words.slice(0, Math.max(used, 1));
    take(address, typed.join(' '), matches);
    if (matches.length > 0) address.text = dropWords(address.text, used);
    return;
  }
}

function take(address: Address, typed: string, matches: Recipient[]): void {
  const [only, ...others] = matches;
  if (only && others.length === 0) address.recipients.push(toKey(only));
  else address.unclear = { typed, candidates: matches };
}

/** A recipient as the ledger's use-cases name it. */
export function toKey(recipient: Recipient): RecipientKey {
  return recipient.kind === 'official'
    ? { officialId: recipient.official.id }
    : { departmentId: recipient.department.id };
}

/** `official:12` or `department:7` as a form's option or a button holds it; user input, so anything else is undefined. */
export function parseKey(value: string): RecipientKey | undefined {
  const found = /^(official|department):(\d{1,9})$/.exec(value);
  if (!found) return undefined;
  const id = Number(found[2]);
  return found[1] === 'official' ? { officialId: id } : { departmentId: id };
}

export function formatKey(key: RecipientKey): string {
  return 'officialId' in key ? `official:${key.officialId}` : `department:${key.departmentId}`;
}

function wordsOf(text: string): string[] {
  return text
    .replace(/(^|\s)@(?=\S)/g, '$1')
    .split(/\s+/)
    .filter(Boolean);
}

/** `text` without its first `count` words, its own line breaks kept. */
function dropWords(text: string, count: number): string {
  return text.replace(new RegExp(`^\\s*(?:\\S+\\s*){${count}}`), '');
}

function withoutTwice(keys: RecipientKey[]): RecipientKey[] {
  return [...new Map(keys.map((key) => [formatKey(key), key])).values()];
}
