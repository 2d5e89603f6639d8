import type { ModalView } from '@slack/types';
import type { Actor } from './listeners.ts';

/** Opens a dialog: on top of the one that it was asked for in, if any, so that this one is still there afterwards. */
export async function openDialog(
  act: Pick<Actor, 'client'> & { triggerId: string; view?: { type: string } | undefined },
  view: ModalView,
): Promise<void> {
  const asked = { trigger_id: act.triggerId, view };
  await (act.view?.type === 'modal' ? act.client.views.push(asked) : act.client.views.open(asked));
}
