import { digest } from './digest/export-source.ts';
import { evaluations } from './evaluations/export-source.ts';
import { EXPORT_KINDS, type ExportKind } from './export-kinds.ts';
import { accessLog } from './exports/access-log-source.ts';
import type { ExportSource } from './exports/source.ts';
import { archive, balances, departmentDays, gifts, received } from './points/export-sources.ts';
import { candidatesSource, performanceSource } from './reports/export.ts';
import { tasks } from './tasks/export-source.ts';

// A new kind: its word and its usual days in export-kinds.ts, its source here.
const byKind: Record<ExportKind, ExportSource> = {
  gifts,
  balances,
  received,
  department_days: departmentDays,
  archive,
  tasks,
  evaluations,
  candidates: candidatesSource,
  performance: performanceSource,
  digest,
  access_log: accessLog,
};

/** Everything that can be exported, in the order in which people choose. */
export const exportSources: readonly ExportSource[] = EXPORT_KINDS.map((kind) => byKind[kind]);
