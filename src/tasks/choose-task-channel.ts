import { seoulDay } from '../calendar/seoul.ts';
import { type Database, inTransaction } from '../database/database.ts';
import { logAct } from '../directory/store.ts';
import { findViewer } from './store.ts';
import type { Refusal } from './task.ts';
import { setTaskChannel } from './thread-store.ts';

/**
 * Names the channel in which the threads of the agency's tasks are kept, or switches them off (null). Only by the agency's
 * operator or an administrator of it; threads that have begun elsewhere stay there.
 */
export async function chooseTaskChannel(
  database: Database,
  request: { actorId: number; teamId: string; channelId: string | null },
  now: Date,
): Promise<
  { kind: 'channel_chosen'; channelId: string | undefined } | { kind: 'refused'; refusals: Refusal[] }
> {
  const { actorId, teamId, channelId } = request;
  const viewer = await findViewer(database, actorId, seoulDay(now));
  const keeps = viewer?.status !== 'left' && (viewer?.role === 'operator' || viewer?.role === 'admin');
  const agencyId = keeps ? viewer?.agencyId : undefined;
  if (agencyId === undefined) return { kind: 'refused', refusals: [{ reason: 'not_operator' }] };
  await inTransaction(database, async (tx) => {
    await setTaskChannel(tx, agencyId, channelId === null ? undefined : { teamId, channelId });
    await logAct(tx, actorId, {
      action: 'choose_task_channel',
      subject: channelId === null ? `agency:${agencyId} off` : `agency:${agencyId} channel:${channelId}`,
      teamId,
      about: { agencyIds: [agencyId] },
    });
  });
  return { kind: 'channel_chosen', channelId: channelId ?? undefined };
}
