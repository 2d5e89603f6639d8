import { type RawBuilder, sql } from 'kysely';
import { addDays, type Day, startOfDay } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type {
  CompletedTask,
  Cut,
  DueEvaluation,
  EndingTerm,
  LateTask,
  StaleTask,
  TaskChange,
  WaitingConsent,
  WaitingDispute,
} from './digest.ts';

/** Of a list no more than so many are kept in a digest; the total is told. */
const MOST_ITEMS = 20;
/** Evaluations due within so many days are told of. */
const DUE_WITHIN_DAYS = 7;

/** By agency. */
export type Lists<T> = Map<number, Cut<T>>;

/** What differs between agencies by their policy, on the day of the digest. */
export interface AgencyTerms {
  id: number;
  /** A task without an update since then, or earlier, is stale. */
  staleSince: Day;
  /** Exchange terms that end until then are told of. */
  endingUntil: Day;
}

/** What a look at open business needs: the week that is over, the day of looking, and the agencies. */
export interface OpenFrame {
  week: Day;
  today: Day;
  agencies: readonly AgencyTerms[];
}

function frameOf({ agencies }: OpenFrame): RawBuilder<unknown> {
  return sql`
    select * from unnest(${agencies.map(({ id }) => id)}::int[], ${agencies.map(({ staleSince }) => staleSince)}::date[],
                         ${agencies.map(({ endingUntil }) => endingUntil)}::date[]) as f (id, stale_since, ending_until)`;
}

/**
 * The items of a query by its column `agency_id`, the others by their names, in its order; each list cut, with its total.
 * Only the agencies of the frame.
 */
async function findLists<T>(
  database: Database,
  frame: OpenFrame,
  query: RawBuilder<unknown>,
  order: RawBuilder<unknown>,
): Promise<Lists<T>> {
  const { rows } = await sql<{ agency_id: number; total: number; items: T[] }>`
    with frame as materialized (${frameOf(frame)}),
    found as (${query}),
    cut as (
      select f.agency_id, to_jsonb(f) - 'agency_id' as item,
             row_number() over (partition by f.agency_id order by ${order}) as n,
             count(*) over (partition by f.agency_id)::int as total
      from found f join frame on frame.id = f.agency_id)
    select agency_id, max(total) as total, jsonb_agg(item order by n) as items from cut where n <= ${MOST_ITEMS}
    group by agency_id`.execute(database);
  return new Map(rows.map(({ agency_id, total, items }) => [agency_id, { total, items }]));
}

const seoulDayOf = (column: string) => sql`(${sql.ref(column)} at time zone 'Asia/Seoul')::date`;

function inWeek({ week }: OpenFrame): RawBuilder<unknown> {
  return sql`e.occurred_at >= ${startOfDay(week)} and e.occurred_at < ${startOfDay(addDays(week, 7))}`;
}

/** Tasks shared with an agency; which of its departments takes part does not matter here. */
const sharedWith = sql`(select distinct task_id, agency_id from task_party)`;

/** Tasks whose state changed in the week, by their last change; those completed have a list of their own. */
export function findChangedTasks(database: Database, frame: OpenFrame): Promise<Lists<TaskChange>> {
  return findLists(
    database,
    frame,
    sql`
      select p.agency_id, t.id, t.title, e.from_state as "from", e.to_state as "to", ${seoulDayOf('e.occurred_at')} as day
      from (select distinct on (e.task_id) e.* from task_event e
            where ${inWeek(frame)} and e.to_state is not null and e.to_state is distinct from e.from_state
            order by e.task_id, e.sequence desc) e
      join task t on t.id = e.task_id join ${sharedWith} p on p.task_id = t.id
      where e.to_state <> 'completed'`,
    sql`f.day desc, f.id`,
  );
}

/** Tasks completed in the week with what was measured last. */
export function findCompletedTasks(database: Database, frame: OpenFrame): Promise<Lists<CompletedTask>> {
  return findLists(
    database,
    frame,
    sql`
      select p.agency_id, t.id, t.title, ${seoulDayOf('e.occurred_at')} as day,
             coalesce((select jsonb_agg(jsonb_build_object('measure', m.name, 'unit', m.unit,
                                'before', coalesce(r.before, m.before)::text, 'after', r.after::text) order by m.position, m.id)
                       from task_measure m
                       cross join lateral (select s.before, s.after from task_result s where s.measure_id = m.id
                                           order by s.id desc limit 1) r
                       where m.task_id = t.id), '[]') as results
      from task_event e join task t on t.id = e.task_id join ${sharedWith} p on p.task_id = t.id
      where ${inWeek(frame)} and e.to_state = 'completed' and e.from_state is distinct from 'completed'
        and t.state = 'completed'`,
    sql`f.day desc, f.id`,
  );
}

/** Tasks of ours past their day or reported late, with whoever answers for our part. */
export function findLateTasks(database: Database, frame: OpenFrame): Promise<Lists<LateTask>> {
  return findLists(
    database,
    frame,
    sql`
      select distinct on (p.agency_id, t.id) p.agency_id, t.id, t.title, t.state, t.due_on as due, o.name
      from task t join task_parties(${frame.today}::date) p on p.task_id = t.id left join official o on o.id = p.answers_id
      where t.state in ('registered', 'active', 'delayed', 'on_hold') and (t.state = 'delayed' or t.due_on < ${frame.today}::date)
      order by p.agency_id, t.id, p.side, p.party_id`,
    sql`f.due, f.id`,
  );
}

/** What waits for somebody at an agency. */
export interface OpenLists {
  /** Tasks we lead of which nothing was heard for as long as our policy says. */
  stale: Lists<StaleTask>;
  /** Evaluations that our people have not answered, due soon. */
  due: Lists<DueEvaluation>;
  overdue: Lists<DueEvaluation>;
  /** Disputes in which our CCO(혁신책임관) has not answered. */
  disputes: Lists<WaitingDispute>;
  /** Proposals that wait for our consent. */
  consents: Lists<WaitingConsent>;
}

/** What is open by `open_items`, in one statement: to plan it takes longer than to run it. Names are of whoever answers. */
export async function findOpenItems(database: Database, frame: OpenFrame): Promise<OpenLists> {
  const { today } = frame;
  const { rows } = await sql<{
    agency_id: number;
    list: keyof OpenLists;
    total: number;
    items: Array<{ taskId: number; title: string; detail: string; day: Day; name: string | null }>;
  }>`
    with frame as materialized (${frameOf(frame)}),
    -- A dispute waits for each of the CCOs, and counts once.
    found as (
      select distinct i.agency_id, i.subject_id, i.task_id, i.title, i.detail, i.anchor as day,
             case when i.kind <> 'dispute' then i.official_id end as official_id,
             case when i.kind = 'stale' then 'stale' when i.kind = 'dispute' then 'disputes' when i.kind = 'consent' then 'consents'
                  when i.anchor < ${today}::date then 'overdue' else 'due' end as list
      from open_items(${today}::date) i join frame a on a.id = i.agency_id
      where i.kind in ('stale', 'evaluation', 'dispute', 'consent')
        and (i.kind <> 'stale' or i.anchor <= a.stale_since)
        and (i.kind <> 'evaluation' or i.anchor <= ${addDays(today, DUE_WITHIN_DAYS)}::date)),
    cut as (
      select f.*, row_number() over (partition by f.agency_id, f.list order by f.day, f.task_id, f.official_id, f.subject_id) as n,
             count(*) over (partition by f.agency_id, f.list)::int as total
      from found f)
    select c.agency_id, c.list, max(c.total) as total,
           jsonb_agg(jsonb_build_object('taskId', c.task_id, 'title', c.title, 'detail', c.detail, 'day', c.day,
                       'name', (select o.name from official o where o.id = c.official_id)) order by c.n) as items
    from cut c where c.n <= ${MOST_ITEMS}
    group by c.agency_id, c.list`.execute(database);
  const lists: OpenLists = {
    stale: new Map(),
    due: new Map(),
    overdue: new Map(),
    disputes: new Map(),
    consents: new Map(),
  };
  for (const { agency_id: agencyId, list, total, items } of rows) {
    switch (list) {
      case 'stale': {
        const tasks = items.map(({ taskId: id, title, day: since, name }) => ({ id, title, since, name }));
        lists.stale.set(agencyId, { total, items: tasks });
        break;
      }
      case 'disputes': {
        const disputes = items.map(({ taskId, title, detail, day: due }) => ({
          taskId,
          title,
          step: detail as WaitingDispute['step'],
          due,
        }));
        lists.disputes.set(agencyId, { total, items: disputes });
        break;
      }
      case 'consents': {
        const consents = items.map(({ taskId, title, day: since, name }) => ({ taskId, title, since, name }));
        lists.consents.set(agencyId, { total, items: consents });
        break;
      }
      default: {
        const evaluations = items.map(({ detail: round, day: due, ...item }) => ({ ...item, round, due }));
        lists[list].set(agencyId, { total, items: evaluations });
      }
    }
  }
  return lists;
}

/** Exchange terms that end soon, in either agency of the pair. */
export function findEndingTerms(database: Database, frame: OpenFrame): Promise<Lists<EndingTerm>> {
  return findLists(
    database,
    frame,
    sql`
      select distinct s.agency_id, q.id as "pairId", h.name, n.agency_name || ' ' || n.title as position, q.task,
             upper(x.during) - 1 as last
      from exchange_term x join exchange_position n on n.id = x.position_id join exchange_pair q on q.id = n.pair_id
      join official h on h.id = x.official_id
      join exchange_position s on s.pair_id = n.pair_id join frame a on a.id = s.agency_id
      where x.companion_of is null and upper(x.during) > ${frame.today}::date and upper(x.during) - 1 <= a.ending_until`,
    sql`f.last, f."pairId", f.name`,
  );
}
