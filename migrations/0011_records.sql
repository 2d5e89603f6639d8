-- Records: who may look up who looked at what, how long records are kept, and how they are disposed of.
--   access_log           now says whose data an entry is about, where that is known; older entries stay as they are
--   retention_class      how long each class of records is kept by default, in years from 1 January of the next year
--                        (공공기록물 관리에 관한 법률 시행령 제26조)
--   retention_change     an administrator's changes to it, each with the day from which it holds; append-only
--   disposal_proposal    somebody asks to dispose of one class and year, with what there is of it; append-only
--   disposal_decision    a second person's answer (시행령 제43조: disposal is decided, never automatic); append-only
--   disposal             that an approved disposal was carried out, when and by whom; stays for good
-- Rows of history give way to a disposal that was approved and is being carried out, and to nothing else: see only_by_disposal.

alter table access_log add subject_official_ids integer[], add subject_agency_ids integer[];
comment on column access_log.subject_official_ids is 'whose data it was; null: not recorded (entries before this column, or about nobody in particular)';
comment on column access_log.subject_agency_ids is 'the agencies whose data it was, those of the people on that day among them';
create index access_log_officials on access_log using gin (subject_official_ids) where subject_official_ids is not null;
create index access_log_agencies on access_log using gin (subject_agency_ids) where subject_agency_ids is not null;
create index access_log_actor on access_log (actor_id, id) where actor_id is not null;
create index access_log_occurred on access_log (occurred_at, id);
grant insert (subject_official_ids, subject_agency_ids) on access_log to ieum_app;

create view retention_class (class, years, least) as
  values ('messages', 5, 1), ('tasks', 5, 1), ('evaluations', 5, 1), ('digests', 5, 1),
         -- 개인정보의 안전성 확보조치 기준 제8조①: at least two years; three is the next retention period there is.
         ('access_log', 3, 2),
         ('deliveries', 1, 1);
comment on view retention_class is 'messages: 감사의 말 and why one was hidden; the ledger itself is kept for good';

create table retention_change (
  id              integer generated always as identity primary key,
  class           text not null check (class in ('messages', 'tasks', 'evaluations', 'digests', 'access_log', 'deliveries')),
  years           integer not null check (years in (1, 3, 5, 10, 30)), -- 시행령 제26조①: the retention periods there are
  effective_from  date not null,
  reason          text not null check (btrim(reason) <> ''),
  decided_by      integer not null references official,
  recorded_at     timestamptz not null default clock_timestamp(),
  constraint access_log_two_years check (class <> 'access_log' or years >= 2)
);

create table disposal_proposal (
  id           bigint generated always as identity primary key,
  class        text not null check (class in ('messages', 'tasks', 'evaluations', 'digests', 'access_log', 'deliveries')),
  year         integer not null,
  counts       jsonb not null,
  reason       text not null check (btrim(reason) <> ''),
  proposed_by  integer not null references official,
  recorded_at  timestamptz not null default clock_timestamp(),
  unique (id, proposed_by)
);
comment on column disposal_proposal.counts is 'what there was to dispose of, counted by the database: {"message": 120, "hide_reason": 2}';

create table disposal_decision (
  proposal_id  bigint primary key,
  proposed_by  integer not null,
  decided_by   integer not null references official,
  approved     boolean not null,
  reason       text not null default '',
  recorded_at  timestamptz not null default clock_timestamp(),
  foreign key (proposal_id, proposed_by) references disposal_proposal (id, proposed_by),
  constraint decided_by_a_second_person check (decided_by <> proposed_by)
);

create table disposal (
  proposal_id  bigint primary key references disposal_decision,
  executed_by  text not null check (btrim(executed_by) <> ''),
  started_at   timestamptz not null default clock_timestamp(),
  finished_at  timestamptz
);
comment on column disposal.finished_at is 'null: under way, or broken off and to be taken up again';

do $$
declare history text;
begin
  foreach history in array array['retention_change', 'disposal_proposal', 'disposal_decision'] loop
    execute format('create trigger append_only before update or delete on %I for each row execute function refuse_change()', history);
  end loop;
  foreach history in array array['retention_change', 'disposal_proposal', 'disposal_decision', 'disposal'] loop
    execute format('create trigger never_emptied before truncate on %I for each statement execute function refuse_change()', history);
    execute format('grant select on %I to ieum_app', history);
  end loop;
end $$;
grant select on retention_class to ieum_app;
grant insert (class, years, effective_from, reason, decided_by) on retention_change to ieum_app;
grant insert (class, year, reason, proposed_by) on disposal_proposal to ieum_app;
grant insert (proposal_id, proposed_by, decided_by, approved, reason) on disposal_decision to ieum_app;

-- What stands in the place of a text that was disposed of.
create function disposed_mark() returns text language sql immutable parallel safe as $$ select '(보존기간이 지나 폐기됨)'::text $$;

-- How many years a class is kept as of a day: the latest decision that holds by then.
create function retention_years(p_class text, p_day date) returns integer language sql stable parallel safe as $$
  select coalesce(
    (select c.years from retention_change c where c.class = p_class and c.effective_from <= p_day order by c.id desc limit 1),
    (select d.years from retention_class d where d.class = p_class))
$$;

-- Longer holds at once, shorter from next year on, and nothing from before it was decided, whoever writes the row. Where other_clock
-- (0013) has a row, callers' days are believed.
create function guard_retention() returns trigger language plpgsql set search_path = ieum, pg_temp as $$
declare
  v_today date := seoul_day(clock_timestamp());
  v_next_year date := make_date(extract(year from v_today)::int + 1, 1, 1);
begin
  if exists (select from other_clock) then return new; end if;
  if new.effective_from < v_today then
    raise exception 'a retention cannot hold from %, before today', new.effective_from using errcode = 'restrict_violation';
  end if;
  if new.effective_from < v_next_year
     and new.years < greatest(retention_years(new.class, new.effective_from), retention_years(new.class, v_next_year - 1)) then
    raise exception 'a shorter retention holds from % on, not from %', v_next_year, new.effective_from using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guarded before insert on retention_change for each row execute function guard_retention();

-- The last year whose records are due on a day. Kept until the end of the n-th year after it: five years of 2019 end with 2024.
create function last_due_year(p_class text, p_day date) returns integer language sql stable parallel safe as $$
  select extract(year from p_day)::int - retention_years(p_class, p_day) - 1
$$;

-- The year in which a task, or an evaluation, was over, from whose end it is kept (시행령 제26조②); null while it is not.
create function task_year(p_task bigint) returns integer language sql stable as $$
  select extract(year from seoul_day(greatest(t.updated_at, (select max(e.occurred_at) from task_event e where e.task_id = t.id))))::int
  from task t where t.id = p_task and t.state in ('completed', 'cancelled')
$$;
create function evaluation_year(p_request bigint) returns integer language sql stable as $$
  select extract(year from greatest(c.due_on,
           (select seoul_day(max(a.occurred_at)) from evaluation_answer a where a.request_id = r.id),
           (select seoul_day(max(g.occurred_at)) from evaluation_grade g where g.request_id = r.id)))::int
  from evaluation_request r join evaluation_cycle c on c.id = r.cycle_id where r.id = p_request
$$;

-- Of a task's form and its disputes the words; numbers, dates and names of fields stay.
create function without_words(p_detail jsonb) returns jsonb language sql immutable parallel safe as $$
  select p_detail - array['purpose', 'content', 'history', 'relatedTask', 'wish']
$$;

-- What was settled in that time and is needed no more. Reminders stay, as what was said is not to be said again; so do the board's
-- posts while their messages are kept, which may still be hidden, and the threads of open tasks. Planned as part of the query that
-- asks, so that the index is used.
create index outbox_settled on outbox (settled_at, id) where state in ('sent', 'skipped', 'parked');
create function disposable_deliveries(p_from timestamptz, p_until timestamptz) returns setof outbox language sql stable as $$
  select p.* from outbox p
  where p.settled_at >= p_from and p.settled_at < p_until and p.state in ('sent', 'skipped', 'parked') and p.kind <> 'reminder'
    and (p.kind not in ('gift-board', 'gift-board-update')
         or not exists (select from gift g where g.id = p.subject_id and g.message <> disposed_mark()))
    and (p.kind <> 'task-thread' or exists (select from task t where t.id = p.subject_id and t.state in ('completed', 'cancelled')))
$$;

-- What a class still holds of the years up to one, by year and kind.
create function undisposed(p_class text, p_last_year integer) returns table (year integer, what text, records bigint)
language plpgsql stable set search_path = ieum, pg_temp as $$
declare
  v_end date := make_date(p_last_year + 1, 1, 1);
  v_until timestamptz := seoul_start(v_end);
begin
  case p_class
  when 'messages' then return query
    select extract(year from g.given_on)::int, 'message', count(*) from gift g
    where g.given_on < v_end and g.message <> disposed_mark() group by 1
    union all
    select extract(year from seoul_day(v.recorded_at))::int, 'hide_reason', count(*) from gift_visibility v
    where v.recorded_at < v_until and v.reason <> disposed_mark() group by 1;
  when 'tasks' then return query
    select o.over, 'task', count(*) from task t cross join lateral (select task_year(t.id) as over) o
    where t.updated_at < v_until and t.purpose <> disposed_mark() and o.over <= p_last_year group by 1;
  when 'evaluations' then return query
    select o.over, 'evaluation', count(*) from evaluation_request r join evaluation_cycle c on c.id = r.cycle_id
    cross join lateral (select evaluation_year(r.id) as over) o
    where c.due_on < v_end and o.over <= p_last_year and has_words(r.id) group by 1;
  when 'digests' then return query
    select extract(year from seoul_day(d.computed_at))::int, 'digest', count(*) from digest d where d.computed_at < v_until group by 1;
  when 'access_log' then return query
    select extract(year from seoul_day(l.occurred_at))::int, 'access_entry', count(*) from access_log l
    where l.occurred_at < v_until group by 1;
  when 'deliveries' then return query
    select extract(year from seoul_day(x.settled_at))::int, 'delivery', count(*)
    from disposable_deliveries('-infinity', v_until) x group by 1;
  end case;
end $$;

create function has_words(p_request bigint) returns boolean language sql stable as $$
  select exists (select from evaluation_answer a where a.request_id = p_request
                 and exists (select from unnest(array[a.progress, a.difficulties, a.next_plan]) w where w not in ('', disposed_mark())))
      or exists (select from evaluation_grade g where g.request_id = p_request and g.comment <> disposed_mark())
$$;

create function counts_of(p_class text, p_year integer) returns jsonb language sql stable set search_path = ieum, pg_temp as $$
  select jsonb_object_agg(u.what, u.records) from undisposed(p_class, p_year) u where u.year = p_year
$$;

-- What is asked for is counted by the database itself: whoever approves decides on that.
create function count_proposal() returns trigger language plpgsql set search_path = ieum, pg_temp as $$
begin
  new.counts := counts_of(new.class, new.year);
  return new;
end $$;
create trigger counted before insert on disposal_proposal for each row execute function count_proposal();

-- Why a disposal cannot begin, or null. The day is the database's own: what is not due by it is not disposed of.
create function disposal_obstacle(p_proposal bigint) returns text language sql stable set search_path = ieum, pg_temp as $$
  select case
    when p.id is null then 'not_found'
    when d.approved is not true or d.decided_by = p.proposed_by then 'not_approved'
    when exists (select from disposal x where x.proposal_id = p.id and x.finished_at is not null) then 'already'
    when exists (select from disposal x where x.proposal_id = p.id) then null
    when p.year > last_due_year(p.class, seoul_day(clock_timestamp())) then 'not_due'
    when counts_of(p.class, p.year) is distinct from p.counts then 'changed'
  end
  from (select p_proposal as asked) a
  left join disposal_proposal p on p.id = a.asked left join disposal_decision d on d.proposal_id = p.id
$$;

-- A disposal begins only when nothing is in its way, and ends once; that holds for the owner too.
create function guard_disposal() returns trigger language plpgsql set search_path = ieum, pg_temp as $$
declare v_obstacle text;
begin
  if tg_op = 'INSERT' then
    v_obstacle := disposal_obstacle(new.proposal_id);
    if v_obstacle is not null then
      raise exception 'disposal % may not begin: %', new.proposal_id, v_obstacle using errcode = 'restrict_violation';
    end if;
    if new.finished_at is null then return new; end if;
  elsif tg_op = 'UPDATE' then
    if old.finished_at is null and new.finished_at is not null
       and (new.proposal_id, new.executed_by, new.started_at) = (old.proposal_id, old.executed_by, old.started_at) then
      return new;
    end if;
  end if;
  raise exception 'rows of disposal are never changed or removed; correct them by a new row' using errcode = 'restrict_violation';
end $$;
create trigger guarded before insert or update or delete on disposal for each row execute function guard_disposal();

-- Whether a disposal of this class and year, approved by a second person, is being carried out.
create function disposal_runs(p_class text, p_year integer) returns boolean language sql stable as $$
  select exists (
    select from disposal x join disposal_proposal p on p.id = x.proposal_id join disposal_decision d on d.proposal_id = p.id
    where p.class = p_class and p.year = p_year and x.finished_at is null and d.approved and d.decided_by <> p.proposed_by)
$$;
-- The years whose messages were disposed of, or are being: what `verify` holds a missing message against.
create function messages_disposed(p_day date) returns boolean language sql stable as $$
  select exists (
    select from disposal x join disposal_proposal p on p.id = x.proposal_id join disposal_decision d on d.proposal_id = p.id
    where p.class = 'messages' and p.year = extract(year from p_day)::int and d.approved and d.decided_by <> p.proposed_by)
$$;

-- The year that a row of history is kept from.
create function record_year(p_table text, p_row jsonb) returns integer language sql stable as $$
  select case p_table
    when 'gift' then extract(year from (p_row ->> 'given_on')::date)::int
    when 'gift_visibility' then extract(year from seoul_day((p_row ->> 'recorded_at')::timestamptz))::int
    when 'task_event' then task_year((p_row ->> 'task_id')::bigint)
    when 'task_refusal' then (select task_year(e.task_id) from task_event e where e.id = (p_row ->> 'event_id')::bigint)
    when 'dispute_answer' then (select task_year(e.task_id) from task_event e where e.id = (p_row ->> 'event_id')::bigint)
    when 'evaluation_answer' then evaluation_year((p_row ->> 'request_id')::bigint)
    when 'evaluation_grade' then evaluation_year((p_row ->> 'request_id')::bigint)
    when 'digest' then extract(year from seoul_day((p_row ->> 'computed_at')::timestamptz))::int
    when 'access_log' then extract(year from seoul_day((p_row ->> 'occurred_at')::timestamptz))::int
  end
$$;

-- In place of refuse_change. Arguments: the class, then the columns of text that a disposal masks, or none where it removes rows.
-- Lets through what an approved disposal of the row's class and year does while it is carried out, and nothing else.
create function only_by_disposal() returns trigger language plpgsql set search_path = ieum, pg_temp as $$
declare
  v_old jsonb := to_jsonb(old);
  v_rest jsonb := v_old;
  v_new jsonb;
  v_fits boolean := (tg_op = 'DELETE') = (tg_nargs = 1);
begin
  if tg_op = 'UPDATE' then
    v_new := to_jsonb(new);
    for i in 1 .. tg_nargs - 1 loop
      v_fits := v_fits and (v_new -> tg_argv[i] = v_old -> tg_argv[i] or v_new -> tg_argv[i] =
        case when tg_argv[i] = 'detail' then without_words(v_old -> 'detail') else to_jsonb(disposed_mark()) end);
      v_new := v_new - tg_argv[i];
      v_rest := v_rest - tg_argv[i];
    end loop;
    v_fits := v_fits and v_new = v_rest;
  end if;
  if v_fits is not true or disposal_runs(tg_argv[0], record_year(tg_table_name, v_old)) is not true then
    raise exception 'rows of % are never changed or removed; correct them by a new row', tg_table_name
      using errcode = 'restrict_violation';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $$;

do $$
declare kept record;
begin
  for kept in select * from (values
    ('gift', '''messages'', ''message'''), ('gift_visibility', '''messages'', ''reason'''),
    ('task_event', '''tasks'', ''note'', ''detail'''), ('task_refusal', '''tasks'', ''reason'''), ('dispute_answer', '''tasks'', ''note'''),
    ('evaluation_answer', '''evaluations'', ''progress'', ''difficulties'', ''next_plan'''),
    ('evaluation_grade', '''evaluations'', ''comment'''),
    ('digest', '''digests'''), ('access_log', '''access_log''')) as k (name, arguments) loop
    execute format('drop trigger append_only on %I', kept.name);
    execute format('create trigger append_only before update or delete on %I for each row execute function only_by_disposal(%s)',
                   kept.name, kept.arguments);
  end loop;
end $$;

-- Carries an approved disposal out, about p_limit records a call, so that nothing is locked for long; called until it says done.
-- A call goes on from p_after, as the last one gave it in next_after; null: from the beginning. Only a call from the beginning that
-- finds nothing is done, so that no caller passes anything over.
-- The ledger's rows stay: of a gift only its message goes, and the seal holds that by its hash alone.
-- Codes: more · done · not_found · not_approved · already · not_due · changed (other records than those approved).
create function dispose(
  p_proposal bigint, p_limit integer, p_executed_by text, p_after text, out code text, out records bigint, out next_after text)
language plpgsql security definer set search_path = ieum, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  v record;
  v_mark text := disposed_mark();
  v_from date; v_until date;
  v_start timestamptz; v_end timestamptz;
  v_ids bigint[];
  v_more bigint;
begin
  perform pg_advisory_xact_lock(hashtext('ieum disposal'));
  records := 0;
  code := disposal_obstacle(p_proposal);
  if code is not null then return; end if;
  if p_limit < 1 then raise exception 'a disposal goes on by at least one record'; end if;
  select p.class, p.year into v from disposal_proposal p where p.id = p_proposal;
  insert into disposal (proposal_id, executed_by) values (p_proposal, p_executed_by) on conflict do nothing;
  v_from := make_date(v.year, 1, 1);
  v_until := make_date(v.year + 1, 1, 1);
  v_start := seoul_start(v_from);
  v_end := seoul_start(v_until);
  if v.class in ('access_log', 'deliveries') then v_start := greatest(v_start, p_after::timestamptz); end if;

  case v.class
  when 'messages' then
    with masked as (
      update gift set message = v_mark where id in (
        select g.id from gift g
        where g.given_on >= v_from and g.given_on < v_until and g.message <> v_mark and g.id > coalesce(p_after::bigint, 0)
        order by g.id limit p_limit)
      returning id)
    select count(*), coalesce(max(id), p_after::bigint)::text into records, next_after from masked;
    update gift_visibility set reason = v_mark where id in (
      select h.id from gift_visibility h
      where h.recorded_at >= v_start and h.recorded_at < v_end and h.reason <> v_mark limit p_limit - records);
    get diagnostics v_more = row_count;
    records := records + v_more;
  when 'tasks' then
    -- With all that was ever written on them.
    v_ids := array(select t.id from task t where t.updated_at < v_end and t.purpose <> v_mark and task_year(t.id) = v.year
                   order by t.id limit greatest(p_limit / 20, 1));
    update task set purpose = v_mark, content = v_mark, history = case history when '' then '' else v_mark end,
                    related_task = case related_task when '' then '' else v_mark end where id = any (v_ids);
    update task_event set note = v_mark, detail = without_words(detail) where task_id = any (v_ids);
    update task_refusal set reason = v_mark where event_id in (select e.id from task_event e where e.task_id = any (v_ids));
    update dispute set problem = v_mark, wish = v_mark where task_id = any (v_ids);
    update dispute_answer set note = v_mark where event_id in (select e.id from task_event e where e.task_id = any (v_ids));
    records := cardinality(v_ids);
  when 'evaluations' then
    v_ids := array(select r.id from evaluation_request r join evaluation_cycle c on c.id = r.cycle_id
                   where c.due_on < v_until and evaluation_year(r.id) = v.year and has_words(r.id)
                   order by r.id limit greatest(p_limit / 20, 1));
    update evaluation_answer set progress = case progress when '' then '' else v_mark end,
                                 difficulties = case difficulties when '' then '' else v_mark end,
                                 next_plan = case next_plan when '' then '' else v_mark end where request_id = any (v_ids);
    update evaluation_grade set comment = v_mark where request_id = any (v_ids);
    records := cardinality(v_ids);
  when 'digests' then
    delete from digest where id in (
      select d.id from digest d where d.computed_at >= v_start and d.computed_at < v_end limit p_limit);
    get diagnostics records = row_count;
  when 'access_log' then
    with gone as (
      delete from access_log where id in (
        select l.id from access_log l where l.occurred_at >= v_start and l.occurred_at < v_end order by l.occurred_at limit p_limit)
      returning occurred_at)
    select count(*), max(occurred_at)::text into records, next_after from gone;
  when 'deliveries' then
    with gone as (
      delete from outbox where id in (
        select x.id from disposable_deliveries(v_start, v_end) x order by x.settled_at limit p_limit)
      returning settled_at)
    select count(*), max(settled_at)::text into records, next_after from gone;
  end case;

  if records > 0 then code := 'more'; return; end if;
  next_after := null;
  if p_after is not null then code := 'more'; return; end if;
  update disposal set finished_at = clock_timestamp() where proposal_id = p_proposal;
  code := 'done';
end $$;

revoke execute on function count_proposal(), guard_disposal(), guard_retention(), only_by_disposal(), dispose(bigint, integer, text, text),
  disposed_mark(), retention_years(text, date), last_due_year(text, date), task_year(bigint), evaluation_year(bigint), without_words(jsonb),
  disposable_deliveries(timestamptz, timestamptz), undisposed(text, integer), has_words(bigint), counts_of(text, integer), disposal_obstacle(bigint),
  disposal_runs(text, integer), messages_disposed(date), record_year(text, jsonb) from public;
grant execute on function dispose(bigint, integer, text, text), disposed_mark(), retention_years(text, date), last_due_year(text, date),
  task_year(bigint), evaluation_year(bigint), disposable_deliveries(timestamptz, timestamptz), undisposed(text, integer), has_words(bigint), counts_of(text, integer),
  disposal_obstacle(bigint), messages_disposed(date) to ieum_app;
