/** What can be exported, by the word of the command line. What each kind holds is in export-sources.ts. */
export const EXPORT_KINDS = [
  'gifts',
  'balances',
  'received',
  'department_days',
  'archive',
  'tasks',
  'evaluations',
  'candidates',
  'performance',
  'digest',
  'access_log',
] as const;

export type ExportKind = (typeof EXPORT_KINDS)[number];
