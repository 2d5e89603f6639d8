-- Reminders: what is due, for whom, and what has been said about it.
--   reminder_message     the one message a person gets on a day; append-only
--   reminder             what such a message speaks of, by stage (D-7, D-3 …); append-only
--   reminder_snooze      내일 다시, 3일 뒤: not before that day, and then once more
--   reminder_preference  at which hour, and what is switched off
--   absence              days off that a person named; nothing is sent on them

create table reminder_message (
  id           bigint generated always as identity primary key,
  official_id  integer not null references official,
  day          date not null,
  planned_at   timestamptz not null,
  unique (official_id, day)
);

create table reminder (
  kind         text not null,
  subject_id   bigint not null,
  official_id  integer not null,
  stage        text not null,
  message_id   bigint not null references reminder_message,
  primary key (subject_id, kind, official_id, stage, message_id)
);
comment on column reminder.stage is 'the day it is counted from, its name, and until when it was put off: 2026-11-30 D-3 2026-11-26';
create index reminder_message_of on reminder (message_id);

create table reminder_snooze (
  kind         text not null,
  subject_id   bigint not null,
  official_id  integer not null references official,
  until        date not null,
  recorded_at  timestamptz not null default clock_timestamp(),
  primary key (subject_id, kind, official_id)
);

create table reminder_preference (
  official_id  integer primary key references official,
  hour         integer not null default 9 check (hour between 0 and 23),
  muted        text[] not null default '{}'
);

create table absence (
  id           integer generated always as identity primary key,
  official_id  integer not null references official,
  during       daterange not null check (not isempty(during) and not lower_inf(during) and not upper_inf(during)),
  exclude using gist (official_id with =, during with &&)
);

do $$
declare history text;
begin
  foreach history in array array['reminder_message', 'reminder'] loop
    execute format('create trigger append_only before update or delete on %I for each row execute function refuse_change()', history);
    execute format('create trigger never_emptied before truncate on %I for each statement execute function refuse_change()', history);
  end loop;
end $$;
grant select, insert on reminder_message, reminder to ieum_app;
grant select, insert, update, delete on reminder_snooze, reminder_preference, absence to ieum_app;

-- Every agency's CCO(혁신책임관), and where there is none at work its operators: on leave (휴직) one speaks for nobody. They are
-- few among all officials.
create index official_ccos on official (role) where role in ('cco', 'operator');
create function ccos(p_day date) returns table (agency_id integer, official_id integer)
language sql stable parallel safe as $$
  select h.agency_id, h.id
  from (select p.agency_id, o.id, o.role = 'cco' as is_cco, bool_or(o.role = 'cco') over (partition by p.agency_id) as has_cco
        from official o join posting p on p.official_id = o.id and p.during @> p_day
        where o.role in ('cco', 'operator') and o.status = 'active') h
  where h.is_cco or not h.has_cco
$$;
create function ccos_of(p_agency integer, p_day date) returns setof integer language sql stable parallel safe as $$
  select c.official_id from ccos(p_day) c where c.agency_id = p_agency
$$;

-- Everything that waits for somebody on a day. `anchor` is the day that stages are counted from: a due date (evaluation, dispute,
-- exchange) or the day since when it waits (consent, stale). `agency_id` is the agency whose policy holds. Every branch has the
-- same types, so that a search for some kinds and subjects goes down into the branches and reads only those.
create function open_items(p_day date)
returns table (kind text, subject_id bigint, task_id bigint, party_id bigint, agency_id integer, official_id integer,
               anchor date, title text, detail text)
language sql stable parallel safe as $$
  select 'evaluation', r.id, r.task_id, r.party_id, p.agency_id, p.answers_id, c.due_on, t.title, c.title
  from evaluation_request r join evaluation_cycle c on c.id = r.cycle_id join task t on t.id = r.task_id
  join task_parties(p_day) p on p.party_id = r.party_id
  where not r.answered and t.state <> 'cancelled'
  union all
  select 'overdue', r.id, r.task_id, r.party_id, p.agency_id, cco.official_id, c.due_on, t.title, c.title
  from evaluation_request r join evaluation_cycle c on c.id = r.cycle_id join task t on t.id = r.task_id
  join task_parties(p_day) p on p.party_id = r.party_id join ccos(p_day) cco on cco.agency_id = p.agency_id
  where not r.answered and t.state <> 'cancelled' and c.due_on < p_day
    -- Nobody is told of themselves as if of another.
    and p.answers_id is distinct from cco.official_id
  union all
  select 'consent', p.party_id, p.task_id, p.party_id, p.agency_id, p.answers_id,
         (p.asked_at at time zone 'Asia/Seoul')::date, t.title, ''
  from task_parties(p_day) p join task t on t.id = p.task_id
  where p.consent = 'asked' and t.state = 'proposed'
  union all
  select 'stale', t.id, t.id, p.party_id, p.agency_id, p.answers_id, (t.updated_at at time zone 'Asia/Seoul')::date, t.title, ''
  from task t join task_parties(p_day) p on p.task_id = t.id and p.side = 'lead'
  where t.state in ('registered', 'active', 'delayed')
  union all
  select 'dispute', d.id, d.task_id, null::bigint, a.agency_id, cco.official_id, d.due_on, t.title, d.step
  from dispute d join task t on t.id = d.task_id
  cross join lateral (select distinct y.agency_id from task_party y where y.task_id = d.task_id) a
  join ccos(p_day) cco on cco.agency_id = a.agency_id
  where d.step <> 'settled' and t.state not in ('completed', 'cancelled')
    and not exists (select from dispute_answer w where w.dispute_id = d.id and w.step = d.step and w.agency_id = a.agency_id)
  union all
  select 'exchange', x.id::bigint, null::bigint, null::bigint, coalesce(n.agency_id, m.agency_id), w.id, upper(x.during) - 1, q.task, h.name
  from exchange_term x join exchange_position n on n.id = x.position_id join exchange_pair q on q.id = n.pair_id
  join official h on h.id = x.official_id
  join exchange_position m on m.pair_id = n.pair_id and m.side <> n.side
  cross join lateral (
    select x.official_id as id
    union select c.id from (values (n.agency_id), (m.agency_id)) as side (agency_id), ccos_of(side.agency_id, p_day) as c (id)) w
  where x.companion_of is null and upper(x.during) > p_day
$$;
grant execute on function ccos(date), ccos_of(integer, date), open_items(date) to ieum_app;
