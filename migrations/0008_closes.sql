-- What the numbers come to: rollups that can be thrown away and made anew, and closes that are fixed for good.
-- All of it is computed up to a position of the seals' chain, the one dense order in which transfers were committed: whatever
-- was computed at one position adds up, of all agencies to the whole.
--   rollup_position  how far the rollups reach: one row
--   standing         points by person or department, received or sent, of a month, half or year: what rankings read. Of gifts only
--                    (운영규정 제9조: special points are counted apart); one that is taken back counts nowhere
--   agency_week      who helped whom: gifts between agencies by week, its Monday
--   closed_day       days whose scores are fixed (운영규정 제8조②③), and the position at which
--   department_day   a department's score of a day, of departments with any; never changed. What comes later for an earlier day,
--                    a reversal above all, is a correction of the day on which it comes
--   closed_month     months whose allowances lapsed (운영규정 제5조), and what that came to
--   closed_year      years that are archived (운영규정 제8조④)
--   year_archive     what each person and department came to in a year, with names as they were; never changed
-- Rollups are derived: with rollup_position, standing and agency_week emptied, the next run makes them anew.

create type standing_span as enum ('month', 'half', 'year');
create type standing_subject as enum ('person', 'department');
create type standing_side as enum ('received', 'sent');

create table rollup_position (
  one_row   boolean primary key default true check (one_row),
  position  bigint not null,
  as_of     timestamptz not null
);

create table standing (
  scope     integer not null,
  span      standing_span not null,
  period    date not null,
  subject   standing_subject not null,
  side      standing_side not null,
  owner_id  integer not null,
  points    integer not null,
  primary key (scope, span, period, subject, side, owner_id)
) with (fillfactor = 80);
comment on column standing.scope is 'an agency''s id: what was received or sent as its people; 0: in all agencies';
comment on column standing.period is 'the first day of the month, half or year in which a gift was given';
-- A ranking is the beginning of this index: nothing is sorted, however many stand in it.
create index standing_rank on standing (scope, span, period, subject, side, points desc, owner_id) where points > 0;

create table agency_week (
  week                 date not null check (extract(isodow from week) = 1),
  giver_agency_id      integer not null,
  recipient_agency_id  integer not null,
  gifts                integer not null,
  points               integer not null,
  primary key (week, giver_agency_id, recipient_agency_id)
);
create index agency_week_recipient on agency_week (recipient_agency_id, week);
create index agency_week_giver on agency_week (giver_agency_id, week);

create table closed_day (
  day        date primary key,
  position   bigint not null,
  closed_at  timestamptz not null default clock_timestamp()
);
create index closed_day_position on closed_day (position, day);

create table department_day (
  day                  date not null references closed_day,
  department_id        integer not null references department,
  agency_id            integer not null references agency,
  members              integer not null,
  received             integer not null,
  sent                 integer not null,
  special              integer not null,
  received_correction  integer not null,
  sent_correction      integer not null,
  special_correction   integer not null,
  primary key (day, department_id)
);
create index department_day_department on department_day (department_id, day);
comment on column department_day.members is 'who held a post there on that day';
comment on column department_day.received is 'by gifts of the day, without those taken back on the same day';
comment on column department_day.received_correction is 'of earlier days: taken back (less) or booked late (more)';

create table closed_month (
  month               date primary key check (extract(day from month) = 1),
  lapsed_accounts     integer not null,
  lapsed_points       bigint not null,
  untouched_officials integer not null,
  untouched_points    bigint not null,
  closed_at           timestamptz not null default clock_timestamp()
);
comment on column closed_month.untouched_officials is 'who gave nothing, so that no account was opened: their allowance lapses without a transfer';

create table closed_year (
  year       integer primary key,
  position   bigint not null,
  closed_at  timestamptz not null default clock_timestamp()
);

create table year_archive (
  year           integer not null references closed_year,
  subject        standing_subject not null,
  scope          integer not null,
  owner_id       integer not null,
  name           text not null,
  department_id  integer,
  department     text not null,
  agency_id      integer,
  agency         text not null,
  received       integer not null,
  sent           integer not null,
  special        integer not null,
  rank_received  integer,
  rank_sent      integer,
  primary key (year, subject, scope, owner_id)
);
comment on column year_archive.scope is 'an agency''s id: the owner''s points, and rank, as one of it; 0: all, and among all';
create index year_archive_received on year_archive (year, subject, scope, rank_received, owner_id) where rank_received is not null;
create index year_archive_sent on year_archive (year, subject, scope, rank_sent, owner_id) where rank_sent is not null;

do $$
declare fixed text;
begin
  foreach fixed in array array['closed_day', 'department_day', 'closed_month', 'closed_year', 'year_archive'] loop
    execute format('create trigger append_only before update or delete on %I for each row execute function refuse_change()', fixed);
    execute format('create trigger never_emptied before truncate on %I for each statement execute function refuse_change()', fixed);
  end loop;
end $$;
-- Written by the functions below only.
grant select on rollup_position, standing, agency_week, closed_day, department_day, closed_month, closed_year, year_archive to ieum_app;

-- Rows are added in order of time, so these are a few pages, and cost a gift nothing.
create index transfer_occurred on transfer using brin (occurred_at) with (pages_per_range = 32, autosummarize = on);
create index account_period on account using brin (period) with (pages_per_range = 32, autosummarize = on);

create function seoul_day(p_at timestamptz) returns date language sql immutable parallel safe as $$
  select (p_at at time zone 'Asia/Seoul')::date
$$;
create function seoul_start(p_day date) returns timestamptz language sql immutable parallel safe as $$
  select p_day::timestamp at time zone 'Asia/Seoul'
$$;

-- Planned for each call's own range: a plan for any range would read the whole ledger where a few rows are new.

-- Rolls up the transfers sealed after the last position rolled up, p_limit positions at most and none beyond p_until. One process
-- at a time; with p_wait false, one that finds another at it leaves it alone. Codes: rolled · busy.
-- Periods that are closed for good get nothing any more: years archived, and months before the last one that was closed.
create function roll_up(
  p_until bigint, p_limit integer, p_now timestamptz, p_wait boolean,
  out code text, out rolled_to bigint, out as_of timestamptz)
language plpgsql security definer set search_path = ieum, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  v_from bigint; v_month date; v_year date;
begin
  if p_wait then perform pg_advisory_xact_lock(hashtext('ieum closes'));
  elsif not pg_try_advisory_xact_lock(hashtext('ieum closes')) then code := 'busy'; end if;
  select r.position, r.as_of into rolled_to, as_of from rollup_position r;
  v_from := coalesce(rolled_to, 0);
  if code is null then
    code := 'rolled';
    rolled_to := greatest(v_from, least(p_until, v_from + p_limit));
  end if;
  rolled_to := coalesce(rolled_to, 0);
  if code = 'busy' or rolled_to = v_from then return; end if;
  if not exists (select from seal where position = rolled_to) then raise exception 'no seal stands at %', rolled_to; end if;

  -- Read only now that no close is under way.
  v_month := (select max(month) from closed_month);
  v_year := (select make_date(max(year) + 1, 1, 1) from closed_year);
  with moved as materialized (
    select g.given_on, g.giver_agency_id, g.giver_department_id, g.giver_id,
           g.recipient_agency_id, g.recipient_department_id, g.recipient_id,
           case t.kind when 'gift' then 1 else -1 end as gifts, case t.kind when 'gift' then g.points else -g.points end as points
    from seal s join transfer t on t.id = s.transfer_id join gift g on g.id = coalesce(t.reverses_id, t.id)
    where s.position > v_from and s.position <= rolled_to and t.kind in ('gift', 'reversal')),
  by_week as (
    insert into agency_week as w (week, giver_agency_id, recipient_agency_id, gifts, points)
    select date_trunc('week', given_on)::date, giver_agency_id, recipient_agency_id, sum(m.gifts), sum(m.points)
    from moved m group by 1, 2, 3 having sum(m.gifts) <> 0 or sum(m.points) <> 0
    order by 1, 2, 3
    on conflict (week, giver_agency_id, recipient_agency_id)
    do update set gifts = w.gifts + excluded.gifts, points = w.points + excluded.points),
  by_month as (
    select date_trunc('month', m.given_on)::date as month, o.subject, o.side, o.agency_id, o.owner_id, sum(m.points)::int as points
    from moved m cross join lateral (values
      ('person'::standing_subject, 'received'::standing_side, m.recipient_agency_id, m.recipient_id),
      ('department', 'received', m.recipient_agency_id, m.recipient_department_id),
      ('person', 'sent', m.giver_agency_id, m.giver_id),
      ('department', 'sent', m.giver_agency_id, m.giver_department_id)) as o (subject, side, agency_id, owner_id)
    where o.owner_id is not null
    group by 1, 2, 3, 4, 5 having sum(m.points) <> 0)
  insert into standing as s (scope, span, period, subject, side, owner_id, points)
  select p.scope, q.span, q.period, b.subject, b.side, b.owner_id, sum(b.points)
  from by_month b cross join lateral (values (0), (b.agency_id)) as p (scope)
  cross join lateral (values
    ('month'::standing_span, b.month),
    ('half', make_date(extract(year from b.month)::int, case when extract(month from b.month) <= 6 then 1 else 7 end, 1)),
    ('year', date_trunc('year', b.month)::date)) as q (span, period)
  where (v_year is null or b.month >= v_year) and (v_month is null or q.span <> 'month' or b.month >= v_month)
  group by 1, 2, 3, 4, 5, 6 having sum(b.points) <> 0
  order by 1, 2, 3, 4, 5, 6
  on conflict (scope, span, period, subject, side, owner_id) do update set points = s.points + excluded.points;

  -- Until all is rolled up that was sealed, it is as of the last transfer that is in it.
  as_of := case when rolled_to = p_until then p_now else
    (select t.occurred_at from seal s join transfer t on t.id = s.transfer_id where s.position = rolled_to) end;
  insert into rollup_position (position, as_of) values (rolled_to, roll_up.as_of)
  on conflict (one_row) do update set position = excluded.position, as_of = excluded.as_of;
end $$;

-- Fixes a day's scores by what was sealed up to p_position (운영규정 제8조②③). Days are closed one after the other; a day that is
-- closed stays as it is. Codes: closed · already.
create function close_day(p_day date, p_position bigint, out code text, out departments integer)
language plpgsql security definer set search_path = ieum, pg_temp set plan_cache_mode = force_custom_plan as $$
declare v_last record;
begin
  perform pg_advisory_xact_lock(hashtext('ieum closes'));
  departments := 0;
  select day, position into v_last from closed_day order by day desc limit 1;
  if found and v_last.day >= p_day then code := 'already'; return; end if;
  if found and v_last.day <> p_day - 1 then raise exception 'the day after % is not %', v_last.day, p_day; end if;
  if p_position > (select coalesce(max(position), 0) from seal) then raise exception 'nothing is sealed at %', p_position; end if;
  -- By all that is sealed now, whatever the caller knew of: nobody fixes a day at less than there is.
  p_position := (select coalesce(max(position), 0) from seal);
  insert into closed_day (day, position) values (p_day, p_position);

  insert into department_day
  with act as (
    select t.kind, t.amount, coalesce(t.reverses_id, t.id) as original_id, seoul_day(t.occurred_at) = p_day as of_day
    from transfer t join seal s on s.transfer_id = t.id
    where t.occurred_at >= seoul_start(p_day) and t.occurred_at < seoul_start(p_day + 1) and s.position <= p_position
      and t.kind in ('gift', 'special_grant', 'reversal')
    union all
    -- Committed too late for the close of their own day.
    select t.kind, t.amount, coalesce(t.reverses_id, t.id), false
    from seal s join transfer t on t.id = s.transfer_id
    where s.position > v_last.position and s.position <= p_position and t.occurred_at < seoul_start(p_day)
      and t.kind in ('gift', 'special_grant', 'reversal')),
  signed as (
    select original_id, case when kind = 'reversal' then -amount else amount end as points,
           of_day and (kind <> 'reversal' or (select seoul_day(o.occurred_at) from transfer o where o.id = original_id) = p_day) as own
    from act),
  line as (
    select g.recipient_department_id as department_id, s.own, s.points as received, 0 as sent, 0 as special
    from signed s join gift g on g.id = s.original_id
    union all
    select g.giver_department_id, s.own, 0, s.points, 0 from signed s join gift g on g.id = s.original_id
    union all
    select w.department_id, s.own, 0, 0, s.points from signed s join special_award w on w.id = s.original_id),
  total as (
    select department_id,
           coalesce(sum(received) filter (where own), 0) as received, coalesce(sum(sent) filter (where own), 0) as sent,
           coalesce(sum(special) filter (where own), 0) as special,
           coalesce(sum(received) filter (where not own), 0) as received_correction,
           coalesce(sum(sent) filter (where not own), 0) as sent_correction,
           coalesce(sum(special) filter (where not own), 0) as special_correction
    from line group by 1)
  select p_day, t.department_id, d.agency_id,
         (select count(*) from posting p where p.department_id = t.department_id and p.during @> p_day),
         t.received, t.sent, t.special, t.received_correction, t.sent_correction, t.special_correction
  from total t join department d on d.id = t.department_id
  where (t.received, t.sent, t.special, t.received_correction, t.sent_correction, t.special_correction) <> (0, 0, 0, 0, 0, 0);
  get diagnostics departments = row_count;
  code := 'closed';
end $$;

-- 운영규정 제5조: what is left of a past month lapses, back to where it was issued; p_limit accounts at most a call, so that nobody's
-- gift waits long. Returns how many accounts and points lapsed; none: nothing is left.
create function post_lapse(p_month date, p_occurred_at timestamptz, p_day date, p_limit integer, out accounts integer, out points bigint)
language plpgsql security definer set search_path = ieum, pg_temp set plan_cache_mode = force_custom_plan as $$
begin
  perform check_day(p_day, p_occurred_at);
  if p_month >= date_trunc('month', p_day) then raise exception 'the month % is not over', p_month; end if;
  perform pg_advisory_xact_lock(hashtext('ieum closes'));
  -- A balance is locked before a transfer's number is drawn: sealing rests on that order (src/points/seal-ledger.ts).
  with due as materialized (
    select a.id, b.points as points_due, i.debit_account_id as issuance_id from account a join balance b on b.account_id = a.id
    join lateral (select t.debit_account_id from transfer t where t.credit_account_id = a.id and t.kind = 'issue' order by t.id limit 1) i on true
    where a.kind = 'allowance' and a.period = p_month and b.points > 0
    order by a.id limit p_limit for update of b),
  emptied as (
    update balance b set points = 0 from due d where b.account_id = d.id returning d.*),
  booked as (
    insert into transfer (kind, debit_account_id, credit_account_id, amount, occurred_at)
    select 'lapse', e.id, e.issuance_id, e.points_due, p_occurred_at from emptied e order by e.id
    returning amount)
  select count(*), coalesce(sum(amount), 0) into accounts, points from booked;
end $$;

-- Records that a month's allowances lapsed, with who never opened one. Standings of months before it are not asked for any more.
-- Codes: closed · already.
create function close_month(p_month date, p_untouched_officials integer, p_untouched_points bigint, out code text)
language plpgsql security definer set search_path = ieum, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtext('ieum closes'));
  if p_month <= (select max(month) from closed_month) then code := 'already'; return; end if;
  -- One month after the other, and none with something left: a month that is passed over would never lapse.
  if p_month <> (select max(month) + interval '1 month' from closed_month) then raise exception 'another month is to be closed before %', p_month; end if;
  if not exists (select from closed_month) and exists (select from account a where a.kind = 'allowance' and a.period < p_month)
    then raise exception 'an earlier month than % is to be closed first', p_month; end if;
  if exists (select from account a join balance b on b.account_id = a.id where a.kind = 'allowance' and a.period = p_month and b.points > 0)
    then raise exception 'something is left of %', p_month; end if;
  insert into closed_month (month, lapsed_accounts, lapsed_points, untouched_officials, untouched_points)
  select p_month, count(*), coalesce(sum(t.amount), 0), p_untouched_officials, p_untouched_points
  from account a join transfer t on t.debit_account_id = a.id and t.kind = 'lapse'
  where a.kind = 'allowance' and a.period = p_month;
  delete from standing where span = 'month' and period < p_month;
  code := 'closed';
end $$;

-- 운영규정 제8조④: archives a year by what was sealed when its last day was closed. What is taken back later leaves it as it is.
-- Codes: archived · already.
create function archive_year(p_year integer, out code text, out people integer, out departments integer)
language plpgsql security definer set search_path = ieum, pg_temp as $$
declare
  v_from date := make_date(p_year, 1, 1);
  v_until date := make_date(p_year + 1, 1, 1);
  v_position bigint;
  v_last integer;
begin
  perform pg_advisory_xact_lock(hashtext('ieum closes'));
  select max(year) into v_last from closed_year;
  if v_last >= p_year then code := 'already'; return; end if;
  if v_last <> p_year - 1 then raise exception 'the year after % is not %', v_last, p_year; end if;
  select position into v_position from closed_day where day = v_until - 1;
  if not found then raise exception 'the days of % are not closed', p_year; end if;
  insert into closed_year (year, position) values (p_year, v_position);

  insert into year_archive
  with standing_act as (
    select t.id, t.kind, t.amount from transfer t join seal s on s.transfer_id = t.id and s.position <= v_position
    where t.occurred_at >= seoul_start(v_from) and t.occurred_at < seoul_start(v_until) and t.kind in ('gift', 'special_grant')
      and not exists (
        select from transfer r join seal z on z.transfer_id = r.id and z.position <= v_position
        where r.reverses_id = t.id and r.occurred_at < seoul_start(v_until))),
  line as (
    select o.subject, o.agency_id, o.owner_id, o.received, o.sent, 0 as special
    from standing_act a join gift g on g.id = a.id cross join lateral (values
      ('person'::standing_subject, g.recipient_agency_id, g.recipient_id, a.amount, 0),
      ('department', g.recipient_agency_id, g.recipient_department_id, a.amount, 0),
      ('person', g.giver_agency_id, g.giver_id, 0, a.amount),
      ('department', g.giver_agency_id, g.giver_department_id, 0, a.amount)) as o (subject, agency_id, owner_id, received, sent)
    where o.owner_id is not null
    union all
    select o.subject, d.agency_id, o.owner_id, 0, 0, a.amount
    from standing_act a join special_award w on w.id = a.id join department d on d.id = w.department_id
    cross join lateral (values ('person'::standing_subject, w.official_id), ('department', w.department_id)) as o (subject, owner_id)),
  by_agency as (
    select subject, agency_id, owner_id, sum(received) as received, sum(sent) as sent, sum(special) as special
    from line group by 1, 2, 3),
  result as (
    select b.subject, p.scope, b.owner_id, sum(b.received)::int as received, sum(b.sent)::int as sent, sum(b.special)::int as special
    from by_agency b cross join lateral (values (0), (b.agency_id)) as p (scope) group by 1, 2, 3),
  ranked as (
    select r.*,
           case when received > 0 then rank() over (partition by subject, scope order by received desc) end as rank_received,
           case when sent > 0 then rank() over (partition by subject, scope order by sent desc) end as rank_sent
    from result r)
  select p_year, r.subject, r.scope, r.owner_id, coalesce(o.name, d.name, ''), d.id, coalesce(d.name, ''), a.id, coalesce(a.short_name, ''),
         r.received, r.sent, r.special, r.rank_received, r.rank_sent
  from ranked r
  left join official o on r.subject = 'person' and o.id = r.owner_id
  -- Where they were last in that year; in an agency's own list, last in that agency.
  left join lateral (
    select p.department_id from posting p
    where r.subject = 'person' and p.official_id = r.owner_id and p.during && daterange(v_from, v_until)
      and (r.scope = 0 or p.agency_id = r.scope)
    order by lower(p.during) desc nulls last limit 1) p on true
  left join department d on d.id = case r.subject when 'person' then p.department_id else r.owner_id end
  left join agency a on a.id = d.agency_id;
  select count(*) filter (where subject = 'person'), count(*) filter (where subject = 'department') into people, departments
  from year_archive where year = p_year and scope = 0;

  -- 운영규정 제8조④: on 1 January everything starts anew.
  delete from standing where period < v_until;
  code := 'archived';
end $$;

revoke execute on function roll_up(bigint, integer, timestamptz, boolean), close_day(date, bigint),
  post_lapse(date, timestamptz, date, integer), close_month(date, integer, bigint), archive_year(integer) from public;
grant execute on function seoul_day(timestamptz), seoul_start(date), roll_up(bigint, integer, timestamptz, boolean), close_day(date, bigint),
  post_lapse(date, timestamptz, date, integer), close_month(date, integer, bigint), archive_year(integer) to ieum_app;
