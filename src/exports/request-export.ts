import { type Day, seoulDay } from '../calendar/seoul.ts';
import { type Database, inTransaction } from '../database/database.ts';
import { findAgencyById, findAgencyByName, findViewer, logAct } from '../directory/store.ts';
import { cleanText, visibleLength } from '../messenger/mrkdwn.ts';
import type { ExportRecord } from './export.ts';
import { countOpen, findExportByKey, findExportsOf, insertRequest, lockRequestsOf } from './job-store.ts';
import {
  exportingRole,
  type Format,
  kindsOf,
  MAX_OPEN,
  REASON_MAX_LENGTH,
  type Refusal,
  refuseExport,
  refuseReason,
  refuseScope,
  type Viewer,
} from './rules.ts';
import type { ExportSource } from './source.ts';
import { usualDays } from './usual-days.ts';

/** What somebody may ask for. */
export interface ExportForm {
  sources: ExportSource[];
  /** The agency whose rows alone there are; undefined: any may be chosen. */
  agency: { id: number; name: string; shortName: string } | undefined;
  /** What it begins with. */
  begin: { kind?: string; agency?: string; from?: Day; to?: Day };
}

/** What is wanted where the form is asked for, such as the details of one digest. */
export interface Wanted {
  kind?: string;
  agencyId?: number;
  from?: Day;
  to?: Day;
}

/** The form for whoever may export something now; who may not is in the access log. */
export async function openForm(
  database: Database,
  sources: readonly ExportSource[],
  asker: { officialId: number; teamId: string },
  { agencyId, ...begin }: Wanted,
  now: Date,
): Promise<{ form: ExportForm } | { refusals: Refusal[] }> {
  const viewer = await findViewer(database, asker.officialId, seoulDay(now));
  const role = exportingRole(viewer);
  if (role === undefined) {
    const { teamId } = asker;
    await logAct(database, viewer.officialId, { action: 'refused_export', subject: 'form', teamId });
    return { refusals: [{ reason: 'not_entitled' }] };
  }
  if (role !== 'auditor' && viewer.agency === undefined) return { refusals: [{ reason: 'no_agency' }] };
  const own = role === 'auditor' ? undefined : viewer.agency;
  const agency =
    own === undefined && agencyId !== undefined
      ? (await findAgencyById(database, agencyId))?.name
      : undefined;
  return {
    form: {
      sources: kindsOf(viewer, sources),
      agency: own,
      begin: { ...begin, ...(agency === undefined ? {} : { agency }) },
    },
  };
}

/** What was filled in, each as typed: whoever can forge it may make it anything. */
export interface TypedExport {
  kind: string;
  /** The agency's name; empty: all, and for operators and CCOs always their own. */
  agency: string;
  from: string;
  to: string;
  format: Format;
  bom: boolean;
  reason: string;
}

export type RequestOutcome =
  | { kind: 'requested'; record: ExportRecord; repeat: boolean }
  | { kind: 'refused'; refusals: Refusal[] };

/**
 * Asks for an export, which a worker writes and delivers; all that is wrong comes back at once. The same key again is the export
 * that was asked for. An attempt at what is not one's own is logged.
 */
export async function requestExport(
  database: Database,
  sources: readonly ExportSource[],
  ask: TypedExport & { actorId: number; teamId: string; requestKey: string },
  now: Date,
): Promise<RequestOutcome> {
  const today = seoulDay(now);
  const viewer = await findViewer(database, ask.actorId, today);
  const source = sources.find(({ kind }) => kind === ask.kind);
  if (!source) return refusedWith({ reason: 'kind_unknown', kind: ask.kind });
  const agency = await findAgency(database, viewer, cleanText(ask.agency), today);
  if ('reason' in agency) return refusedWith(agency);
  const forbidden = refuseScope(viewer, source, agency.id);
  if (forbidden) {
    await logAct(database, viewer.officialId, {
      action: 'refused_export',
      subject: `${source.kind}${agency.id === undefined ? '' : ` agency:${agency.id}`}`,
      reason: cleanText(ask.reason).slice(0, REASON_MAX_LENGTH),
      teamId: ask.teamId,
      ...(agency.id === undefined ? {} : { about: { agencyIds: [agency.id] } }),
    });
    return refusedWith(forbidden);
  }
  const { actorId: officialId, teamId, requestKey: key, format, bom } = ask;
  const usual = usualDays(source.usual, today);
  const { from, to } = { from: ask.from || usual.from, to: ask.to || usual.to };
  const reason = cleanText(ask.reason);
  const refusals = [
    ...refuseReason(visibleLength(reason)),
    ...refuseExport(reason, { from, to }, source.usual, today),
  ];
  return inTransaction(database, async (tx) => {
    await lockRequestsOf(tx, officialId);
    const before = await findOwn(tx, ask);
    if (before) return { kind: 'requested', record: before, repeat: true };
    // A reason that is too short, or none, is one fault to whoever reads it.
    if (refusals.length > 0) return { kind: 'refused', refusals };
    if ((await countOpen(tx, officialId)) >= MAX_OPEN)
      return refusedWith({ reason: 'too_many_open', max: MAX_OPEN });
    await insertRequest(
      tx,
      { key, teamId, officialId, kind: source.kind, from, to, agencyId: agency.id, format, bom, reason },
      now,
    );
    const record = await findOwn(tx, ask);
    if (!record) throw new Error('the export is not there');
    return { kind: 'requested', record, repeat: false };
  });
}

const LISTED = 10;

/** Somebody's own exports, the newest first. */
export async function listExports(database: Database, officialId: number): Promise<ExportRecord[]> {
  return findExportsOf(database, officialId, LISTED);
}

const refusedWith = (refusal: Refusal): RequestOutcome => ({ kind: 'refused', refusals: [refusal] });

async function findOwn(
  database: Database,
  { requestKey, actorId }: { requestKey: string; actorId: number },
): Promise<ExportRecord | undefined> {
  const record = await findExportByKey(database, requestKey);
  if (record && record.officialId !== actorId) throw new Error(`the key ${requestKey} is somebody else's`);
  return record;
}

async function findAgency(
  database: Database,
  viewer: Viewer,
  name: string,
  today: Day,
): Promise<{ id: number | undefined } | Refusal> {
  if (name === '') return { id: viewer.role === 'auditor' ? undefined : viewer.agency?.id };
  const found = await findAgencyByName(database, name, today);
  return found ? { id: found.id } : { reason: 'agency_unknown', name };
}
