import { sql } from 'kysely';
import { type Database, inTransaction } from '../database/database.ts';
import { enqueue, type OutboxRow } from './outbox.ts';

/** What is stored of a messenger user. */
export interface MessengerUser {
  userId: string;
  /** Undefined: looked up and not in the directory. */
  officialId: number | undefined;
  email: string | undefined;
  /** As Slack gives it: `ko-KR`. */
  locale: string;
  reported: boolean;
  checkedAt: Date;
}

export async function findUser(
  database: Database,
  teamId: string,
  userId: string,
): Promise<MessengerUser | undefined> {
  const row = await database
    .selectFrom('messenger_user')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return (
    row && {
      userId: row.user_id,
      officialId: row.official_id ?? undefined,
      email: row.email ?? undefined,
      locale: row.locale,
      reported: row.reported,
      checkedAt: row.checked_at,
    }
  );
}

/** The user of an official in a workspace; of several the one seen last. */
export async function findUserOfOfficial(
  database: Database,
  teamId: string,
  officialId: number,
): Promise<{ userId: string; locale: string } | undefined> {
  const row = await database
    .selectFrom('messenger_user')
    .select(['user_id', 'locale'])
    .where('team_id', '=', teamId)
    .where('official_id', '=', officialId)
    .orderBy('checked_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { userId: row.user_id, locale: row.locale };
}

/**
 * Stores what Slack and the directory say of a user now. Whoever is tied to an official is no longer absent.
 * @returns whether this user was not stored before
 */
export async function saveUser(
  database: Database,
  user: {
    teamId: string;
    userId: string;
    officialId: number | undefined;
    email: string | undefined;
    /** Undefined: not known now, the stored one stays. */
    locale: string | undefined;
    now: Date;
  },
): Promise<boolean> {
  const values = {
    official_id: user.officialId ?? null,
    email: user.email ?? null,
    checked_at: user.now,
    ...(user.locale === undefined ? {} : { locale: user.locale }),
  };
  const { inserted } = await database
    .insertInto('messenger_user')
    .values({ team_id: user.teamId, user_id: user.userId, ...values })
    .onConflict((conflict) => conflict.columns(['team_id', 'user_id']).doUpdateSet(values))
    .returning(sql<boolean>`xmax = 0`.as('inserted'))
    .executeTakeFirstOrThrow();
  if (user.officialId !== undefined) {
    await database
      .deleteFrom('messenger_absence')
      .where('team_id', '=', user.teamId)
      .where('official_id', '=', user.officialId)
      .execute();
  }
  return inserted;
}

/** When this official was last looked for in the workspace in vain. */
export async function findAbsence(
  database: Database,
  teamId: string,
  officialId: number,
): Promise<Date | undefined> {
  const row = await database
    .selectFrom('messenger_absence')
    .select('checked_at')
    .where('team_id', '=', teamId)
    .where('official_id', '=', officialId)
    .executeTakeFirst();
  return row?.checked_at;
}

export async function saveAbsence(
  database: Database,
  teamId: string,
  officialId: number,
  now: Date,
): Promise<void> {
  await database
    .insertInto('messenger_absence')
    .values({ team_id: teamId, official_id: officialId, checked_at: now })
    .onConflict((conflict) => conflict.columns(['team_id', 'official_id']).doUpdateSet({ checked_at: now }))
    .execute();
}

/** Puts the report of an unknown person into the outbox, once however many try at once. True: this call did. */
export async function reportOnce(
  database: Database,
  teamId: string,
  userId: string,
  rows: OutboxRow[],
): Promise<boolean> {
  return inTransaction(database, async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('messenger_user')
      .set({ reported: true })
      .where('team_id', '=', teamId)
      .where('user_id', '=', userId)
      .where('reported', '=', false)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    await enqueue(tx, rows);
    return true;
  });
}
