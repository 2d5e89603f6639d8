import { givePoints } from '../../src/points/give-points.ts';
import { giftOf, seoul, TEAM, type TestGovernment } from '../support/government.ts';
import type { Person } from '../support/ledger.ts';

/** Everybody has been in their post for long, so that there are records that are due by the database's own clock. */
export async function beThereSince(gov: TestGovernment, day: string): Promise<void> {
  await gov.rows(`update posting set during = daterange($1::date, upper(during))`, [day]);
}

/** A gift at noon of a day; its number. */
export async function giveOn(
  gov: TestGovernment,
  from: Person,
  to: Person,
  day: string,
  message = `${day}의 도움에 감사드립니다.`,
): Promise<number> {
  const at = seoul(`${day} 12:00:00.000`);
  const outcome = await givePoints(gov.database, giftOf(from, to, { message }), at);
  if (outcome.kind !== 'given') throw new Error(JSON.stringify(outcome));
  return outcome.giftId;
}

/** An entry of the access log as it was written then. */
export async function logOn(
  gov: TestGovernment,
  day: string,
  entry: {
    actor?: Person;
    about?: Person;
    agencyId?: number;
    action?: string;
    subject?: string;
    reason?: string;
  } = {},
): Promise<number> {
  return gov.value(
    `insert into access_log (occurred_at, actor_id, actor_label, action, subject, origin, subject_official_ids, subject_agency_ids, reason)
     values ($1, $2, 'official', $3, $4, $5, $6, $7, $8) returning id`,
    [
      seoul(`${day} 12:00:00.000`),
      entry.actor?.id ?? null,
      entry.action ?? 'look_at_statement',
      entry.subject ?? 'official:1 2019-11',
      `slack:${TEAM}`,
      entry.about ? [entry.about.id] : null,
      entry.agencyId === undefined ? null : [entry.agencyId],
      entry.reason ?? '',
    ],
  );
}
