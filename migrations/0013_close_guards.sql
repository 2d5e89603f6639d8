-- Closes and digests that believe no caller.
--   other_clock     a row: closes go by their callers' clock, as demonstrations and tests need, and why; none: by the database's.
--                   The owner's alone to write
--   digest_picture  pictures of digests that Slack has taken, so that any process can go on from there

create table other_clock (
  one_row  boolean primary key default true check (one_row),
  reason   text not null check (reason <> ''),
  since    timestamptz not null default clock_timestamp()
);
grant select on other_clock to ieum_app;

create table digest_picture (
  digest_id    bigint not null,
  official_id  integer not null references official,
  file_id      text not null,
  ready_at     timestamptz not null,
  primary key (digest_id, official_id)
);
comment on column digest_picture.ready_at is 'Slack shows it from then on';
grant select, insert, update on digest_picture to ieum_app;

alter table closed_month add column last_transfer_id bigint;
comment on column closed_month.last_transfer_id is 'the newest lapse that is in the counts; what comes back to the month later lapses apart. Null: closed before this was kept';

-- Allowances of a month in order, so that a lapse goes through them once.
create index account_allowance on account (period, id) where kind = 'allowance';

-- Nothing is closed that is not over. p_until: the first day after it.
create function require_over(p_what text, p_until date) returns void language plpgsql as $$
begin
  if seoul_day(clock_timestamp()) < p_until and not exists (select from other_clock) then
    raise exception '% is not over by the clock of the database: %', p_what, clock_timestamp();
  end if;
end $$;

-- As before, and nothing is booked for a month whose allowances have lapsed or a year that is archived. Asked only of other days
-- than today: the usual act pays for one comparison.
create or replace function check_day(p_day date, p_occurred_at timestamptz) returns void language plpgsql as $$
begin
  if p_day is distinct from (p_occurred_at at time zone 'Asia/Seoul')::date then
    raise exception '% does not fall on % in Seoul', p_occurred_at, p_day;
  end if;
  if p_day <> (clock_timestamp() at time zone 'Asia/Seoul')::date then
    if date_trunc('month', p_day)::date <= (select max(month) from closed_month)
       or extract(year from p_day) <= (select max(year) from closed_year) then
      raise exception 'nothing is booked on % any more: its month or year is closed', p_day;
    end if;
  end if;
end $$;

-- As before; a day that is over only, and none passed over at the beginning.
create or replace function close_day(p_day date, p_position bigint, out code text, out departments integer)
language plpgsql security definer set search_path = ieum, pg_temp set plan_cache_mode = force_custom_plan as $$
declare v_last record;
begin
  perform require_over('the day ' || p_day, p_day + 1);
  perform pg_advisory_xact_lock(hashtext('ieum closes'));
  departments := 0;
  select day, position into v_last from closed_day order by day desc limit 1;
  if found and v_last.day >= p_day then code := 'already'; return; end if;
  if found and v_last.day <> p_day - 1 then raise exception 'the day after % is not %', v_last.day, p_day; end if;
  if v_last.day is null and exists (select from transfer where occurred_at < seoul_start(p_day)) then
    raise exception 'an earlier day than % is to be closed first', p_day;
  end if;
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

drop function post_lapse(date, timestamptz, date, integer);
-- 운영규정 제5조: what is left of a past month lapses, back to where it was issued; p_limit accounts at most a call, so that nobody's
-- gift waits long. A call begins after account p_after and says where the next begins; null: that was the last of them.
create function post_lapse(
  p_month date, p_occurred_at timestamptz, p_day date, p_after bigint, p_limit integer,
  out accounts integer, out points bigint, out next_after bigint)
language plpgsql security definer set search_path = ieum, pg_temp set plan_cache_mode = force_custom_plan as $$
declare v_until bigint;
begin
  perform require_over('the month ' || p_month, (p_month + interval '1 month')::date);
  perform check_day(p_day, p_occurred_at);
  if p_month >= date_trunc('month', p_day) then raise exception 'the month % is not over', p_month; end if;
  perform pg_advisory_xact_lock(hashtext('ieum closes'));
  accounts := 0;
  points := 0;
  select max(n.id), case when count(*) = p_limit then max(n.id) end into v_until, next_after
  from (select a.id from account a where a.kind = 'allowance' and a.period = p_month and a.id > p_after order by a.id limit p_limit) n;
  if v_until is null then return; end if;
  -- A balance is locked before a transfer's number is drawn: sealing rests on that order (src/points/seal-ledger.ts).
  with due as materialized (
    select a.id, b.points as points_due, i.debit_account_id as issuance_id from account a join balance b on b.account_id = a.id
    join lateral (select t.debit_account_id from transfer t where t.credit_account_id = a.id and t.kind = 'issue' order by t.id limit 1) i on true
    where a.kind = 'allowance' and a.period = p_month and a.id > p_after and a.id <= v_until and b.points > 0
    order by a.id for update of b),
  emptied as (
    update balance b set points = 0 from due d where b.account_id = d.id returning d.*),
  booked as (
    insert into transfer (kind, debit_account_id, credit_account_id, amount, occurred_at)
    select 'lapse', e.id, e.issuance_id, e.points_due, p_occurred_at from emptied e order by e.id
    returning amount)
  select count(*), coalesce(sum(amount), 0) into accounts, points from booked;
end $$;

-- As before; a month that is over only, with counts that can be.
create or replace function close_month(p_month date, p_untouched_officials integer, p_untouched_points bigint, out code text)
language plpgsql security definer set search_path = ieum, pg_temp set plan_cache_mode = force_custom_plan as $$
begin
  perform require_over('the month ' || p_month, (p_month + interval '1 month')::date);
  if p_untouched_officials < 0 or p_untouched_points < 0 then raise exception 'nobody has less than no allowance'; end if;
  perform pg_advisory_xact_lock(hashtext('ieum closes'));
  if p_month <= (select max(month) from closed_month) then code := 'already'; return; end if;
  -- One month after the other, and none with something left: a month that is passed over would never lapse.
  if p_month <> (select max(month) + interval '1 month' from closed_month) then raise exception 'another month is to be closed before %', p_month; end if;
  if not exists (select from closed_month) and exists (select from account a where a.kind = 'allowance' and a.period < p_month)
    then raise exception 'an earlier month than % is to be closed first', p_month; end if;
  if exists (select from account a join balance b on b.account_id = a.id where a.kind = 'allowance' and a.period = p_month and b.points > 0)
    then raise exception 'something is left of %', p_month; end if;
  insert into closed_month (month, lapsed_accounts, lapsed_points, untouched_officials, untouched_points, last_transfer_id)
  select p_month, count(*), coalesce(sum(t.amount), 0), p_untouched_officials, p_untouched_points, coalesce(max(t.id), 0)
  from account a join transfer t on t.debit_account_id = a.id and t.kind = 'lapse'
  where a.kind = 'allowance' and a.period = p_month;
  -- Those of archived years are dropped with the rest of them, by drop_archived_standings.
  delete from standing where span = 'month' and period < p_month
    and period >= coalesce((select make_date(max(year) + 1, 1, 1) from closed_year), '-infinity'::date);
  code := 'closed';
end $$;

-- As before; a year that is over only, the first one first. What is sealed up to a position is always the same, so it is computed
-- without a lock but one against a second archive: rollups and closes go on.
create or replace function archive_year(p_year integer, out code text, out people integer, out departments integer)
language plpgsql security definer set search_path = ieum, pg_temp as $$
declare
  v_from date := make_date(p_year, 1, 1);
  v_until date := make_date(p_year + 1, 1, 1);
  v_position bigint;
  v_last integer;
begin
  perform require_over('the year ' || p_year, v_until);
  perform pg_advisory_xact_lock(hashtext('ieum archive'));
  select max(year) into v_last from closed_year;
  if v_last >= p_year then code := 'already'; return; end if;
  if v_last <> p_year - 1 then raise exception 'the year after % is not %', v_last, p_year; end if;
  if v_last is null and exists (select from closed_day where day < v_from) then
    raise exception 'an earlier year than % is to be archived first', p_year;
  end if;
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

  -- No rollup goes on over the end of this that does not know of it: the lock goes with the commit.
  perform pg_advisory_xact_lock(hashtext('ieum closes'));
  code := 'archived';
end $$;

-- 운영규정 제8조④: on 1 January everything starts anew. Standings of archived years, which nobody reads or adds to any more, go apart
-- and at once; nobody waits for it. Returns how many went.
create function drop_archived_standings() returns bigint
language plpgsql security definer set search_path = ieum, pg_temp as $$
declare
  v_from date := (select make_date(max(year) + 1, 1, 1) from closed_year);
  v_dropped bigint := 0;
begin
  -- They go all together, so a look at those of all agencies says whether there are any.
  if exists (select from standing where scope = 0 and span = 'year' and period < v_from) then
    delete from standing where period < v_from;
    get diagnostics v_dropped = row_count;
  end if;
  return v_dropped;
end $$;

-- Agencies that existed in a week, and whoever moved points in it all the same.
create function digest_agencies(p_week date) returns setof agency language sql stable parallel safe as $$
  select a.* from agency a
  where a.during && daterange(p_week, p_week + 7)
     or exists (select from agency_week w where w.week = p_week and w.gifts > 0 and w.giver_agency_id = a.id)
     or exists (select from agency_week w where w.week = p_week and w.gifts > 0 and w.recipient_agency_id = a.id)
$$;

-- The only way to store digests: of a week that is over, at the position of the rollups and with the chain's hash there, of agencies
-- that were there, with the points of the week as the rollups have them.
create function append_digests(
  p_week date, p_position bigint, p_head text, p_as_of timestamptz, p_late boolean, p_computed_at timestamptz,
  p_agencies integer[], p_contents jsonb[]) returns table (id bigint, agency_id integer)
language plpgsql security definer set search_path = ieum, pg_temp set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
declare v_stranger integer;
begin
  perform require_over('the week of ' || p_week, p_week + 7);
  if p_position is distinct from coalesce((select r.position from rollup_position r), 0) then
    raise exception 'the rollups are not at %', p_position;
  end if;
  if p_head is distinct from coalesce((select encode(s.hash, 'hex') from seal s where s.position = p_position), repeat('0', 64)) then
    raise exception 'the chain has another hash at %', p_position;
  end if;
  if cardinality(p_agencies) <> cardinality(p_contents) then raise exception 'each digest has an agency and a content'; end if;
  select u.id into v_stranger from unnest(p_agencies) u (id) where u.id not in (select a.id from digest_agencies(p_week) a) limit 1;
  if found then raise exception 'agency % was not there in the week of %', v_stranger, p_week; end if;
  with moved as (
    select w.recipient_agency_id as agency_id, w.points as received, 0 as sent from agency_week w where w.week = p_week
    union all
    select w.giver_agency_id, 0, w.points from agency_week w where w.week = p_week),
  booked as (select m.agency_id, sum(m.received) as received, sum(m.sent) as sent from moved m group by 1)
  select u.id into v_stranger
  from unnest(p_agencies, p_contents) u (id, content) left join booked b on b.agency_id = u.id
  where u.content #>> '{weeks,-1,week}' is distinct from p_week::text
     or (u.content #>> '{weeks,-1,received}')::bigint is distinct from coalesce(b.received, 0)
     or (u.content #>> '{weeks,-1,sent}')::bigint is distinct from coalesce(b.sent, 0)
  limit 1;
  if found then raise exception 'the digest of agency % has other points than its week', v_stranger; end if;
  return query
  insert into digest (agency_id, week, position, head, as_of, late, content, computed_at)
  select u.id, p_week, p_position, p_head, p_as_of, p_late, u.content, p_computed_at from unnest(p_agencies, p_contents) u (id, content)
  returning digest.id, digest.agency_id;
end $$;
revoke insert on digest from ieum_app;

revoke execute on function require_over(text, date), post_lapse(date, timestamptz, date, bigint, integer), digest_agencies(date),
  drop_archived_standings(), append_digests(date, bigint, text, timestamptz, boolean, timestamptz, integer[], jsonb[]) from public;
grant execute on function post_lapse(date, timestamptz, date, bigint, integer), digest_agencies(date),
  drop_archived_standings(), append_digests(date, bigint, text, timestamptz, boolean, timestamptz, integer[], jsonb[]) to ieum_app;
