import type { Writable } from 'node:stream';
import { seoulDay } from '../calendar/seoul.ts';
import { type Cell, type ExportOutcome, refuseExport, writeCsv } from '../csv-export.ts';
import type { Database } from '../database/database.ts';
import { readOnePicture } from '../database/long-read.ts';
import { appendAccess } from '../directory/store.ts';
import { type ExportLine, streamEvaluations } from './export-store.ts';

// Others build on these columns: they only grow, at the end.
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
 * Writes the reviews and evaluations that are due in the days, unanswered ones too, to `out` and ends it: the latest submitted
 * answer and the latest grade of each. Without days it is this year's.
 *
 * Nothing is written, and nothing is logged, when it is refused. Otherwise who exported what and why is in the access log before
 * the first byte leaves (안전성 확보조치 기준).
 * @throws what `out` or the database throws; what was written until then is not complete
 */
export async function exportEvaluations(
  database: Database,
  request: {
    from?: string;
    to?: string;
    reason: string;
    /** Who exports, when it is nobody of the directory: the operating system's user, say. */
    actorLabel: string;
    origin?: string;
    now: Date;
  },
  out: Writable,
): Promise<ExportOutcome> {
  const year = seoulDay(request.now).slice(0, 4);
  const from = request.from ?? `${year}-01-01`;
  const to = request.to ?? `${year}-12-31`;
  const refusals = refuseExport(request.reason, from, to);
  if (refusals.length > 0) return { kind: 'refused', refusals };
  await appendAccess(database, {
    actorId: null,
    actorLabel: request.actorLabel,
    action: 'export',
    subject: `evaluations ${from}..${to}`,
    reason: request.reason.trim(),
    origin: request.origin ?? '',
  });
  const rows = await readOnePicture(database, (picture) =>
    writeCsv([...COLUMNS], cellsOf, streamEvaluations(picture, { from, to }), out),
  );
  return { kind: 'exported', rows };
}

function cellsOf(line: ExportLine): Cell[] {
  return COLUMNS.map((column) => {
    const cell = line[column];
    return typeof cell === 'boolean' ? String(cell) : cell;
  });
}
