import type { Database } from '../database/database.ts';
import type { Answer } from './evaluation.ts';
import { answerOf } from './store.ts';

/** What was submitted to a request, the latest first; drafts are none of it. */
export async function findSubmitted(
  database: Database,
  requestId: number,
  page: { limit: number; offset: number },
): Promise<Answer[]> {
  const rows = await database
    .selectFrom('evaluation_answer as a')
    .innerJoin('official as o', 'o.id', 'a.actor_id')
    .selectAll('a')
    .select('o.name as actor')
    .where('a.request_id', '=', requestId)
    .where('a.draft', '=', false)
    .orderBy('a.version', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
  return rows.map(answerOf);
}
