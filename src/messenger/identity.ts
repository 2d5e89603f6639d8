import type { webApi } from '@slack/bolt';
import { seoulDay } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { findAgencyOfDomain, findHolders, findOfficialByEmail } from '../directory/store.ts';
import type { Logger } from '../log.ts';
import { findUser, findUserOfOfficial, type MessengerUser, reportOnce, saveUser } from './identity-store.ts';
import type { Locale } from './locale.ts';
import { readTrouble } from './slack-errors.ts';
import { judgeProfile, type Profile, toLocale } from './slack-profile.ts';

/** Who a messenger user is. */
export type Person =
  | { kind: 'official'; officialId: number; locale: Locale }
  /** A person whom the directory does not know. `email` only where Slack vouches for it. */
  | { kind: 'unknown'; email?: string; firstTime: boolean; locale: Locale }
  | { kind: 'bot' }
  | { kind: 'inactive' };

export interface Identity {
  /**
   * Who this is. At first contact the user is tied to the official with the profile's e-mail; later calls are answered
   * from memory for some minutes, and from the database for a day.
   * @throws when Slack cannot be asked about someone not seen before
   */
  resolve(teamId: string, userId: string): Promise<Person>;
  /**
   * Tells the operators of the agency with the person's e-mail domain that someone unknown wanted to take part: once per
   * person, however often they try. True: now; the workspace's delivery is then to be woken.
   */
  reportUnknown(teamId: string, userId: string): Promise<boolean>;
  findMessengerUser(
    officialId: number,
    teamId: string,
  ): Promise<{ userId: string; locale: Locale } | undefined>;
  /** Asks Slack anew for someone's profile, their language with it. */
  refreshLocale(teamId: string, userId: string): Promise<Person>;
}

const MINUTE_MS = 60_000;
/** How long an answer is kept in memory, and how long what is stored is trusted without asking Slack. */
const KNOWN = { memoryMs: 5 * MINUTE_MS, storedMs: 24 * 60 * MINUTE_MS };
/** Someone may have been imported since. */
const UNKNOWN = { memoryMs: 2 * MINUTE_MS, storedMs: 2 * MINUTE_MS };
const MOST_REMEMBERED = 20_000;

/** Opens the tie between messenger users and officials. Needs the scopes `users:read` and `users:read.email`. */
export function createIdentity(options: {
  database: Database;
  client: webApi.WebClient;
  now: () => Date;
  log: Logger;
}): Identity {
  const { database, client, now, log } = options;
  const remembered = new Map<string, { person: Person; until: number }>();
  const underWay = new Map<string, Promise<Person>>();

  function remember(key: string, person: Person): Person {
    const { memoryMs } = person.kind === 'official' ? KNOWN : UNKNOWN;
    remembered.delete(key);
    // The first time is over once it was told.
    const kept = person.kind === 'unknown' ? { ...person, firstTime: false } : person;
    remembered.set(key, { person: kept, until: now().getTime() + memoryMs });
    const oldest = remembered.size > MOST_REMEMBERED ? remembered.keys().next().value : undefined;
    if (oldest !== undefined) remembered.delete(oldest);
    return person;
  }

  async function look(teamId: string, userId: string): Promise<Person> {
    const stored = await findUser(database, teamId, userId);
    const age = stored ? now().getTime() - stored.checkedAt.getTime() : 0;
    if (stored && age < (stored.officialId === undefined ? UNKNOWN : KNOWN).storedMs) return toPerson(stored);
    try {
      return await ask(teamId, userId, stored);
    } catch (error) {
      // Slack not answering must not lock out those whom we know.
      if (stored?.officialId === undefined) throw error;
      log.warn({ err: error, teamId, userId }, 'profile not refreshed');
      return toPerson(stored);
    }
  }

  async function ask(teamId: string, userId: string, stored: MessengerUser | undefined): Promise<Person> {
    const profile = await readProfile(teamId, userId);
    if (profile.kind === 'bot') return { kind: 'bot' };
    const email = profile.kind === 'member' ? profile.email : undefined;
    const slackLocale = 'locale' in profile ? profile.locale : undefined;
    const official = email ? await findOfficialByEmail(database, email, seoulDay(now())) : undefined;
    // A new address in Slack that the directory does not have yet: the person is still the one it was.
    const officialId = official?.id ?? (profile.kind === 'member' ? stored?.officialId : undefined);
    const firstTime = await saveUser(database, {
      teamId,
      userId,
      officialId,
      email,
      locale: slackLocale,
      now: now(),
    });
    if (stored?.officialId !== undefined && stored.officialId !== officialId) {
      log.warn({ teamId, userId, from: stored.officialId, to: officialId }, 'messenger user tied anew');
    }
    if (profile.kind === 'inactive') return { kind: 'inactive' };
    const locale = toLocale(slackLocale ?? stored?.locale);
    if (officialId !== undefined) return { kind: 'official', officialId, locale };
    return { kind: 'unknown', ...(email ? { email } : {}), firstTime, locale };
  }

  async function readProfile(teamId: string, userId: string): Promise<Profile> {
    try {
      const { user } = await client.users.info({ user: userId, include_locale: true });
      return user ? judgeProfile(user, teamId) : { kind: 'stranger', locale: undefined };
    } catch (error) {
      const trouble = readTrouble(error);
      const isUnseen = trouble.kind === 'permanent' && /^user_not_(found|visible)$/.test(trouble.problem);
      if (isUnseen) return { kind: 'stranger', locale: undefined };
      throw error;
    }
  }

  /** Of all who ask for the same person at once, one looks. */
  function share(key: string, find: () => Promise<Person>): Promise<Person> {
    const pending =
      underWay.get(key) ??
      find()
        .then((person) => remember(key, person))
        .finally(() => underWay.delete(key));
    underWay.set(key, pending);
    return pending;
  }

  return {
    async resolve(teamId, userId) {
      const key = `${teamId}:${userId}`;
      const hit = remembered.get(key);
      if (hit && hit.until > now().getTime()) return hit.person;
      return share(key, () => look(teamId, userId));
    },

    async reportUnknown(teamId, userId) {
      const user = await findUser(database, teamId, userId);
      const domain = user?.email?.split('@')[1];
      if (!user || user.reported || user.officialId !== undefined || !domain) return false;
      const today = seoulDay(now());
      const agencyId = await findAgencyOfDomain(database, domain, today);
      const operators =
        agencyId === undefined ? [] : await findHolders(database, agencyId, ['operator'], today);
      if (operators.length === 0) {
        log.info({ teamId, userId, agencyId }, 'unknown person: no operator to tell');
        return false;
      }
      return reportOnce(
        database,
        teamId,
        userId,
        operators.map((operator) => ({
          teamId,
          lane: `official:${operator.id}` as const,
          kind: 'unknown-person',
          payload: { userId, email: user.email },
          dueAt: now(),
        })),
      );
    },

    async findMessengerUser(officialId, teamId) {
      const user = await findUserOfOfficial(database, teamId, officialId);
      return user && { userId: user.userId, locale: toLocale(user.locale) };
    },

    async refreshLocale(teamId, userId) {
      const stored = await findUser(database, teamId, userId);
      return remember(`${teamId}:${userId}`, await ask(teamId, userId, stored));
    },
  };
}

function toPerson(stored: MessengerUser): Person {
  const locale = toLocale(stored.locale);
  if (stored.officialId !== undefined) return { kind: 'official', officialId: stored.officialId, locale };
  return { kind: 'unknown', ...(stored.email ? { email: stored.email } : {}), firstTime: false, locale };
}
