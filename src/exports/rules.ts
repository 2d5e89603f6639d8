import { type Day, isDay } from '../calendar/seoul.ts';
import type { Official } from '../directory/official.ts';
import type { ExportingRole, ExportSource } from './source.ts';
import { latestStart, type UsualDays } from './usual-days.ts';

/** Why an export was refused. A closed list: each has words in text.ko.ts and text.en.ts. */
export type Refusal =
  | { reason: 'reason_missing' }
  | { reason: 'reason_short'; length: number; min: number }
  | { reason: 'reason_long'; length: number; max: number }
  | { reason: 'not_a_day'; field: 'from' | 'to'; given: string }
  | { reason: 'from_after_to'; from: Day; to: Day }
  | { reason: 'not_yet'; usual: UsualDays; latest: Day }
  | { reason: 'kind_unknown'; kind: string }
  | { reason: 'agency_unknown'; name: string }
  | { reason: 'not_entitled' }
  | { reason: 'kind_not_yours'; role: ExportingRole }
  | { reason: 'other_agency' }
  | { reason: 'no_agency' }
  | { reason: 'too_many_open'; max: number }
  | { reason: 'too_many_rows'; max: number }
  | { reason: 'too_large'; maxMegabytes: number };

export type Format = 'csv' | 'xlsx';
export const FORMATS: readonly Format[] = ['csv', 'xlsx'];

/** Excel's own limit, less the header. */
export const XLSX_MAX_ROWS = 1_048_576 - 1;
/** What Slack takes as one file. */
export const SLACK_MAX_BYTES = 1_000_000_000;
/** A person's exports that may be under way at the same time. */
export const MAX_OPEN = 3;
/** In chat, where a word is quickly typed: enough letters to say what for. */
export const REASON_MIN_LENGTH = 5;
export const REASON_MAX_LENGTH = 300;
/** An exported file is gone from Slack after this. */
export const KEPT_MS = 24 * 3_600_000;

/**
 * All that is wrong with the reason or the days of an export; both days are included. Days that are wholly to come, or of a week or
 * year that is not over, are refused: the file would be empty. Days that are partly so are taken as they are, and hold what there
 * is by now.
 */
export function refuseExport(
  reason: string,
  { from, to }: { from: string; to: string },
  usual: UsualDays,
  today: Day,
): Refusal[] {
  const refusals: Refusal[] = [];
  // Whitespace, joiners and other marks that leave no ink give no reason.
  if (!/[\p{L}\p{N}]/u.test(reason)) refusals.push({ reason: 'reason_missing' });
  if (!isDay(from)) refusals.push({ reason: 'not_a_day', field: 'from', given: from });
  if (!isDay(to)) refusals.push({ reason: 'not_a_day', field: 'to', given: to });
  const latest = latestStart(usual, today);
  if (isDay(from) && latest !== undefined && from > latest)
    refusals.push({ reason: 'not_yet', usual, latest });
  else if (isDay(from) && isDay(to) && from > to) refusals.push({ reason: 'from_after_to', from, to });
  return refusals;
}

/** What chat asks of a reason besides. */
export function refuseReason(length: number): Refusal[] {
  if (length < REASON_MIN_LENGTH) return [{ reason: 'reason_short', length, min: REASON_MIN_LENGTH }];
  if (length > REASON_MAX_LENGTH) return [{ reason: 'reason_long', length, max: REASON_MAX_LENGTH }];
  return [];
}

/** Who exports, as the directory has them at this moment. */
export interface Viewer {
  officialId: number;
  role: Official['role'];
  status: Official['status'];
  agency: Official['agency'];
}

/** The role that lets somebody export anything at all; an administrator runs the system and reads nobody's records by that. */
export function exportingRole({ role, status }: Pick<Viewer, 'role' | 'status'>): ExportingRole | undefined {
  return status !== 'left' && role !== 'member' && role !== 'admin' ? role : undefined;
}

/** The kinds that somebody may have. */
export function kindsOf(viewer: Viewer, sources: readonly ExportSource[]): ExportSource[] {
  const role = exportingRole(viewer);
  return role === undefined ? [] : sources.filter(({ roles }) => roles.includes(role));
}

/**
 * Whether somebody may export a kind for an agency, and undefined if so. Operators and CCOs(혁신책임관) get their own agency's rows and
 * nothing else; auditors read everything.
 * @param agencyId undefined: of all agencies
 */
export function refuseScope(
  viewer: Viewer,
  source: Pick<ExportSource, 'roles'>,
  agencyId: number | undefined,
): Refusal | undefined {
  const role = exportingRole(viewer);
  if (role === undefined) return { reason: 'not_entitled' };
  if (!source.roles.includes(role)) return { reason: 'kind_not_yours', role };
  if (role === 'auditor') return undefined;
  if (viewer.agency === undefined) return { reason: 'no_agency' };
  return agencyId === viewer.agency.id ? undefined : { reason: 'other_agency' };
}
