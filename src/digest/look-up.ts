import { mondayOf } from '../calendar/iso-week.ts';
import { type Day, seoulDay } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { findCalendar } from '../directory/holiday-store.ts';
import {
  appendAccess,
  findAbolition,
  findAgencyById,
  findAgencyByName,
  findViewer,
  logAct,
} from '../directory/store.ts';
import type { Logger } from '../log.ts';
import { rollUp } from '../points/roll-up.ts';
import { computeDigests } from './compute-digests.ts';
import type { StoredDigest } from './digest.ts';
import type { DigestView } from './messages.ts';
import { isSendDayOver, type Missing, mayPreview, mayRead, type Refusal, type Viewer } from './rules.ts';
import {
  findAllPolicyChanges,
  findDigest,
  findDigestById,
  findOldestWeek,
  findThanks,
  inOneSnapshot,
} from './store.ts';
import { findBeginning } from './week-store.ts';

/** Which digest is meant: an agency by id or name, or one's own; a week, or the newest. */
export interface Asked {
  agency: { id: number } | { name: string } | undefined;
  week: Day | undefined;
}

export type LookUpOutcome = { view: DigestView & { digest: StoredDigest } } | { refusals: Refusal[] };

/**
 * A stored digest for somebody who may read it now; whatever let them in before does not count. The look is logged, also one
 * that was refused (개인정보의 안전성 확보조치 기준).
 * @param options.part what of it is looked at, for the log
 */
export async function lookUpDigest(
  database: Database,
  officialId: number,
  ask: Asked,
  options: { teamId: string; part: string },
  now: Date,
): Promise<LookUpOutcome> {
  const today = seoulDay(now);
  const viewer = await findViewer(database, officialId, today);
  const refusal = refuseRole(viewer);
  const agency = await findAsked(database, ask, viewer, today);
  if (!refusal && 'reason' in agency) return { refusals: [agency] };
  if (refusal || 'reason' in agency || !mayRead(viewer, agency.id)) {
    const agencyId = 'reason' in agency ? 0 : agency.id;
    const action = 'refused_digest';
    await logLook(database, viewer, { ...options, agencyId, week: ask.week, action });
    return { refusals: [refusal ?? { reason: 'other_agency' }] };
  }
  const digest = await findDigest(database, agency.id, ask.week);
  if (!digest) {
    const missing = await explainMissing(database, agency.id, ask.week, today);
    const previewOf = mayPreview(viewer, agency.id) ? agency.id : undefined;
    return { refusals: [{ ...missing, ...(previewOf === undefined ? {} : { previewOf }) }] };
  }
  await logLook(database, viewer, {
    ...options,
    agencyId: agency.id,
    week: digest.week,
    action: 'look_at_digest',
  });
  const thanks = await findThanks(database, digest.content.thanks);
  return { view: { digest, thanks, mayPreview: mayPreview(viewer, agency.id) } };
}

/** The running week of an agency as it stands now, for its operators: sent to nobody, stored nowhere; each try is logged. */
export async function previewDigest(
  database: Database,
  officialId: number,
  ask: { agencyId: number; teamId: string; log: Pick<Logger, 'info'> },
  now: Date,
): Promise<{ view: DigestView } | { refusals: Refusal[] }> {
  const { agencyId, teamId, log } = ask;
  const today = seoulDay(now);
  const viewer = await findViewer(database, officialId, today);
  const week = mondayOf(today);
  if (!mayPreview(viewer, agencyId)) {
    await logLook(database, viewer, { agencyId, week, part: 'preview', action: 'refused_digest', teamId });
    return { refusals: [{ reason: 'not_operator' }] };
  }
  // Somebody waits: while another process rolls up, the state before is good enough.
  const rolled = await rollUp(database, { now, log, wait: false });
  const [calendar, policies, began] = await Promise.all([
    findCalendar(database),
    findAllPolicyChanges(database),
    findBeginning(database),
  ]);
  const [digest] = await inOneSnapshot(database, (tx) =>
    computeDigests(tx, { week, late: false, only: agencyId, rolled, began, calendar, policies }, now),
  );
  if (!digest) return { refusals: [{ reason: 'no_digest', week }] };
  await logLook(database, viewer, { agencyId, week, part: 'all', action: 'preview_digest', teamId });
  return { view: { digest, thanks: await findThanks(database, digest.content.thanks), preview: true } };
}

/** A digest for one who was sent it; undefined when they may not read it any more. */
export async function findDigestFor(
  database: Database,
  id: number,
  officialId: number,
  today: Day,
): Promise<DigestView | undefined> {
  const digest = await findDigestById(database, id);
  if (!digest) return undefined;
  const viewer = await findViewer(database, officialId, today);
  if (!mayRead(viewer, digest.agencyId)) return undefined;
  const thanks = await findThanks(database, digest.content.thanks);
  return { digest, thanks, mayPreview: mayPreview(viewer, digest.agencyId) };
}

/** A stored digest by the agency's name for the command line, whose right is that of the machine; logged all the same. */
export async function readDigest(
  database: Database,
  ask: { agency: string; week: Day | undefined; actorLabel: string; origin: string },
  now: Date,
): Promise<LookUpOutcome> {
  const agency = await findAgencyByName(database, ask.agency, seoulDay(now));
  if (!agency) return { refusals: [{ reason: 'agency_unknown', name: ask.agency }] };
  const digest = await findDigest(database, agency.id, ask.week);
  if (!digest) return { refusals: [await explainMissing(database, agency.id, ask.week, seoulDay(now))] };
  await appendAccess(database, {
    actorId: null,
    actorLabel: ask.actorLabel,
    action: 'look_at_digest',
    subject: subjectOf(agency.id, digest.week, 'all'),
    origin: ask.origin,
    about: { agencyIds: [agency.id] },
  });
  return { view: { digest, thanks: await findThanks(database, digest.content.thanks) } };
}

function refuseRole({ role, status }: Viewer): Refusal | undefined {
  const reads = status !== 'left' && (role === 'cco' || role === 'operator' || role === 'auditor');
  return reads ? undefined : { reason: 'not_entitled' };
}

async function findAsked(
  database: Database,
  { agency }: Asked,
  viewer: Viewer,
  today: Day,
): Promise<{ id: number } | Refusal> {
  if (agency === undefined)
    return viewer.agencyId === undefined ? { reason: 'agency_missing' } : { id: viewer.agencyId };
  if ('id' in agency) return (await findAgencyById(database, agency.id)) ?? { reason: 'stale_button' };
  const found = await findAgencyByName(database, agency.name, today);
  return found ?? { reason: 'agency_unknown', name: agency.name };
}

/** Why there is none: it is still to come, the agency is no more, or it never came. */
async function explainMissing(
  database: Database,
  agencyId: number,
  week: Day | undefined,
  today: Day,
): Promise<Missing> {
  const [abolition, oldest, calendar] = await Promise.all([
    findAbolition(database, agencyId, today),
    findOldestWeek(database, agencyId),
    findCalendar(database),
  ]);
  if (abolition) {
    const { name, last, successors } = abolition;
    return { reason: 'agency_abolished', agency: name, last, successors, oldest };
  }
  return week !== undefined && isSendDayOver(week, calendar, today)
    ? { reason: 'week_without_digest', week, oldest }
    : { reason: 'no_digest', week };
}

async function logLook(
  database: Database,
  viewer: Viewer,
  look: { agencyId: number; week: Day | undefined; part: string; action: string; teamId: string },
): Promise<void> {
  await logAct(database, viewer.officialId, {
    action: look.action,
    subject: subjectOf(look.agencyId, look.week, look.part),
    teamId: look.teamId,
    ...(look.agencyId > 0 ? { about: { agencyIds: [look.agencyId] } } : {}),
  });
}

function subjectOf(agencyId: number, week: Day | undefined, part: string): string {
  return `digest agency:${agencyId} week:${week ?? 'newest'} ${part}`;
}
