import type { Database } from '../database/database.ts';
import type { Renderer } from '../messenger/outbox.ts';
import { findExport } from './job-store.ts';
import { renderNotice } from './messages.ts';
import type { ExportSource } from './source.ts';

/** How whoever asked is told that an export has ended; nothing is said any more once its file is gone. */
export function createExportRenderers(deps: {
  database: Database;
  sources: readonly ExportSource[];
}): Record<string, Renderer> {
  return {
    export: async ([item], { locale }) => {
      const record = await findExport(deps.database, item?.subjectId ?? 0);
      const notice = record && renderNotice(record, deps.sources, locale);
      return notice && { ...notice, covers: 1 };
    },
  };
}
