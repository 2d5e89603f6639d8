import { USUAL_DAYS } from '../export-kinds.ts';
import type { ExportRow, ExportSource } from '../exports/source.ts';
import { streamTasks, type TaskLine } from './export-store.ts';
import { en } from './text.en.ts';
import { ko } from './text.ko.ts';

const COLUMNS = [
  'task_id',
  'title',
  'state',
  'progress',
  'due_on',
  'proposed_on',
  'registered_on',
  'closed_on',
  'lead_agency',
  'lead_department',
  'lead_owner',
  'partners',
  'purpose',
  'content',
  'history',
  'related_task',
  'exchange_pair',
  'updated_on',
  'last_note',
  'results',
  'dispute',
] as const satisfies ReadonlyArray<keyof TaskLine>;

/** 협업과제 that were under way on any of the days, as they stand now; an agency has those that it shares with others, too. */
export const tasks: ExportSource = {
  kind: 'tasks',
  name: { ko: ko.exported, en: en.exported },
  columns: COLUMNS,
  roles: ['operator', 'cco', 'auditor'],
  usual: USUAL_DAYS.tasks,
  async *rows(picture, range, agencyId): AsyncGenerator<ExportRow> {
    for await (const line of streamTasks(picture, range, agencyId))
      yield { agencyIds: line.agency_ids ?? [], cells: COLUMNS.map((column) => line[column]) };
  },
};
