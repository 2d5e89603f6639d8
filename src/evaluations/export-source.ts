import { USUAL_DAYS } from '../export-kinds.ts';
import type { ExportRow, ExportSource } from '../exports/source.ts';
import { type ExportLine, streamEvaluations } from './export-store.ts';
import { en } from './text.en.ts';
import { ko } from './text.ko.ts';

const COLUMNS = [
  'evaluation_id',
  'kind',
  'period',
  'cycle',
  'due_on',
  'agency',
  'department',
  'task_id',
  'task',
  'task_state',
  'task_progress',
  'owner',
  'state',
  'answered_by',
  'answered_at',
  'late',
  'versions',
  'progress',
  'results',
  'difficulties',
  'next_plan',
  'evaluator',
  'grade',
  'comment',
  'recommended',
  'graded_by',
  'graded_at',
] as const satisfies ReadonlyArray<keyof ExportLine>;

/**
 * The reviews and evaluations that are due in the days, unanswered ones too: the latest submitted answer and the latest grade of
 * each. Without days it is this year's.
 */
export const evaluations: ExportSource = {
  kind: 'evaluations',
  name: { ko: ko.exported, en: en.exported },
  columns: COLUMNS,
  roles: ['operator', 'cco', 'auditor'],
  usual: USUAL_DAYS.evaluations,
  async *rows(picture, range, agencyId): AsyncGenerator<ExportRow> {
    for await (const line of streamEvaluations(picture, range, agencyId))
      yield {
        agencyIds: [line.agency_id],
        cells: COLUMNS.map((column) => {
          const cell = line[column];
          return typeof cell === 'boolean' ? String(cell) : cell;
        }),
      };
  },
};
