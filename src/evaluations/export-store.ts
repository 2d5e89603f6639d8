import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { DayRange } from '../exports/source.ts';

const CHUNK_ROWS = 2_000;

export interface ExportLine {
  agency_id: number;
  evaluation_id: number;
  kind: string;
  period: string;
  cycle: string;
  due_on: string;
  agency: string;
  department: string;
  task_id: number;
  task: string;
  task_state: string;
  task_progress: number;
  owner: string;
  state: string;
  answered_by: string | null;
  answered_at: string | null;
  late: boolean | null;
  versions: number;
  progress: string | null;
  results: string | null;
  difficulties: string | null;
  next_plan: string | null;
  evaluator: string | null;
  grade: string | null;
  comment: string | null;
  recommended: boolean | null;
  graded_by: string | null;
  graded_at: string | null;
}

/**
 * Every request whose cycle is due in the days, both included, with its latest submitted answer and latest grade, as a stream.
 * Drafts are left out. Of an agency: the requests of its own cycles, not those of its partners.
 */
export function streamEvaluations(
  picture: Database,
  days: DayRange,
  agencyId: number | undefined,
): AsyncIterableIterator<ExportLine> {
  const moment = (column: string) =>
    sql`to_char(${sql.ref(column)} at time zone 'Asia/Seoul', 'YYYY-MM-DD"T"HH24:MI:SS"+09:00"')`;
  const lines = sql<ExportLine>`(
    select c.agency_id, r.id as evaluation_id, c.kind, c.period, c.title as cycle, c.due_on::text as due_on, a.name as agency,
           d.name as department, t.id as task_id, t.title as task, t.state::text as task_state, t.progress as task_progress,
           o.email as owner,
           case when s.id is null then 'unanswered' when g.id is null then 'answered' else 'graded' end as state,
           w.email as answered_by, ${moment('s.occurred_at')} as answered_at, s.late,
           (select count(*)::int from evaluation_answer v where v.request_id = r.id and not v.draft) as versions,
           s.progress,
           (select string_agg((e.one ->> 'measure') || ': ' || (e.one ->> 'text'), E'\n' order by e.position)
            from jsonb_array_elements(s.results) with ordinality as e (one, position)) as results,
           s.difficulties, s.next_plan, n.email as evaluator, g.grade, g.comment, g.recommended, b.email as graded_by,
           ${moment('g.occurred_at')} as graded_at
    from evaluation_request r join evaluation_cycle c on c.id = r.cycle_id join task t on t.id = r.task_id
    join task_party p on p.id = r.party_id join agency a on a.id = c.agency_id join department d on d.id = p.department_id
    join official o on o.id = p.owner_id
    left join lateral (select * from evaluation_answer v where v.request_id = r.id and not v.draft
                       order by v.version desc limit 1) s on true
    left join official w on w.id = s.actor_id
    left join lateral (select * from evaluation_grade v where v.request_id = r.id order by v.id desc limit 1) g on true
    left join official b on b.id = g.actor_id
    left join lateral (select q.email from evaluation_evaluator v join official q on q.id = v.official_id
                       where v.request_id = r.id order by v.id desc limit 1) n on true
    where c.due_on between ${days.from}::date and ${days.to}::date
      ${agencyId === undefined ? sql`` : sql`and c.agency_id = ${agencyId}`})`;
  return picture.selectFrom(lines.as('line')).selectAll().orderBy('line.evaluation_id').stream(CHUNK_ROWS);
}
