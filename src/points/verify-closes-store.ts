import { sql } from 'kysely';
import type { Day, Month } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import type { DayScore, Finding, YearResult } from './findings.ts';

/** What became of all allowances: issued = given + lapsed + left. What came back to an allowance in its month is not given. */
export interface AllowanceSums {
  issued: number;
  given: number;
  lapsed: number;
  left: number;
}

/** The allowances' sums, and the months in which they do not come out or in which something was left after their close. */
export async function sumAllowances(
  picture: Database,
  limit: number,
): Promise<{ sums: AllowanceSums; findings: Finding[] }> {
  const { rows } = await sql<AllowanceSums & { month: Month; closed: boolean }>`
    with moved as (
      select a.period, t.kind, sum(t.amount)::bigint as points
      from account a join transfer t on t.credit_account_id = a.id where a.kind = 'allowance' group by 1, 2
      union all
      select a.period, t.kind, -sum(t.amount)::bigint
      from account a join transfer t on t.debit_account_id = a.id where a.kind = 'allowance' group by 1, 2),
    flow as (
      select period, coalesce(sum(points) filter (where kind = 'issue'), 0)::bigint as issued,
             -coalesce(sum(points) filter (where kind in ('gift', 'reversal')), 0)::bigint as given,
             -coalesce(sum(points) filter (where kind = 'lapse'), 0)::bigint as lapsed
      from moved group by 1),
    kept as (
      select a.period, sum(b.points)::bigint as points
      from account a join balance b on b.account_id = a.id where a.kind = 'allowance' group by 1)
    select to_char(period, 'YYYY-MM') as month, coalesce(f.issued, 0) as issued, coalesce(f.given, 0) as given,
           coalesce(f.lapsed, 0) as lapsed, coalesce(k.points, 0) as left,
           exists (select from closed_month c where c.month = period) as closed
    from flow f full join kept k using (period) order by 1`.execute(picture);
  const sums = { issued: 0, given: 0, lapsed: 0, left: 0 };
  const findings: Finding[] = [];
  for (const { month, closed, issued, given, lapsed, left } of rows) {
    sums.issued += issued;
    sums.given += given;
    sums.lapsed += lapsed;
    sums.left += left;
    if (issued !== given + lapsed + left)
      findings.push({ kind: 'allowances_differ', month, issued, given, lapsed, left });
    if (closed && left !== 0) findings.push({ kind: 'lapse_missing', month, left });
  }
  return { sums, findings: findings.slice(0, limit) };
}

const SCORES = [
  'received',
  'sent',
  'special',
  'receivedCorrection',
  'sentCorrection',
  'specialCorrection',
] as const;

/**
 * Department days that are not what the ledger says (운영규정 제8조②③), by day and department. Which transfers belong to a day is
 * found out anew, from the positions at which the days were closed.
 */
export async function listWrongDays(picture: Database, limit: number): Promise<Finding[]> {
  const { rows } = await sql<{
    day: Day;
    department_id: number;
    kept: number[] | null;
    booked: number[] | null;
  }>`
    with act as (
      select t.kind, coalesce(t.reverses_id, t.id) as id, t.amount * case t.kind when 'reversal' then -1 else 1 end as points,
             seoul_day(t.occurred_at) as own_day,
             -- The first day that was closed with it in the chain; never before its own.
             greatest(seoul_day(t.occurred_at),
                      (select c.day from closed_day c where c.position >= s.position order by c.position, c.day limit 1)) as day,
             case t.kind when 'reversal' then (select seoul_day(o.occurred_at) from transfer o where o.id = t.reverses_id)
                         else seoul_day(t.occurred_at) end as original_day
      from seal s join transfer t on t.id = s.transfer_id
      where t.kind in ('gift', 'special_grant', 'reversal') and s.position <= (select max(position) from closed_day)),
    side as (
      select a.*, g.recipient_department_id as department_id, 1 as measure from act a join gift g on g.id = a.id
      union all
      select a.*, g.giver_department_id, 2 from act a join gift g on g.id = a.id
      union all
      select a.*, w.department_id, 3 from act a join special_award w on w.id = a.id),
    booked as (
      select day, department_id, array[
        coalesce(sum(points) filter (where own and measure = 1), 0), coalesce(sum(points) filter (where own and measure = 2), 0),
        coalesce(sum(points) filter (where own and measure = 3), 0), coalesce(sum(points) filter (where not own and measure = 1), 0),
        coalesce(sum(points) filter (where not own and measure = 2), 0), coalesce(sum(points) filter (where not own and measure = 3), 0)
      ]::int[] as scores
      from (select *, day = own_day and original_day = day as own from side where day <= (select max(day) from closed_day)) x
      group by 1, 2),
    kept as (
      select day, department_id,
             array[received, sent, special, received_correction, sent_correction, special_correction] as scores
      from department_day)
    select day, department_id, k.scores as kept, b.scores as booked
    from kept k full join booked b using (day, department_id)
    where coalesce(k.scores, '{0,0,0,0,0,0}') <> coalesce(b.scores, '{0,0,0,0,0,0}')
    order by 1, 2 limit ${limit}`.execute(picture);
  const scores = (values: number[] | null) =>
    Object.fromEntries(SCORES.map((name, index) => [name, values?.[index] ?? 0])) as unknown as DayScore;
  return rows.map((row) => ({
    kind: 'day_differs',
    day: row.day,
    departmentId: row.department_id,
    kept: scores(row.kept),
    booked: scores(row.booked),
  }));
}

/** Results of archived years that are not what the ledger says (운영규정 제8조④), ranks included; by year and owner. */
export async function listWrongArchives(picture: Database, limit: number): Promise<Finding[]> {
  const { rows } = await sql<{
    year: number;
    subject: 'person' | 'department';
    scope: number;
    owner_id: number;
    kept: Array<number | null> | null;
    booked: Array<number | null> | null;
  }>`
    with standing_gift as (
      select c.year, g.* from closed_year c
      join gift g on g.given_on >= make_date(c.year, 1, 1) and g.given_on <= make_date(c.year, 12, 31)
      join seal s on s.transfer_id = g.id and s.position <= c.position
      where not exists (
        select from transfer r join seal z on z.transfer_id = r.id
        where r.reverses_id = g.id and z.position <= c.position and seoul_day(r.occurred_at) <= make_date(c.year, 12, 31))),
    standing_award as (
      select c.year, w.*, t.amount from closed_year c
      join transfer t on t.kind = 'special_grant' and t.occurred_at >= seoul_start(make_date(c.year, 1, 1))
        and t.occurred_at < seoul_start(make_date(c.year + 1, 1, 1))
      join special_award w on w.id = t.id
      join seal s on s.transfer_id = t.id and s.position <= c.position
      where not exists (
        select from transfer r join seal z on z.transfer_id = r.id
        where r.reverses_id = t.id and z.position <= c.position and seoul_day(r.occurred_at) <= make_date(c.year, 12, 31))),
    part as (
      select year, 'person'::standing_subject as subject, recipient_agency_id as agency_id, recipient_id as owner_id,
             points as received, 0 as sent, 0 as special from standing_gift where recipient_id is not null
      union all select year, 'department', recipient_agency_id, recipient_department_id, points, 0, 0 from standing_gift
      union all select year, 'person', giver_agency_id, giver_id, 0, points, 0 from standing_gift
      union all select year, 'department', giver_agency_id, giver_department_id, 0, points, 0 from standing_gift
      union all select a.year, 'person', d.agency_id, a.official_id, 0, 0, a.amount
                from standing_award a join department d on d.id = a.department_id
      union all select a.year, 'department', d.agency_id, a.department_id, 0, 0, a.amount
                from standing_award a join department d on d.id = a.department_id),
    total as (
      select year, subject, 0 as scope, owner_id, sum(received) as received, sum(sent) as sent, sum(special) as special
      from part group by 1, 2, 4
      union all
      select year, subject, agency_id, owner_id, sum(received), sum(sent), sum(special) from part group by 1, 2, 3, 4),
    booked as (
      select year, subject, scope, owner_id, array[received, sent, special,
        case when received > 0 then rank() over (partition by year, subject, scope order by received desc) end,
        case when sent > 0 then rank() over (partition by year, subject, scope order by sent desc) end]::int[] as result
      from total),
    kept as (
      select year, subject, scope, owner_id, array[received, sent, special, rank_received, rank_sent] as result from year_archive)
    select year, subject, scope, owner_id, k.result as kept, b.result as booked
    from kept k full join booked b using (year, subject, scope, owner_id)
    where k.result is distinct from b.result
    order by 1, 2, 3, 4 limit ${limit}`.execute(picture);
  const result = (values: Array<number | null> | null): YearResult | undefined =>
    values === null
      ? undefined
      : {
          received: values[0] ?? 0,
          sent: values[1] ?? 0,
          special: values[2] ?? 0,
          rankReceived: values[3] ?? undefined,
          rankSent: values[4] ?? undefined,
        };
  return rows.map((row) => ({
    kind: 'archive_differs',
    year: row.year,
    subject: row.subject,
    scope: row.scope,
    ownerId: row.owner_id,
    kept: result(row.kept),
    booked: result(row.booked),
  }));
}

/**
 * Periods whose rollups do not add up to the gifts they are made of: the agencies' weeks one by one, standings by their sums.
 * They can be made anew; nobody's points are wrong, but what was shown of them may be.
 */
export async function listWrongRollups(picture: Database, limit: number): Promise<Finding[]> {
  const { rows } = await sql<{ rollup: string; period: Day; kept: number; booked: number }>`
    with reached as (select coalesce((select position from rollup_position), 0) as position),
    standing_gift as (
      select g.given_on, g.giver_agency_id, g.recipient_agency_id, g.recipient_id, g.points from gift g
      join seal s on s.transfer_id = g.id and s.position <= (select position from reached)
      where not exists (
        select from transfer r join seal z on z.transfer_id = r.id
        where r.reverses_id = g.id and z.position <= (select position from reached))),
    week as (
      select date_trunc('week', given_on)::date as week, giver_agency_id, recipient_agency_id, count(*) as gifts, sum(points) as points
      from standing_gift group by 1, 2, 3),
    month as (
      select date_trunc('month', given_on)::date as month, sum(points) as whole,
             coalesce(sum(points) filter (where recipient_id is not null), 0) as to_people
      from standing_gift group by 1),
    open_period as (
      select q.span, q.period, o.subject, o.side, sum(case when o.subject = 'person' and o.side = 'received' then m.to_people else m.whole end) as points
      from month m cross join lateral (values
        ('month'::standing_span, m.month),
        ('half', (date_trunc('year', m.month) + case when extract(month from m.month) > 6 then interval '6 months' else interval '0' end)::date),
        ('year', date_trunc('year', m.month)::date)) as q (span, period)
      cross join (select subject, side from unnest(enum_range(null::standing_subject)) subject, unnest(enum_range(null::standing_side)) side) o
      where m.month >= coalesce((select make_date(max(year) + 1, 1, 1) from closed_year), m.month)
        and (q.span <> 'month' or m.month >= coalesce((select max(c.month) from closed_month c), m.month))
      group by 1, 2, 3, 4),
    kept as (
      select span, period, subject, side, sum(points) filter (where scope = 0) as whole, sum(points) filter (where scope <> 0) as parts
      from standing
      -- Those of archived years are not read any more, and go a moment after the archive.
      where period >= coalesce((select make_date(max(year) + 1, 1, 1) from closed_year), period)
      group by 1, 2, 3, 4)
    select 'agency_week' as rollup, week as period, coalesce(sum(k.points), 0)::bigint as kept, coalesce(sum(w.points), 0)::bigint as booked
    from agency_week k full join week w using (week, giver_agency_id, recipient_agency_id)
    where coalesce(k.points, 0) <> coalesce(w.points, 0) or coalesce(k.gifts, 0) <> coalesce(w.gifts, 0)
    group by week
    union all
    select 'standing ' || span || ' ' || subject || ' ' || side, period,
           case when coalesce(k.whole, 0) <> coalesce(o.points, 0) then coalesce(k.whole, 0) else coalesce(k.parts, 0) end::bigint,
           coalesce(o.points, 0)::bigint
    from kept k full join open_period o using (span, period, subject, side)
    where coalesce(k.whole, 0) <> coalesce(o.points, 0) or coalesce(k.parts, 0) <> coalesce(o.points, 0)
    order by 2, 1 limit ${limit}`.execute(picture);
  return rows.map((row) => ({ ...row, kind: 'rollup_differs' }));
}
