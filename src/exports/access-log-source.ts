import { USUAL_DAYS } from '../export-kinds.ts';
import { streamAccessLog } from './access-log-store.ts';
import type { ExportRow, ExportSource } from './source.ts';
import { en } from './text.en.ts';
import { ko } from './text.ko.ts';

/** Who looked at, exported or changed whose data (안전성 확보조치 기준), for auditors alone. This export's own entry is in it. */
export const accessLog: ExportSource = {
  kind: 'access_log',
  name: { ko: ko.accessLog, en: en.accessLog },
  columns: [
    'id',
    'occurred_at',
    'actor',
    'actor_label',
    'action',
    'subject',
    'reason',
    'origin',
    'subject_officials',
    'subject_agencies',
    'subject_words',
  ],
  roles: ['auditor'],
  usual: USUAL_DAYS.access_log,
  async *rows(picture, range, agencyId): AsyncGenerator<ExportRow> {
    for await (const line of streamAccessLog(picture, range, agencyId))
      yield {
        agencyIds: line.subject_agency_ids,
        cells: [
          line.id,
          line.occurred_at,
          line.actor,
          line.actor_label,
          line.action,
          line.subject,
          line.reason,
          line.origin,
          line.subject_officials,
          line.subject_agencies,
          line.subject_words,
        ],
      };
  },
};
