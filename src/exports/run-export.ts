import { Transform, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { seoulDay } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { readOnePicture } from '../database/long-read.ts';
import { type AccessEntry, appendAccess } from '../directory/store.ts';
import { cleanText } from '../messenger/mrkdwn.ts';
import { toCsv } from './csv.ts';
import { type Format, type Refusal, refuseExport, XLSX_MAX_ROWS } from './rules.ts';
import type { Cell, DayRange, ExportRow, ExportSource } from './source.ts';
import { usualDays } from './usual-days.ts';
import { toXlsx } from './xlsx.ts';

export type ExportOutcome = { kind: 'exported'; rows: number } | { kind: 'refused'; refusals: Refusal[] };

export interface ExportRequest {
  /** Days, both included; absent: the source's own. */
  from?: string;
  to?: string;
  /** Only what concerns this agency. */
  agencyId?: number;
  format?: Format;
  /** CSV: begin with a byte order mark. */
  bom?: boolean;
  reason: string;
  actorId?: number;
  /** Who exports, when it is nobody of the directory: the operating system's user, say. */
  actorLabel: string;
  origin?: string;
  now: Date;
}

/** A row of another agency where one agency was asked for: a fault of the source, and not to be written. */
export class ScopeBreach extends Error {}

/** Thrown through the stream when it turns out on the way that it cannot be done. */
class Stopped extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.reason);
    this.refusal = refusal;
  }
}

/**
 * Writes an export to `out` and ends it: all rows as they stood at one instant, in the same memory however many they are.
 *
 * Nothing is written, and nothing is logged, when it is refused at first; all faults come back at once. Otherwise who exported
 * what and why is in the access log before the first byte leaves (안전성 확보조치 기준: access is logged, an export with its reason),
 * and stays there should the export break off. What turns out on the way (too many rows for a sheet, more bytes than `maxBytes`) is
 * refused too: what was written until then is then to be thrown away.
 * @param options.log writes the access log's entry; absent: a new one
 * @param options.onRows told how many rows are written, every thousand or so
 * @throws ScopeBreach at a row of another agency, what `out` or the database throws, and the signal's reason; what was written
 * until then is not complete
 */
export async function runExport(
  database: Database,
  source: ExportSource,
  request: ExportRequest,
  out: Writable,
  options: {
    log?: (entry: AccessEntry) => Promise<void>;
    onRows?: (rows: number) => void;
    maxBytes?: number;
    signal?: AbortSignal;
  } = {},
): Promise<ExportOutcome> {
  const { agencyId, format = 'csv', bom = false } = request;
  const today = seoulDay(request.now);
  const usual = usualDays(source.usual, today);
  const range: DayRange = { from: request.from ?? usual.from, to: request.to ?? usual.to };
  const reason = cleanText(request.reason);
  const refusals = refuseExport(reason, range, source.usual, today);
  if (refusals.length > 0) return { kind: 'refused', refusals };

  const { log = (entry) => appendAccess(database, entry) } = options;
  await log({
    actorId: request.actorId ?? null,
    actorLabel: request.actorLabel,
    action: 'export',
    subject: subjectOf(source.kind, range, agencyId, format),
    reason,
    origin: request.origin ?? '',
    ...(agencyId === undefined ? {} : { about: { agencyIds: [agencyId] } }),
  });
  const count = { rows: 0 };
  try {
    await readOnePicture(database, async (picture) => {
      const rows = source.rows(picture, range, agencyId, today);
      const limits = { agencyId, most: format === 'xlsx' ? XLSX_MAX_ROWS : undefined };
      const cells = checked(rows, limits, count, options.onRows);
      const bytes =
        format === 'xlsx'
          ? toXlsx(source.kind, source.columns, cells)
          : toCsv(source.columns, cells, { bom });
      // The pipeline asks for rows only as fast as the sink takes them, and closes the cursor when the sink breaks.
      const { signal, maxBytes } = options;
      const end = signal ? { signal } : {};
      if (maxBytes === undefined) await pipeline(bytes, out, end);
      else await pipeline(bytes, limitBytes(maxBytes), out, end);
    });
  } catch (error) {
    if (error instanceof Stopped) return { kind: 'refused', refusals: [error.refusal] };
    throw error;
  }
  return { kind: 'exported', rows: count.rows };
}

/** How the access log names an export. */
function subjectOf(
  kind: string,
  { from, to }: DayRange,
  agencyId: number | undefined,
  format: Format,
): string {
  return `${kind} ${from}..${to}${agencyId === undefined ? '' : ` agency:${agencyId}`} ${format}`;
}

const ROWS_BETWEEN_REPORTS = 1_000;

/** Each row's cells, once it is proved to be of the agency that was asked for. */
async function* checked(
  rows: AsyncIterable<ExportRow>,
  { agencyId, most }: { agencyId: number | undefined; most: number | undefined },
  count: { rows: number },
  onRows: ((rows: number) => void) | undefined,
): AsyncGenerator<Cell[]> {
  for await (const { agencyIds, cells } of rows) {
    if (agencyId !== undefined && !agencyIds.includes(agencyId))
      throw new ScopeBreach(`row ${count.rows + 1} is of agencies ${agencyIds.join()}, not of ${agencyId}`);
    if (most !== undefined && count.rows === most) throw new Stopped({ reason: 'too_many_rows', max: most });
    count.rows += 1;
    if (count.rows % ROWS_BETWEEN_REPORTS === 0) onRows?.(count.rows);
    yield cells;
  }
}

function limitBytes(most: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > most)
        done(new Stopped({ reason: 'too_large', maxMegabytes: Math.floor(most / 1_000_000) }));
      else done(null, chunk);
    },
  });
}
