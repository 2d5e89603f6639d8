-- 점검·평가 of tasks.
--   evaluation_cycle      one round of an agency: quarterly review 점검, year-end evaluation 평가, or opened by hand
--   evaluation_request    what one owner is asked about one task in a cycle
--   evaluation_answer     the answers, every version and draft of them; append-only
--   evaluation_evaluator  someone of another agency named to grade a request; the latest counts; append-only
--   evaluation_grade      the grades with comment and recommendation for 평가수당 우대; the latest counts; append-only

create table evaluation_cycle (
  id           bigint generated always as identity primary key,
  agency_id    integer not null references agency,
  kind         text not null check (kind in ('review', 'year_end', 'by_hand')),
  period       text not null check (btrim(period) <> ''),
  title        text not null check (btrim(title) <> ''),
  due_on       date not null,
  opened_by    integer references official,
  request_key  text not null unique,
  opened_at    timestamptz not null,
  recorded_at  timestamptz not null default clock_timestamp()
);
create index evaluation_cycle_agency on evaluation_cycle (agency_id, due_on);
create index evaluation_cycle_due on evaluation_cycle (due_on);
comment on column evaluation_cycle.due_on is 'its last moment in Seoul is in time; stays what it was when the cycle was opened';
comment on column evaluation_cycle.period is '2026-Q3 of a review (2026-07, 2026-H1, 2026-01..2026-05), 2026 of a year-end evaluation; the day of opening of one opened by hand';
comment on column evaluation_cycle.opened_by is 'null: the schedule';
comment on column evaluation_cycle.request_key is 'of the schedule: kind, agency and period, so that a round opens once';

create table evaluation_request (
  id        bigint generated always as identity primary key,
  cycle_id  bigint not null references evaluation_cycle,
  task_id   bigint not null references task,
  party_id  bigint not null references task_party,
  answered  boolean not null default false,
  unique (cycle_id, party_id)
);
comment on column evaluation_request.answered is 'submitted at least once: nobody is reminded any more';
create index evaluation_request_open on evaluation_request (cycle_id) where not answered;
create index evaluation_request_task on evaluation_request (task_id);
create index evaluation_request_party on evaluation_request (party_id);

create table evaluation_answer (
  id            bigint generated always as identity primary key,
  request_id    bigint not null references evaluation_request,
  version       integer not null check (version > 0),
  draft         boolean not null,
  progress      text not null default '',
  results       jsonb not null default '[]' check (jsonb_typeof(results) = 'array'),
  difficulties  text not null default '',
  next_plan     text not null default '',
  late          boolean not null default false,
  actor_id      integer not null references official,
  request_key   text not null unique,
  occurred_at   timestamptz not null,
  recorded_at   timestamptz not null default clock_timestamp(),
  unique (request_id, version),
  -- Whatever the code does: what is submitted says something of the progress, and only what is submitted is late.
  constraint submitted_is_not_empty check (draft or btrim(progress) <> ''),
  constraint a_draft_is_never_late check (not (draft and late))
);
comment on column evaluation_answer.results is 'by measure, in their order: [{"measureId": 3, "measure": "기간 (개월)", "text": "12 → 4"}]';
comment on column evaluation_answer.late is 'submitted after the due day had ended in Seoul: once, and never changed';
create unique index evaluation_answer_late on evaluation_answer (request_id) where late;

create table evaluation_evaluator (
  id           bigint generated always as identity primary key,
  request_id   bigint not null references evaluation_request,
  official_id  integer not null references official,
  named_by     integer not null references official,
  request_key  text not null unique,
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default clock_timestamp()
);
create index evaluation_evaluator_request on evaluation_evaluator (request_id, id);

create table evaluation_grade (
  id           bigint generated always as identity primary key,
  request_id   bigint not null references evaluation_request,
  answer_id    bigint not null references evaluation_answer,
  grade        text not null check (btrim(grade) <> ''),
  comment      text not null check (btrim(comment) <> ''),
  recommended  boolean not null,
  actor_id     integer not null references official,
  request_key  text not null unique,
  occurred_at  timestamptz not null,
  recorded_at  timestamptz not null default clock_timestamp()
);
comment on column evaluation_grade.answer_id is 'the version that was graded: a later one may be graded anew';
comment on column evaluation_grade.recommended is 'for 평가수당 우대 (P24): the recommendation only, never an amount';
create index evaluation_grade_request on evaluation_grade (request_id, id);

do $$
declare history text;
begin
  foreach history in array array['evaluation_answer', 'evaluation_evaluator', 'evaluation_grade'] loop
    execute format('create trigger append_only before update or delete on %I for each row execute function refuse_change()', history);
    execute format('create trigger never_emptied before truncate on %I for each statement execute function refuse_change()', history);
  end loop;
end $$;
grant select on evaluation_cycle, evaluation_request, evaluation_answer, evaluation_evaluator, evaluation_grade to ieum_app;
grant insert (agency_id, kind, period, title, due_on, opened_by, request_key, opened_at) on evaluation_cycle to ieum_app;
grant insert (cycle_id, task_id, party_id), update (answered) on evaluation_request to ieum_app;
grant insert (request_id, version, draft, progress, results, difficulties, next_plan, late, actor_id, request_key, occurred_at)
  on evaluation_answer to ieum_app;
grant insert (request_id, official_id, named_by, request_key, occurred_at) on evaluation_evaluator to ieum_app;
grant insert (request_id, answer_id, grade, comment, recommended, actor_id, request_key, occurred_at) on evaluation_grade to ieum_app;
