import type { Database } from '../database/database.ts';
import type { Renderer } from '../messenger/outbox.ts';
import { findExtension } from './extension-store.ts';
import { renderExtensionNotice } from './messages.ts';

/** How the exchange's messages come to be; a term whose end was moved again meanwhile is not spoken of. */
export function createExchangeRenderers(deps: { database: Database }): Record<string, Renderer> {
  return {
    'exchange-extended': async ([item], { locale }) => {
      const extension = await findExtension(deps.database, item?.subjectId ?? 0);
      if (!extension || extension.endNow !== extension.newEnd) return undefined;
      const audience = item?.lane === `official:${extension.holder.id}` ? 'holder' : 'cco';
      return { ...renderExtensionNotice(extension, audience, locale), covers: 1 };
    },
  };
}
