import { sql } from 'kysely';
import type { Database } from '../database/database.ts';

/** A channel in which the threads of an agency's tasks are kept. */
export interface TaskChannel {
  teamId: string;
  channelId: string;
}

/** The channels of a registered task's agencies, each once, and whether the task's thread has begun there or is about to. */
export async function findThreads(
  database: Database,
  taskId: number,
): Promise<Array<TaskChannel & { begun: boolean }>> {
  const { rows } = await sql<{ team_id: string; channel_id: string; begun: boolean }>`
    select c.team_id, c.channel_id,
           exists (select from outbox o where o.subject_id = ${taskId} and o.kind = 'task-thread'
                   and o.team_id = c.team_id and o.lane = 'channel:' || c.channel_id
                   and o.state in ('due', 'claimed', 'sent')) as begun
    from (select distinct c.team_id, c.channel_id
          from task_channel c join task_party p on p.agency_id = c.agency_id where p.task_id = ${taskId}) c
    where exists (select from task_event e where e.task_id = ${taskId} and e.kind = 'registered')
    order by c.team_id, c.channel_id`.execute(database);
  return rows.map((row) => ({ teamId: row.team_id, channelId: row.channel_id, begun: row.begun }));
}

/** Undefined: the agency wants no threads any more. */
export async function setTaskChannel(
  tx: Database,
  agencyId: number,
  channel: TaskChannel | undefined,
): Promise<void> {
  if (!channel) {
    await tx.deleteFrom('task_channel').where('agency_id', '=', agencyId).execute();
    return;
  }
  const place = { team_id: channel.teamId, channel_id: channel.channelId };
  await tx
    .insertInto('task_channel')
    .values({ agency_id: agencyId, ...place })
    .onConflict((conflict) => conflict.column('agency_id').doUpdateSet(place))
    .execute();
}
