import { isoWeekOf } from '../calendar/iso-week.ts';
import { USUAL_DAYS } from '../export-kinds.ts';
import type { ExportRow, ExportSource } from '../exports/source.ts';
import { detailLines } from './detail-lines.ts';
import { listDigests } from './export-store.ts';
import { findThanks } from './store.ts';
import { en } from './text.en.ts';
import { ko } from './text.ko.ts';

/**
 * The stored weekly digests in detail, of weeks that begin in the days: a line for each figure and each entry of a list. Figures
 * are those that were sent; thank-you messages are as they may be shown today. Without days it is last week's.
 */
export const digest: ExportSource = {
  kind: 'digest',
  name: { ko: ko.exported, en: en.exported },
  columns: [
    'week',
    'agency',
    'part',
    'name',
    'place',
    'points',
    'count',
    'day',
    'detail',
    'late',
    'as_of',
    'position',
    'head',
  ],
  roles: ['operator', 'cco', 'auditor'],
  usual: USUAL_DAYS.digest,
  async *rows(picture, range, agencyId): AsyncGenerator<ExportRow> {
    for await (const { agencyId: of, week, content, late, asOf, position, head } of listDigests(
      picture,
      range,
      agencyId,
    )) {
      const thanks = await findThanks(picture, content.thanks);
      for (const line of detailLines(content, thanks))
        yield {
          agencyIds: [of],
          cells: [
            isoWeekOf(week),
            content.agency,
            line.part,
            line.name,
            line.place,
            line.points,
            line.count,
            line.day,
            line.detail,
            String(late),
            asOf.toISOString(),
            position,
            head,
          ],
        };
    }
  },
};
