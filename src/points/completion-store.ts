import { sql } from 'kysely';
import type { Day } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';

/** Someone of a task's team: whoever answers for one of its parties on a day, where they belong on it. */
export interface TeamMember {
  officialId: number;
  name: string;
  postingId: number;
}

export interface TeamOfAgency {
  agency: { id: number; shortName: string };
  members: TeamMember[];
}

/** Who decided, last before a day, whether completed tasks bring special points in an agency. */
export async function findCompletionDecider(
  database: Database,
  agencyId: number,
  day: Day,
): Promise<number | undefined> {
  const row = await database
    .selectFrom('policy_change')
    .select('decided_by')
    .where('agency_id', '=', agencyId)
    .where('effective_from', '<=', day)
    .where(sql<boolean>`changes ? 'completionPoints'`)
    .orderBy('effective_from', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return row?.decided_by;
}

/** A task's team by agency, in the order of the agencies' ids. */
export async function findTeam(database: Database, taskId: number, day: Day): Promise<TeamOfAgency[]> {
  const { rows } = await sql<{
    agency_id: number;
    agency: string;
    official_id: number;
    name: string;
    posting_id: number;
  }>`
    select distinct a.id as agency_id, a.short_name as agency, o.id as official_id, o.name, n.id as posting_id
    from task_parties(${day}::date) p
    join official o on o.id = p.answers_id join posting n on n.official_id = o.id and n.during @> ${day}::date
    join agency a on a.id = n.agency_id
    where p.task_id = ${taskId}
    order by a.id, o.id`.execute(database);
  const agencies = new Map<number, TeamOfAgency>();
  for (const row of rows) {
    const team = agencies.get(row.agency_id) ?? {
      agency: { id: row.agency_id, shortName: row.agency },
      members: [],
    };
    team.members.push({ officialId: row.official_id, name: row.name, postingId: row.posting_id });
    agencies.set(row.agency_id, team);
  }
  return [...agencies.values()];
}
