import type { Writable } from 'node:stream';
import { addDays, addMonths, type Day, monthOf, type Period, periodOf, seoulDay } from '../calendar/seoul.ts';
import { type Cell, type ExportOutcome, refuseExport, writeCsv } from '../csv-export.ts';
import type { Database } from '../database/database.ts';
import { readOnePicture } from '../database/long-read.ts';
import { appendAccess } from '../directory/store.ts';
import { type BalanceLine, type GiftLine, streamBalances, streamGifts } from './export-store.ts';

export type ExportKind = 'gifts' | 'balances';

/** Both days included, in Asia/Seoul. */
export interface DayRange {
  from: Day;
  to: Day;
  /** Only what concerns this agency. */
  agencyId?: number;
}

/**
 * Writes an export to `out` and ends it. Without days it is the current month's, until today.
 *
 * Nothing is written, and nothing is logged, when it is refused; all faults come back at once. Otherwise who exported what and
 * why is in the access log before the first byte leaves (안전성 확보조치 기준: access is logged, an export with its reason),
 * and stays there should the export break off.
 * @throws what `out` or the database throws; what was written until then is not complete
 */
export async function runExport(
  database: Database,
  request: {
    kind: ExportKind;
    from?: string;
    to?: string;
    agencyId?: number;
    reason: string;
    actorId?: number;
    /** Who exports, when it is nobody of the directory: the operating system's user, say. */
    actorLabel: string;
    origin?: string;
    now: Date;
  },
  out: Writable,
): Promise<ExportOutcome> {
  const today = seoulDay(request.now);
  const from = request.from ?? periodOf(today, 'month').from;
  const to = request.to ?? today;
  const refusals = refuseExport(request.reason, from, to);
  if (refusals.length > 0) return { kind: 'refused', refusals };

  const range = { from, to, ...(request.agencyId === undefined ? {} : { agencyId: request.agencyId }) };
  const scope = request.agencyId === undefined ? '' : ` agency ${request.agencyId}`;
  await appendAccess(database, {
    actorId: request.actorId ?? null,
    actorLabel: request.actorLabel,
    action: 'export',
    subject: `${request.kind} ${from}..${to}${scope}`,
    reason: request.reason.trim(),
    origin: request.origin ?? '',
    ...(request.agencyId === undefined ? {} : { about: { agencyIds: [request.agencyId] } }),
  });
  const write = request.kind === 'gifts' ? exportGifts : exportBalances;
  return { kind: 'exported', rows: await write(database, range, out) };
}

/**
 * Gifts given in the range, by number, reversed and hidden ones too: `gift_id,given_at,giver,recipient,…`. With an
 * agency: those that its people gave or received. `recipient` is empty for a gift to a department.
 * The caller logs the access. Returns how many gifts were written.
 */
function exportGifts(database: Database, range: DayRange, sink: Writable): Promise<number> {
  const days: Period = { from: range.from, until: addDays(range.to, 1) };
  return readOnePicture(database, (picture) =>
    writeCsv(GIFT_COLUMNS, giftCells, streamGifts(picture, days, range.agencyId), sink),
  );
}

/**
 * Points of officials in each month that the range touches: `official,month,allowance_left,…`.
 *
 * Those are listed who gave, received or opened an allowance in that month; for all others allowance_left is the policy's
 * allowance, and the rest is 0. It is empty for those who only received: their allowance is untouched. Of a past month
 * it is what lapsed. `received_year` covers the month's whole calendar year, as far as it has gone; gifts taken back and
 * special points, which are counted separately (운영규정 제9조), are in none of the figures.
 * The caller logs the access. Returns how many lines were written.
 */
function exportBalances(database: Database, range: DayRange, sink: Writable): Promise<number> {
  const months: Period = {
    from: `${monthOf(range.from)}-01`,
    until: `${addMonths(monthOf(range.to), 1)}-01`,
  };
  return readOnePicture(database, (picture) =>
    writeCsv(BALANCE_COLUMNS, balanceCells, streamBalances(picture, months, range.agencyId), sink),
  );
}

// Others build on these columns: they only grow, at the end.
const GIFT_COLUMNS = [
  'gift_id',
  'given_at',
  'giver',
  'recipient',
  'recipient_department',
  'points',
  'message',
  'source',
  'state',
  'hidden',
];
const BALANCE_COLUMNS = [
  'official',
  'month',
  'allowance_left',
  'received_month',
  'received_year',
  'sent_month',
];

const giftCells = (line: GiftLine): Cell[] => [
  line.gift_id,
  line.given_at,
  line.giver,
  line.recipient,
  line.recipient_department,
  line.points,
  line.message,
  line.source,
  line.reversed ? 'reversed' : 'given',
  String(line.hidden),
];

const balanceCells = (line: BalanceLine): Cell[] => [
  line.official,
  line.month,
  line.allowance_left,
  line.received_month,
  line.received_year,
  line.sent_month,
];
