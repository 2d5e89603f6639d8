import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { DayRange } from '../exports/source.ts';

const CHUNK_ROWS = 500;

export interface TaskLine {
  agency_ids: number[];
  task_id: number;
  title: string;
  state: string;
  progress: number;
  due_on: string;
  proposed_on: string;
  registered_on: string | null;
  closed_on: string | null;
  lead_agency: string | null;
  lead_department: string | null;
  lead_owner: string | null;
  partners: string | null;
  purpose: string;
  content: string;
  history: string;
  related_task: string;
  exchange_pair: string | null;
  updated_on: string;
  last_note: string | null;
  results: string | null;
  dispute: string | null;
}

/**
 * Tasks that were under way on any of the days: proposed by the last and not over before the first. Of an agency: those that it
 * leads or takes part in, shared ones whole. The state, the parties and the results are today's.
 */
export function streamTasks(
  picture: Database,
  days: DayRange,
  agencyId: number | undefined,
): AsyncIterableIterator<TaskLine> {
  const ofAgency =
    agencyId === undefined
      ? sql``
      : sql`and exists (select from task_party p where p.task_id = t.id and p.agency_id = ${agencyId})`;
  const lines = sql<TaskLine>`(
    select party.agency_ids, t.id as task_id, t.title, t.state, t.progress, t.due_on, proposed.day as proposed_on,
           registered.day as registered_on, closed.day as closed_on, lead.agency as lead_agency,
           lead.department as lead_department, lead.owner as lead_owner, party.partners, t.purpose, t.content, t.history,
           t.related_task, (select x.round || '-' || x.pair from exchange_pair x where x.id = t.pair_id) as exchange_pair,
           seoul_day(t.updated_at) as updated_on,
           (select e.note from task_event e where e.task_id = t.id and e.kind in ('status', 'registered', 'proposed', 'revised')
            order by e.sequence desc limit 1) as last_note,
           (select string_agg(m.name || ': ' || coalesce(coalesce(r.before, m.before)::text, '?') || ' → ' || coalesce(r.after::text, '?')
                              || case m.unit when '' then '' else ' ' || m.unit end || coalesce(' (' || r.measured_on || ')', ''),
                              E'\n' order by m.position, m.id)
            from task_measure m
            left join lateral (select * from task_result where measure_id = m.id order by id desc limit 1) r on true
            where m.task_id = t.id) as results,
           (select d.step from dispute d where d.task_id = t.id and d.step <> 'settled') as dispute
    from task t
    cross join lateral (
      select min(seoul_day(e.occurred_at)) as day from task_event e where e.task_id = t.id) proposed
    left join lateral (
      select seoul_day(e.occurred_at) as day from task_event e
      where e.task_id = t.id and e.kind = 'registered' order by e.sequence desc limit 1) registered on true
    left join lateral (
      select seoul_day(e.occurred_at) as day from task_event e
      where e.task_id = t.id and e.to_state = t.state and t.state in ('completed', 'cancelled')
      order by e.sequence desc limit 1) closed on true
    left join lateral (
      select a.name as agency, d.name as department, o.email as owner
      from task_party p join agency a on a.id = p.agency_id join department d on d.id = p.department_id
      join official o on o.id = p.owner_id where p.task_id = t.id and p.side = 'lead') lead on true
    cross join lateral (
      select array_agg(distinct p.agency_id) as agency_ids,
             string_agg(a.name || '/' || d.name || ' ' || o.email || case p.consent when 'agreed' then '' else ' (' || p.consent || ')' end,
                        E'\n' order by p.id) filter (where p.side = 'partner') as partners
      from task_party p join agency a on a.id = p.agency_id join department d on d.id = p.department_id
      join official o on o.id = p.owner_id where p.task_id = t.id) party
    where coalesce(proposed.day, seoul_day(t.recorded_at)) <= ${days.to}::date
      and (closed.day is null or closed.day >= ${days.from}::date) ${ofAgency})`;
  return picture.selectFrom(lines.as('line')).selectAll().orderBy('line.task_id').stream(CHUNK_ROWS);
}
