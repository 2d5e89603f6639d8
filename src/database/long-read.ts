import { sql } from 'kysely';
import type { Database } from './database.ts';

/**
 * Runs `read` on one unchanging picture of the database, for as long as it takes: what is booked meanwhile does not
 * show, and nobody who books waits. Rows stream through cursors in it, however slow their reader.
 */
export function readOnePicture<T>(database: Database, read: (picture: Database) => Promise<T>): Promise<T> {
  return database
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (picture) => {
      // The pool's limit is for requests; a stream's clock runs until its reader has taken the last row.
      await sql`set local statement_timeout = 0`.execute(picture);
      // Compiling pays back for a few huge statements only, and can take longer than all of a small one.
      await sql`set local jit = off`.execute(picture);
      return await read(picture);
    });
}
