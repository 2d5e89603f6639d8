import type { ActionAct } from './listeners.ts';
import { type Reply, renderModal } from './replies.ts';

/**
 * Puts an answer where the button was: in the conversation, or in a dialog when it was on App Home, where there is none.
 * Returns what is left to say in the conversation.
 */
export async function present(act: ActionAct, reply: Reply | undefined): Promise<Reply | undefined> {
  if (!reply || act.channelId !== undefined) return reply;
  const view = renderModal(reply, act.locale);
  if (act.view?.type === 'modal') await act.client.views.update({ view_id: act.view.id, view });
  else await act.client.views.open({ trigger_id: act.triggerId, view });
  return undefined;
}
