import { webApi } from '@slack/bolt';
import { seoulDay } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { findOfficial } from '../directory/store.ts';
import { findAbsence, findUser, findUserOfOfficial, saveAbsence, saveUser } from './identity-store.ts';
import type { Audience, Lane } from './outbox.ts';
import { readTrouble } from './slack-errors.ts';
import { judgeProfile, toLocale } from './slack-profile.ts';

/** Where a lane's messages are posted: a channel, or a user, whose direct messages Slack opens by itself. */
export type Recipient =
  | { kind: 'channel'; channelId: string; audience: Audience }
  | { kind: 'person'; userId: string; audience: Audience }
  /** An official without a user in this workspace: what they were given counts all the same. */
  | { kind: 'absent' };

/** How long someone not found in a workspace is not looked for again. */
export const ABSENCE_MS = 24 * 3_600_000;

export interface Finder {
  database: Database;
  client: webApi.WebClient;
  now: () => Date;
  /** Looking up by e-mail has a limit of its own: until then (ms since 1970) nobody is looked up. Kept up to date here. */
  lookups: { heldUntilMs: number };
}

/**
 * Finds whom a lane leads to. An official's user comes from the tie, else by e-mail (scope `users:read.email`).
 * @throws the client's errors, and an error for a lane of unknown form
 */
export async function findRecipient(finder: Finder, teamId: string, lane: Lane): Promise<Recipient> {
  const { database, now } = finder;
  const [kind, id = ''] = lane.split(':', 2);
  if (kind === 'channel') return { kind: 'channel', channelId: id, audience: { locale: 'ko' } };
  if (kind === 'user') {
    const user = await findUser(database, teamId, id);
    return toPerson(id, user?.locale);
  }
  if (kind !== 'official') throw new Error(`No such kind of lane: ${kind}`);
  const officialId = Number(id);

  const user = await findUserOfOfficial(database, teamId, officialId);
  if (user) return toPerson(user.userId, user.locale);
  const absentSince = await findAbsence(database, teamId, officialId);
  if (absentSince && now().getTime() - absentSince.getTime() < ABSENCE_MS) return { kind: 'absent' };

  const official = await findOfficial(database, officialId, seoulDay(now()));
  const found = official && (await lookUp(finder, official.email));
  const profile = found && judgeProfile(found, teamId);
  if (!official || !found?.id || profile?.kind !== 'member') {
    await saveAbsence(database, teamId, officialId, now());
    return { kind: 'absent' };
  }
  await saveUser(database, {
    teamId,
    userId: found.id,
    officialId,
    email: official.email,
    locale: profile.locale,
    now: now(),
  });
  return toPerson(found.id, profile.locale);
}

function toPerson(userId: string, slackLocale: string | undefined): Recipient {
  return { kind: 'person', userId, audience: { locale: toLocale(slackLocale) } };
}

async function lookUp({ client, now, lookups }: Finder, email: string) {
  const heldMs = lookups.heldUntilMs - now().getTime();
  if (heldMs > 0) throw new webApi.WebAPIRateLimitedError(Math.ceil(heldMs / 1_000));
  try {
    const { user } = await client.users.lookupByEmail({ email });
    // That method gives no locale, and the first message is to be in the right language too.
    return user?.id
      ? ((await client.users.info({ user: user.id, include_locale: true })).user ?? user)
      : user;
  } catch (error) {
    const trouble = readTrouble(error);
    if (trouble.kind === 'permanent' && trouble.problem === 'users_not_found') return undefined;
    if (trouble.kind === 'limited') lookups.heldUntilMs = now().getTime() + trouble.retryAfterMs;
    throw error;
  }
}

/** The conversation to look for our messages in. A person's is opened by asking for it (scope `im:write`). */
export async function findConversation(
  client: webApi.WebClient,
  recipient: Recipient,
): Promise<string | undefined> {
  if (recipient.kind === 'channel') return recipient.channelId;
  if (recipient.kind === 'absent') return undefined;
  const { channel } = await client.conversations.open({ users: recipient.userId });
  return channel?.id;
}
