import { type RawBuilder, sql } from 'kysely';
import type { Day } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type { AgencyFilter, CycleKind, EvaluationLine } from './evaluation.ts';

/** A line as it is stored: what is left until it is due is told by the calendar. */
export type StoredLine = Omit<EvaluationLine, 'left'>;

interface LineRow {
  id: number;
  kind: CycleKind;
  period: string;
  title: string;
  due_on: Day;
  task_id: number;
  task: string;
  agency: string;
  department: string;
  answers: string | null;
  answered: boolean;
  late: boolean;
  drafted: boolean;
  grade: string | null;
  outdated: boolean;
  total: number;
}

/**
 * Requests `r` with their cycle `c`, task `t`, side `p` of that day, latest submitted answer `s`, latest version `v` and
 * latest grade `g`. Of cancelled tasks only what was answered.
 */
const from = (day: Day) => sql`
  from evaluation_request r join evaluation_cycle c on c.id = r.cycle_id join task t on t.id = r.task_id
  join task_parties(${day}::date) p on p.party_id = r.party_id
  left join lateral (select a.id, a.late from evaluation_answer a
                     where r.answered and a.request_id = r.id and not a.draft order by a.version desc limit 1) s on true
  left join lateral (select a.draft from evaluation_answer a where a.request_id = r.id order by a.version desc limit 1) v on true
  left join lateral (select e.id, e.grade, e.answer_id from evaluation_grade e
                     where r.answered and e.request_id = r.id order by e.id desc limit 1) g on true`;

const running = sql`(r.answered or t.state <> 'cancelled')`;
/** Answered at the year's end, and not graded since. */
const ungraded = sql`(c.kind = 'year_end' and r.answered and (g.id is null or g.answer_id <> s.id))`;

async function findLines(
  database: Database,
  day: Day,
  where: RawBuilder<unknown>,
  order: RawBuilder<unknown>,
  limit: number,
  offset = 0,
): Promise<{ lines: StoredLine[]; total: number }> {
  const { rows } = await sql<LineRow>`
    select x.*, a.short_name as agency, d.name as department, o.name as answers
    from (select r.id, c.kind, c.period, c.title, c.due_on, r.task_id, t.title as task, p.agency_id, p.department_id,
                 p.answers_id, r.answered, coalesce(s.late, false) as late, coalesce(v.draft, false) as drafted,
                 g.grade, coalesce(g.answer_id <> s.id, false) as outdated, row_number() over (order by ${order}) as place,
                 count(*) over ()::int as total
          ${from(day)} where ${where} order by place limit ${limit} offset ${offset}) x
    join agency a on a.id = x.agency_id join department d on d.id = x.department_id
    left join official o on o.id = x.answers_id order by x.place`.execute(database);
  const lines = rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    period: row.period,
    title: row.title,
    dueOn: row.due_on,
    taskId: row.task_id,
    task: row.task,
    agency: row.agency,
    department: row.department,
    answers: row.answers ?? undefined,
    answered: row.answered,
    late: row.late,
    drafted: row.drafted,
    grade: row.grade ?? undefined,
    outdated: row.outdated,
  }));
  return { lines, total: rows[0]?.total ?? 0 };
}

/** Whoever answers for a side is of its department, or speaks for its agency: the indexes find no more than these. */
const mine = (officialId: number, day: Day) => sql`
  p.answers_id = ${officialId} and r.party_id in (
    select y.id from task_party y join posting q on q.official_id = ${officialId} and q.during @> ${day}::date
    where y.department_id = q.department_id
       or (y.agency_id = q.agency_id and exists (select from official o where o.id = ${officialId} and o.role = 'cco')))`;

/** What the official has to answer, the first due first; `total` of a page that there is. */
export function findToAnswer(
  database: Database,
  officialId: number,
  day: Day,
  page: { limit: number; offset: number },
): Promise<{ lines: StoredLine[]; total: number }> {
  const where = sql`not r.answered and t.state <> 'cancelled' and ${mine(officialId, day)}`;
  return findLines(database, day, where, sql`c.due_on, r.id`, page.limit, page.offset);
}

/** What the official has answered, the latest due first. */
export async function findAnswered(
  database: Database,
  officialId: number,
  day: Day,
  limit: number,
): Promise<StoredLine[]> {
  const where = sql`r.answered and ${mine(officialId, day)}`;
  return (await findLines(database, day, where, sql`c.due_on desc, r.id desc`, limit)).lines;
}

/**
 * What the official has to grade, the first due first: as named evaluator, or as CCO where nobody else is named who still
 * may; nothing of a task in which they are an owner.
 */
export function findToGrade(
  database: Database,
  viewer: { officialId: number; agencyId: number | undefined; isCco: boolean },
  day: Day,
  page: { limit: number; offset: number },
): Promise<{ lines: StoredLine[]; total: number }> {
  const { officialId, agencyId, isCco } = viewer;
  const where = sql`
    ${ungraded}
    and r.id in (
      select r.id from evaluation_request r join evaluation_cycle c on c.id = r.cycle_id
      where ${isCco} and c.agency_id = ${agencyId ?? null} and c.kind = 'year_end' and r.answered
      union all
      select n.request_id from evaluation_evaluator n where n.official_id = ${officialId})
    and coalesce((
      select n.official_id = ${officialId}
      from (select e.official_id from evaluation_evaluator e where e.request_id = r.id order by e.id desc limit 1) n
      join official o on o.id = n.official_id and o.status <> 'left'
      join posting q on q.official_id = o.id and q.during @> ${day}::date and q.agency_id <> p.agency_id
      where exists (select from task_party y where y.task_id = r.task_id and y.agency_id = q.agency_id)
        and not exists (select from task_parties(${day}::date) y
                        where y.task_id = r.task_id and o.id in (y.owner_id, y.answers_id))),
      ${isCco} and p.agency_id = ${agencyId ?? null})
    and not exists (select from task_parties(${day}::date) y
                    where y.task_id = r.task_id and ${officialId} in (y.owner_id, y.answers_id))`;
  return findLines(database, day, where, sql`c.due_on, r.id`, page.limit, page.offset);
}

const FILTERS: Record<AgencyFilter, (day: Day) => RawBuilder<unknown>> = {
  open: (day) => sql`not r.answered and c.due_on >= ${day}::date`,
  late: (day) => sql`not r.answered and c.due_on < ${day}::date`,
  answered: () => sql`r.answered`,
  to_grade: () => ungraded,
  graded: () => sql`g.id is not null`,
};

/** An agency's evaluations, the open ones by due day, the others the newest first. */
export async function findOfAgency(
  database: Database,
  agencyId: number,
  filter: AgencyFilter,
  day: Day,
  page: { limit: number; offset: number },
): Promise<StoredLine[]> {
  const where = sql`c.agency_id = ${agencyId} and ${running} and ${FILTERS[filter](day)}`;
  const order = filter === 'open' || filter === 'late' ? sql`c.due_on, r.id` : sql`c.due_on desc, r.id desc`;
  return (await findLines(database, day, where, order, page.limit, page.offset)).lines;
}

/** How many evaluations each filter would show. */
export async function countOfAgency(
  database: Database,
  agencyId: number,
  day: Day,
): Promise<Record<AgencyFilter, number>> {
  const counts = Object.entries(FILTERS).map(
    ([name, filter]) => sql`count(*) filter (where ${filter(day)})::int as ${sql.ref(name)}`,
  );
  const { rows } = await sql<Record<AgencyFilter, number>>`
    select ${sql.join(counts)} ${from(day)} where c.agency_id = ${agencyId} and ${running}`.execute(database);
  return rows[0] ?? { open: 0, late: 0, answered: 0, to_grade: 0, graded: 0 };
}
