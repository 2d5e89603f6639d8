-- 협업과제: what two or more agencies set out to do together, and how it goes.
--   exchange_pair      전략적 인사교류: two paired positions that swap their holders
--   exchange_position  one side of a pair, under the names of its time
--   exchange_term      who holds a position from when to when; a companion moves with its lead
--   exchange_change    every end that was moved, and why; append-only
--   task               a task as it stands now: a projection of its events, written in the same transaction
--   task_party         lead and partners: department, owner, the post the owner held, and the partner's consent
--   task_event         everything that ever happened to a task; append-only
--   task_measure       what the outcome is measured by; task_result are the measurements, append-only
--   task_refusal       담당 아님: who said that a task is not theirs, and why; append-only
--   dispute            이견 between the parties of a task; dispute_answer are the answers, append-only
--   task_channel       where an agency wants the threads of its tasks

create table exchange_pair (
  id      integer generated always as identity primary key,
  round   integer not null check (round > 0),
  pair    integer not null check (pair > 0),
  level   text not null check (level in ('국장급', '과장급')),
  task    text not null check (task <> ''),
  source  text not null default '',
  unique (round, pair)
);

create table exchange_position (
  id           integer generated always as identity primary key,
  pair_id      integer not null references exchange_pair,
  side         text not null check (side in ('a', 'b')),
  agency_name  text not null check (agency_name <> ''),
  agency_id    integer references agency,
  title        text not null check (title <> ''),
  unique (pair_id, side)
);
comment on column exchange_position.agency_name is 'as it was called when the pair was made; agencies are renamed';
create index exchange_position_agency on exchange_position (agency_id);

create table exchange_term (
  id            integer generated always as identity primary key,
  position_id   integer not null references exchange_position,
  official_id   integer not null references official,
  companion_of  integer references exchange_term check (companion_of <> id),
  during        daterange not null check (not isempty(during) and not lower_inf(during) and not upper_inf(during)),
  given_end     date,
  -- A companion has a post of its own below the lead's.
  exclude using gist (position_id with =, during with &&) where (companion_of is null),
  exclude using gist (official_id with =, during with &&),
  -- At most 60 months whatever the policy says (the general cap of a secondment).
  constraint exchange_term_cap check (upper(during) <= lower(during) + interval '60 months')
);
comment on column exchange_term.given_end is 'the last day that a file gave last: the same again is no news after an extension';
create index exchange_term_lead on exchange_term (companion_of) where companion_of is not null;

create table exchange_change (
  id           bigint generated always as identity primary key,
  term_id      integer not null references exchange_term,
  old_end      date not null,
  new_end      date not null,
  reason       text not null check (btrim(reason) <> ''),
  actor_id     integer references official,
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default clock_timestamp()
);
comment on column exchange_change.old_end is 'last day of the term before the change';
create index exchange_change_term on exchange_change (term_id);

create type task_state as enum ('proposed', 'registered', 'active', 'delayed', 'on_hold', 'completed', 'cancelled');

create table task (
  id            bigint generated always as identity primary key,
  request_key   text not null unique,
  title         text not null check (btrim(title) <> ''),
  purpose       text not null check (btrim(purpose) <> ''),
  content       text not null check (btrim(content) <> ''),
  history       text not null default '',
  related_task  text not null default '',
  pair_id       integer references exchange_pair,
  due_on        date not null,
  state         task_state not null default 'proposed',
  progress      integer not null default 0 check (progress between 0 and 100),
  updated_at    timestamptz not null,
  recorded_at   timestamptz not null default clock_timestamp()
);
comment on column task.content is '내용; purpose 목적, history 추진 경과, related_task 관련 단위과제 of the partner (행정업무규정 제42조의2)';
comment on column task.updated_at is 'last status, result or registration: what 14 working days of silence are counted from';
create index task_state on task (state, updated_at);
create index task_pair on task (pair_id) where pair_id is not null;

create table task_party (
  id             bigint generated always as identity primary key,
  task_id        bigint not null references task,
  side           text not null check (side in ('lead', 'partner')),
  agency_id      integer not null references agency,
  department_id  integer not null references department,
  owner_id       integer not null references official,
  position       text not null default '',
  consent        text check (consent in ('asked', 'agreed', 'objected')),
  asked_at       timestamptz,
  unique (task_id, department_id),
  constraint consent_is_the_partners check ((side = 'lead') = (consent is null) and (consent is null) = (asked_at is null))
);
comment on column task_party.position is 'the post of the owner when named: whoever holds it later answers for the task';
create unique index task_party_lead on task_party (task_id) where side = 'lead';
create index task_party_owner on task_party (owner_id);
create index task_party_department on task_party (department_id);
create index task_party_agency on task_party (agency_id);
create index task_party_asked on task_party (task_id) where consent = 'asked';

create table task_event (
  id           bigint generated always as identity primary key,
  task_id      bigint not null references task,
  sequence     integer not null check (sequence > 0),
  kind         text not null check (kind in ('proposed', 'revised', 'agreed', 'objected', 'registered', 'status', 'result',
                 'owner', 'not_mine', 'dispute', 'dispute_answer', 'dispute_referred', 'dispute_settled', 'points')),
  from_state   task_state,
  to_state     task_state,
  progress     integer check (progress between 0 and 100),
  note         text not null check (btrim(note) <> ''),
  detail       jsonb not null default '{}',
  party_id     bigint,
  actor_id     integer references official,
  request_key     text unique,
  request_digest  text,
  occurred_at     timestamptz not null,
  recorded_at     timestamptz not null default clock_timestamp(),
  unique (task_id, sequence)
);
create index task_event_owner on task_event (party_id, id) where kind = 'owner';
comment on column task_event.party_id is 'the party at that time: a proposal may lose a partner, what it said stays';
comment on column task_event.actor_id is 'null: the bot itself, when a deadline passed';
comment on column task_event.request_key is 'the act it came from: the same act again is no second event';
comment on column task_event.request_digest is 'of what the act asked for: the same key with other content is another act, and refused';

create table task_measure (
  id        bigint generated always as identity primary key,
  task_id   bigint not null references task,
  position  integer not null,
  name      text not null check (btrim(name) <> ''),
  unit      text not null default '',
  before    numeric,
  target    numeric,
  unique (task_id, name)
);

create table task_result (
  id           bigint generated always as identity primary key,
  measure_id   bigint not null references task_measure,
  before       numeric,
  after        numeric not null,
  measured_on  date not null,
  evidence     text not null default '' check (evidence = '' or evidence ~ '^https?://'),
  actor_id     integer not null references official,
  event_id     bigint not null references task_event,
  recorded_at  timestamptz not null default clock_timestamp()
);
create index task_result_measure on task_result (measure_id, id);

create table task_refusal (
  id           bigint generated always as identity primary key,
  party_id     bigint not null,
  official_id  integer not null references official,
  reason       text not null check (btrim(reason) <> ''),
  event_id     bigint not null references task_event,
  recorded_at  timestamptz not null default clock_timestamp(),
  unique (party_id, official_id, event_id)
);

create table dispute (
  id           bigint generated always as identity primary key,
  task_id      bigint not null references task,
  party_id     bigint not null references task_party,
  raised_by    integer not null references official,
  problem      text not null check (btrim(problem) <> ''),
  wish         text not null check (btrim(wish) <> ''),
  step         text not null default 'cco' check (step in ('cco', 'committee', 'settled')),
  due_on       date not null,
  raised_at    timestamptz not null,
  recorded_at  timestamptz not null default clock_timestamp()
);
comment on column dispute.step is 'cco: the CCOs of the agencies consult; committee: referred on (행정업무규정 제44조④); settled';
create unique index dispute_open on dispute (task_id) where step <> 'settled';
create index dispute_due on dispute (due_on) where step <> 'settled';

create table dispute_answer (
  id           bigint generated always as identity primary key,
  dispute_id   bigint not null references dispute,
  step         text not null check (step in ('cco', 'committee')),
  agency_id    integer not null references agency,
  actor_id     integer not null references official,
  kind         text not null check (kind in ('opinion', 'settle', 'refer')),
  note         text not null check (btrim(note) <> ''),
  event_id     bigint not null references task_event,
  recorded_at  timestamptz not null default clock_timestamp()
);
create index dispute_answer_dispute on dispute_answer (dispute_id, id);

create table task_channel (
  agency_id   integer primary key references agency,
  team_id     text not null,
  channel_id  text not null
);

do $$
declare history text;
begin
  foreach history in array array['exchange_change', 'task_event', 'task_result', 'task_refusal', 'dispute_answer'] loop
    execute format('create trigger append_only before update or delete on %I for each row execute function refuse_change()', history);
    execute format('create trigger never_emptied before truncate on %I for each statement execute function refuse_change()', history);
  end loop;
end $$;
grant select on exchange_pair, exchange_position, exchange_term, exchange_change, task, task_party, task_event, task_measure,
  task_result, task_refusal, dispute, dispute_answer, task_channel to ieum_app;
grant insert, update on exchange_pair, exchange_position, exchange_term, task_channel to ieum_app;
grant delete on task_channel to ieum_app;
grant insert (term_id, old_end, new_end, reason, actor_id, occurred_at) on exchange_change to ieum_app;
grant insert (request_key, title, purpose, content, history, related_task, pair_id, due_on, updated_at) on task to ieum_app;
grant update (title, purpose, content, history, related_task, pair_id, due_on, state, progress, updated_at) on task to ieum_app;
grant insert (task_id, side, agency_id, department_id, owner_id, position, consent, asked_at),
  update (owner_id, position, consent, asked_at), delete on task_party to ieum_app;
grant insert (task_id, sequence, kind, from_state, to_state, progress, note, detail, party_id, actor_id, request_key,
  request_digest, occurred_at) on task_event to ieum_app;
grant insert, update, delete on task_measure to ieum_app;
grant insert (measure_id, before, after, measured_on, evidence, actor_id, event_id) on task_result to ieum_app;
grant insert (party_id, official_id, reason, event_id) on task_refusal to ieum_app;
grant insert (task_id, party_id, raised_by, problem, wish, due_on, raised_at), update (step, due_on) on dispute to ieum_app;
grant insert (dispute_id, step, agency_id, actor_id, kind, note, event_id) on dispute_answer to ieum_app;

-- Who answers for a post on a day: its owner while in it; then who holds the same position; then the department's head (a
-- position that ends in 장 or 관); then the agency's CCO(혁신책임관) at work. A rank as 주무관 or 서기관 is many people's: it makes nobody a
-- head or a successor. Null when there is nobody. Someone on leave still answers for their own post, but as CCO for nobody
-- else's. Whoever said 담당 아님 about the party (p_refused) is passed over.
create function answers_for(p_owner integer, p_department integer, p_agency integer, p_position text, p_day date, p_refused integer[])
returns integer language sql stable parallel safe as $$
  -- `is true` keeps the index of all days out of it: a department's postings are few, those that hold on a day are all.
  select coalesce(
    (select o.id
     from posting p join official o on o.id = p.official_id
     cross join lateral (
       select p.position = p_position and p_position !~ '(^|(주무|사무|서기|연구|지도|조사|이사)관)$' as is_same,
              p.position ~ '(장|(?<!주무|사무|서기|연구|지도|조사|이사)관)$' as is_head) as post
     where p.department_id = p_department and (p.during @> p_day) is true and o.status <> 'left' and o.id <> all (p_refused)
       and (o.id = p_owner or post.is_same or post.is_head or (o.role = 'cco' and o.status = 'active'))
     order by (o.id = p_owner) desc, post.is_same desc, post.is_head desc, o.id
     limit 1),
    (select o.id
     from official o join posting p on p.official_id = o.id
     where o.role = 'cco' and p.agency_id = p_agency and (p.during @> p_day) is true
       and o.status = 'active' and o.id <> all (p_refused)
     order by o.id
     limit 1))
$$;
grant execute on function answers_for(integer, integer, integer, text, date, integer[]) to ieum_app;

-- Every party of a task with the person who answers for it on a day. Most owners are in their post: only for the others is
-- the search run. What was refused before the owner was last named no longer counts. Whoever asks for some tasks or parties only
-- gets them by index: the planner sees through this function.
create function task_parties(p_day date)
returns table (party_id bigint, task_id bigint, side text, agency_id integer, department_id integer, owner_id integer,
               answers_id integer, consent text, asked_at timestamptz)
language sql stable parallel safe as $$
  select t.id, t.task_id, t.side, t.agency_id, t.department_id, t.owner_id,
         case when p.id is not null and r.refused is null then t.owner_id
              else answers_for(t.owner_id, t.department_id, t.agency_id, t.position, p_day, coalesce(r.refused, '{}')) end,
         t.consent, t.asked_at
  from task_party t
  left join official o on o.id = t.owner_id and o.status <> 'left'
  left join posting p on p.official_id = o.id and p.department_id = t.department_id and p.during @> p_day
  left join lateral (
    select array_agg(f.official_id) as refused from task_refusal f
    where f.party_id = t.id and f.event_id > coalesce(
      (select max(e.id) from task_event e where e.party_id = t.id and e.kind = 'owner'), 0)) r on true
$$;
grant execute on function task_parties(date) to ieum_app;
