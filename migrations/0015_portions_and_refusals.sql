-- Closed periods and disposals that answer in words, standings that go in portions, and names in the access log.

-- As before; whoever is refused can be told why: the constraint names the reason.
create or replace function check_day(p_day date, p_occurred_at timestamptz) returns void language plpgsql as $$
begin
  if p_day is distinct from (p_occurred_at at time zone 'Asia/Seoul')::date then
    raise exception '% does not fall on % in Seoul', p_occurred_at, p_day;
  end if;
  if p_day <> (clock_timestamp() at time zone 'Asia/Seoul')::date then
    if date_trunc('month', p_day)::date <= (select max(month) from closed_month)
       or extract(year from p_day) <= (select max(year) from closed_year) then
      raise exception 'nothing is booked on % any more: its month or year is closed', p_day
        using errcode = 'restrict_violation', constraint = 'period_is_open';
    end if;
  end if;
end $$;

-- 운영규정 제8조④: on 1 January everything starts anew. Standings of archived years, which nobody reads or adds to any more, go in
-- portions of at most p_limit rows, so that no transaction is long. Whatever is left is found anew by each call, so a run that
-- was broken off goes on. Returns how many went; fewer than p_limit: that was the last of them.
drop function drop_archived_standings();
create function drop_archived_standings(p_limit integer) returns integer
language plpgsql security definer set search_path = ieum, pg_temp as $$
declare
  v_from date := (select make_date(max(year) + 1, 1, 1) from closed_year);
  v_dropped integer := 0;
  v_rows integer;
  v_part record;
begin
  if p_limit < 1 then raise exception 'a portion has at least one row'; end if;
  if v_from is null then return 0; end if;
  perform pg_advisory_xact_lock(hashtext('ieum archived standings'));
  -- By the beginning of the primary key: a look at a part of which nothing is left reads nothing else.
  for v_part in select a.scope, s.span from (select 0 as scope union all select id from agency) a
                cross join unnest(enum_range(null::standing_span)) s (span) order by 1, 2 loop
    delete from standing where ctid = any (array(
      select s.ctid from standing s where s.scope = v_part.scope and s.span = v_part.span and s.period < v_from
      order by s.scope, s.span, s.period limit p_limit - v_dropped));
    get diagnostics v_rows = row_count;
    v_dropped := v_dropped + v_rows;
    exit when v_dropped = p_limit;
  end loop;
  return v_dropped;
end $$;

-- As before; of several proposals for one class and year only the newest can begin: it was made because the records had changed.
create or replace function disposal_obstacle(p_proposal bigint) returns text language sql stable set search_path = ieum, pg_temp as $$
  select case
    when p.id is null then 'not_found'
    when d.approved is not true or d.decided_by = p.proposed_by then 'not_approved'
    when exists (select from disposal x where x.proposal_id = p.id and x.finished_at is not null) then 'already'
    when exists (select from disposal x where x.proposal_id = p.id) then null
    when exists (select from disposal_proposal n where n.class = p.class and n.year = p.year and n.id > p.id) then 'replaced'
    when p.year > last_due_year(p.class, seoul_day(clock_timestamp())) then 'not_due'
    when counts_of(p.class, p.year) is distinct from p.counts then 'changed'
  end
  from (select p_proposal as asked) a
  left join disposal_proposal p on p.id = a.asked left join disposal_decision d on d.proposal_id = p.id
$$;

-- What an entry of the access log is about, for people to read: in the place of `official:12`, `department:7` and `agency:3` stand
-- 김하늘(중기부), 중기부 인력정책과 and 중기부, an official's agency being that of the day. Those of p_officials and p_agencies are left
-- out, where they are named besides. What is not known, and every other word, stays as it is.
create function subject_in_words(p_subject text, p_day date, p_officials integer[], p_agencies integer[]) returns text
language sql stable parallel safe as $$
  select coalesce(string_agg(
    coalesce(case k.kind
      when 'official' then (
        select o.name || coalesce('(' || a.short_name || ')', '') from official o
        left join posting p on p.official_id = o.id and p.during @> p_day left join agency a on a.id = p.agency_id where o.id = k.id)
      when 'department' then (
        select a.short_name || ' ' || d.name from department d join agency a on a.id = d.agency_id where d.id = k.id)
      when 'agency' then (select a.short_name from agency a where a.id = k.id)
    end, w.word), ' ' order by w.n), '')
  from string_to_table(p_subject, ' ') with ordinality w (word, n)
  cross join lateral (
    select split_part(w.word, ':', 1) as kind, split_part(w.word, ':', 2)::integer as id where w.word ~ '^[a-z]+:[0-9]{1,9}$'
    union all select null, null where w.word !~ '^[a-z]+:[0-9]{1,9}$') k
  where not coalesce(k.kind = 'official' and k.id = any (p_officials), false)
    and not coalesce(k.kind = 'agency' and k.id = any (p_agencies), false)
$$;

revoke execute on function drop_archived_standings(integer), subject_in_words(text, date, integer[], integer[]) from public;
grant execute on function drop_archived_standings(integer), subject_in_words(text, date, integer[], integer[]) to ieum_app;
