import { type RawBuilder, sql } from 'kysely';
import type { Day } from '../calendar/seoul.ts';
import { type Database, inTransaction } from '../database/database.ts';
import type { JsonObject } from '../database/types.ts';
import { type AccessEntry, appendAccess } from '../directory/store.ts';
import { enqueue } from '../messenger/outbox.ts';
import type { ExportRecord, ExportState } from './export.ts';
import type { Format, Refusal } from './rules.ts';

interface Row {
  id: number;
  team_id: string;
  official_id: number;
  kind: string;
  from_day: Day;
  to_day: Day;
  agency_id: number | null;
  agency: string | null;
  format: Format;
  bom: boolean;
  reason: string;
  requested_at: Date;
  state: ExportState;
  rows: number;
  vanishes_at: Date | null;
  refusal: Refusal | null;
  reference: string | null;
}

async function findRows(database: Database, which: RawBuilder<unknown>): Promise<ExportRecord[]> {
  const { rows } = await sql<Row>`
    select r.id, r.team_id, r.official_id, r.kind, r.from_day, r.to_day, r.agency_id, a.short_name as agency, r.format, r.bom,
           r.reason, r.requested_at, j.state, j.rows, j.vanishes_at, j.refusal, j.reference
    from export_request r join export_job j on j.request_id = r.id left join agency a on a.id = r.agency_id
    ${which}`.execute(database);
  return rows.map((row) => ({
    id: row.id,
    teamId: row.team_id,
    officialId: row.official_id,
    kind: row.kind,
    from: row.from_day,
    to: row.to_day,
    agency: row.agency_id === null ? undefined : { id: row.agency_id, shortName: row.agency ?? '' },
    format: row.format,
    bom: row.bom,
    reason: row.reason,
    requestedAt: row.requested_at,
    state: row.state,
    rows: row.rows,
    vanishesAt: row.vanishes_at ?? undefined,
    refusal: row.refusal ?? undefined,
    reference: row.reference ?? undefined,
  }));
}

export async function findExport(database: Database, id: number): Promise<ExportRecord | undefined> {
  return (await findRows(database, sql`where r.id = ${id}`))[0];
}

export async function findExportByKey(database: Database, key: string): Promise<ExportRecord | undefined> {
  return (await findRows(database, sql`where r.request_key = ${key}`))[0];
}

/** Somebody's own exports, the newest first. */
export async function findExportsOf(
  database: Database,
  officialId: number,
  limit: number,
): Promise<ExportRecord[]> {
  return findRows(database, sql`where r.official_id = ${officialId} order by r.id desc limit ${limit}`);
}

/** Makes somebody's requests wait for each other until the transaction ends, so that together they cannot pass a limit. */
export async function lockRequestsOf(tx: Database, officialId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('ieum exports', ${officialId}))`.execute(tx);
}

/** How many of somebody's exports are under way. */
export async function countOpen(database: Database, officialId: number): Promise<number> {
  const { rows } = await sql<{ open: number }>`
    select count(*)::int as open from export_request r join export_job j on j.request_id = r.id
    where r.official_id = ${officialId} and j.state in ('requested', 'running')`.execute(database);
  return rows[0]?.open ?? 0;
}

/** Stores a request with its job; the same key a second time stores nothing. */
export async function insertRequest(
  database: Database,
  request: {
    key: string;
    teamId: string;
    officialId: number;
    kind: string;
    from: Day;
    to: Day;
    agencyId: number | undefined;
    format: Format;
    bom: boolean;
    reason: string;
  },
  now: Date,
): Promise<void> {
  await sql`
    with asked as (
      insert into export_request (request_key, team_id, official_id, kind, from_day, to_day, agency_id, format, bom, reason, requested_at)
      values (${request.key}, ${request.teamId}, ${request.officialId}, ${request.kind}, ${request.from}, ${request.to},
              ${request.agencyId ?? null}, ${request.format}, ${request.bom}, ${request.reason}, ${now})
      on conflict (request_key) do nothing returning id)
    insert into export_job (request_id, due_at) select id, ${now} from asked`.execute(database);
}

/** Who works on an export; whatever is written about it names the claim, so that whoever lost it writes nothing. */
export interface Claim {
  id: number;
  token: string;
  attempts: number;
}

/**
 * Takes the next export of a workspace that waits, or whose worker has died. Several may ask at once; each gets another.
 * @param until when the claim ends unless it is renewed
 */
export async function claimExport(
  database: Database,
  { teamId, token, now, until }: { teamId: string; token: string; now: Date; until: Date },
): Promise<Claim | undefined> {
  const { rows } = await sql<{ id: number; attempts: number }>`
    with next as (
      select j.request_id from export_job j join export_request r on r.id = j.request_id
      where r.team_id = ${teamId}
        and ((j.state = 'requested' and j.due_at <= ${now}) or (j.state = 'running' and j.claimed_until < ${now}))
      order by j.due_at, j.request_id limit 1 for update of j skip locked)
    update export_job j set state = 'running', claim_token = ${token}, claimed_until = ${until}, attempts = j.attempts + 1, rows = 0
    from next where j.request_id = next.request_id
    returning j.request_id as id, j.attempts`.execute(database);
  return rows[0] && { ...rows[0], token };
}

/** Writes the access log's entry of an export, once however many attempts it takes. */
export function logOnce(database: Database, requestId: number, entry: AccessEntry): Promise<void> {
  return inTransaction(database, async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('export_job')
      .set({ logged: true })
      .where('request_id', '=', requestId)
      .where('logged', '=', false)
      .executeTakeFirst();
    if (numUpdatedRows > 0n) await appendAccess(tx, entry);
  });
}

/** Says how far it is and keeps the claim. False: it is somebody else's by now. */
export async function renewClaim(
  database: Database,
  { id, token }: Claim,
  rows: number,
  until: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('export_job')
    .set({ rows, claimed_until: until })
    .where('request_id', '=', id)
    .where('claim_token', '=', token)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Lets the export be taken again from `dueAt` on. `counts`: whether this counts as an attempt. */
export async function giveBack(
  database: Database,
  { id, token }: Claim,
  dueAt: Date,
  { counts }: { counts: boolean },
): Promise<void> {
  await database
    .updateTable('export_job')
    .set((row) => ({
      state: 'requested',
      claim_token: null,
      claimed_until: null,
      due_at: dueAt,
      attempts: counts ? row.ref('attempts') : row('attempts', '-', 1),
    }))
    .where('request_id', '=', id)
    .where('claim_token', '=', token)
    .execute();
}

export type Settlement =
  | { state: 'ready'; rows: number; fileId: string; vanishesAt: Date }
  | { state: 'refused'; refusal: Refusal }
  | { state: 'failed'; reference: string };

/**
 * Ends an export, with the message that says so. Whatever else was uploaded for it is to be deleted at once.
 * @returns false when the claim is somebody else's by now; then nothing is written
 */
export function settleExport(
  database: Database,
  claim: Claim,
  record: Pick<ExportRecord, 'teamId' | 'officialId'>,
  settlement: Settlement,
  now: Date,
): Promise<boolean> {
  const ready = settlement.state === 'ready' ? settlement : undefined;
  return inTransaction(database, async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('export_job')
      .set({
        state: settlement.state,
        claim_token: null,
        claimed_until: null,
        settled_at: now,
        ...(ready ? { rows: ready.rows, vanishes_at: ready.vanishesAt } : {}),
        ...(settlement.state === 'refused'
          ? { refusal: JSON.stringify(settlement.refusal) as unknown as JsonObject }
          : {}),
        ...(settlement.state === 'failed' ? { reference: settlement.reference } : {}),
      })
      .where('request_id', '=', claim.id)
      .where('claim_token', '=', claim.token)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    // What was delivered is there, whatever a look before that found; of the others, who waits for a second look goes on waiting.
    if (ready)
      await sql`
        update export_file set shared = true, delete_at = ${ready.vanishesAt}, absent_at = null, deleted_at = null
        where request_id = ${claim.id} and file_id = ${ready.fileId}`.execute(tx);
    await sql`
      update export_file set delete_at = ${now}
      where request_id = ${claim.id} and not shared and deleted_at is null and absent_at is null`.execute(tx);
    const { teamId, officialId } = record;
    await enqueue(tx, [
      { teamId, lane: `official:${officialId}`, kind: 'export', subjectId: claim.id, dueAt: now },
    ]);
    return true;
  });
}
