import { sql } from 'kysely';
import type { Database } from '../database/database.ts';

/** Remembers a file before it can be seen, to be deleted at `deleteAt` unless it is delivered. */
export async function insertFile(
  database: Database,
  file: { teamId: string; fileId: string; requestId: number; deleteAt: Date },
): Promise<void> {
  await database
    .insertInto('export_file')
    .values({
      team_id: file.teamId,
      file_id: file.fileId,
      request_id: file.requestId,
      delete_at: file.deleteAt,
    })
    .execute();
}

export interface DueFile {
  fileId: string;
  requestId: number;
  attempts: number;
  /** Slack may have it yet: it was not delivered, and not looked for in vain before. */
  mayCome: boolean;
}

/**
 * Takes files whose time has come, and puts their next try off meanwhile, so that whoever else asks gets others.
 * @param nextTry when they are due again should this one die
 */
export async function takeDueFiles(
  database: Database,
  { teamId, now, nextTry, limit }: { teamId: string; now: Date; nextTry: Date; limit: number },
): Promise<DueFile[]> {
  const { rows } = await sql<{ file_id: string; request_id: number; attempts: number; may_come: boolean }>`
    with due as (
      select team_id, file_id from export_file
      where team_id = ${teamId} and deleted_at is null and delete_at <= ${now}
      order by delete_at limit ${limit} for update skip locked)
    update export_file f set attempts = f.attempts + 1, delete_at = ${nextTry}
    from due where f.team_id = due.team_id and f.file_id = due.file_id
    returning f.file_id, f.request_id, f.attempts, not f.shared and f.absent_at is null as may_come`.execute(
    database,
  );
  return rows.map((row) => ({
    fileId: row.file_id,
    requestId: row.request_id,
    attempts: row.attempts,
    mayCome: row.may_come,
  }));
}

/** Makes the files of earlier attempts at an export due now, but for those that wait for their second look. */
export async function hastenFiles(database: Database, requestId: number, now: Date): Promise<void> {
  await database
    .updateTable('export_file')
    .set({ delete_at: now })
    .where('request_id', '=', requestId)
    .where('shared', '=', false)
    .where('deleted_at', 'is', null)
    .where('absent_at', 'is', null)
    .execute();
}

/** Makes one file due now, whatever was found out about it before: it may have come since. */
export async function withdrawFile(
  database: Database,
  teamId: string,
  fileId: string,
  now: Date,
): Promise<void> {
  await database
    .updateTable('export_file')
    .set({ delete_at: now, deleted_at: null, absent_at: null })
    .where('team_id', '=', teamId)
    .where('file_id', '=', fileId)
    .execute();
}

/** Writes down that Slack does not know a file, and when it is looked for once more. */
export async function markAbsent(
  database: Database,
  teamId: string,
  { fileId }: DueFile,
  now: Date,
  nextLook: Date,
): Promise<void> {
  await database
    .updateTable('export_file')
    .set({ absent_at: now, delete_at: nextLook, problem: null })
    .where('team_id', '=', teamId)
    .where('file_id', '=', fileId)
    .execute();
}

/** Writes down that a file is gone, and with the delivered one its export. */
export async function markDeleted(
  database: Database,
  teamId: string,
  { fileId, requestId }: DueFile,
  now: Date,
): Promise<void> {
  await sql`
    with gone as (
      update export_file set deleted_at = ${now}, problem = null where team_id = ${teamId} and file_id = ${fileId} returning shared)
    update export_job set state = 'gone' from gone
    where request_id = ${requestId} and state = 'ready' and gone.shared`.execute(database);
}

/** Writes down why a file could not be deleted, and when that is tried again. */
export async function markDeleteFailed(
  database: Database,
  teamId: string,
  { fileId }: DueFile,
  problem: string,
  nextTry: Date,
): Promise<void> {
  await database
    .updateTable('export_file')
    .set({ problem, delete_at: nextTry })
    .where('team_id', '=', teamId)
    .where('file_id', '=', fileId)
    .execute();
}
