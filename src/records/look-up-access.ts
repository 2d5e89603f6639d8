import { seoulDay } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { findViewer, logAct } from '../directory/store.ts';
import { findAccess, findAccessTo } from './access-store.ts';
import type { AccessEntry, AccessFilter } from './record.ts';
import { mayReadLog, type Refusal } from './rules.ts';

const ENTRIES_ON_A_PAGE = 12;

/** Which page: entries older than `before`, or the newest. */
export interface AccessAsk {
  filter: AccessFilter;
  before: number | undefined;
  teamId: string;
}

export interface AccessPage {
  filter: AccessFilter;
  entries: AccessEntry[];
  /** Older than the last one shown. */
  older: boolean;
  isNewest: boolean;
  /** What others did with the reader's own data. */
  own: boolean;
}

/**
 * A page of the access log for an auditor, everybody else is refused. Reading it is logged before it is shown, and so is a
 * refusal (개인정보의 안전성 확보조치 기준 제8조②: the log is looked through).
 */
export async function lookUpAccess(
  database: Database,
  officialId: number,
  ask: AccessAsk,
  now: Date,
): Promise<AccessPage | { refusals: Refusal[] }> {
  const viewer = await findViewer(database, officialId, seoulDay(now));
  const isAllowed = mayReadLog(viewer);
  const { filter, teamId } = ask;
  await logAct(database, viewer.officialId, {
    action: isAllowed ? 'look_at_access_log' : 'refused_access_log',
    subject: describe(filter),
    teamId,
    about: {
      ...(filter.officialId === undefined ? {} : { officialIds: [filter.officialId] }),
      ...(filter.agencyId === undefined ? {} : { agencyIds: [filter.agencyId] }),
    },
  });
  if (!isAllowed) return { refusals: [{ reason: 'not_auditor' }] };
  return toPage(ask, false, (page) => findAccess(database, filter, page));
}

/** Who did what with the asker's own data: everybody may know that of theirs (개인정보 보호법 제4조, 제35조). */
export async function lookUpOwnAccess(
  database: Database,
  officialId: number,
  ask: AccessAsk,
): Promise<AccessPage> {
  return toPage(ask, true, (page) => findAccessTo(database, officialId, ask.filter, page));
}

async function toPage(
  { filter, before }: AccessAsk,
  own: boolean,
  find: (page: { before: number | undefined; limit: number }) => Promise<AccessEntry[]>,
): Promise<AccessPage> {
  const found = await find({ before, limit: ENTRIES_ON_A_PAGE + 1 });
  const entries = found.slice(0, ENTRIES_ON_A_PAGE);
  return { filter, entries, older: found.length > entries.length, isNewest: before === undefined, own };
}

function describe({ officialId, agencyId, from, to }: AccessFilter): string {
  return [
    'access_log',
    ...(officialId === undefined ? [] : [`official:${officialId}`]),
    ...(agencyId === undefined ? [] : [`agency:${agencyId}`]),
    ...(from === undefined && to === undefined ? [] : [`${from ?? ''}..${to ?? ''}`]),
  ].join(' ');
}
