-- 내보내기 from chat: records as a file in the requester's direct messages, for a day.
--   export_request  who asked for which records, for which days and agency, and why; append-only. One row per submitted dialog
--   export_job      how far it is: requested → running → ready → gone, or refused, or failed
--   export_file     every file we had Slack make room for, written down before it can be seen: nothing uploaded is ever
--                   forgotten. An attempt that broke off leaves its file here too; all are deleted when their time has come

create table export_request (
  id            bigint generated always as identity primary key,
  request_key   text not null unique,
  team_id       text not null,
  official_id   integer not null references official,
  kind          text not null check (kind <> ''),
  from_day      date not null,
  to_day        date not null check (to_day >= from_day),
  agency_id     integer references agency,
  format        text not null check (format in ('csv', 'xlsx')),
  bom           boolean not null,
  reason        text not null check (btrim(reason) <> ''),
  requested_at  timestamptz not null,
  recorded_at   timestamptz not null default clock_timestamp()
);
comment on column export_request.agency_id is 'only rows of this agency; null: all, for auditors';
create index export_request_official on export_request (official_id, id desc);

create type export_state as enum ('requested', 'running', 'ready', 'gone', 'refused', 'failed');

create table export_job (
  request_id     bigint primary key references export_request,
  state          export_state not null default 'requested',
  rows           bigint not null default 0 check (rows >= 0),
  attempts       integer not null default 0,
  due_at         timestamptz not null,
  claimed_until  timestamptz,
  claim_token    uuid,
  vanishes_at    timestamptz,
  refusal        jsonb,
  reference      text,
  settled_at     timestamptz,
  constraint claimed_while_running check ((state = 'running') = (claim_token is not null)),
  constraint ready_until check (state not in ('ready', 'gone') or vanishes_at is not null)
) with (fillfactor = 70);
comment on column export_job.rows is 'written so far';
comment on column export_job.claimed_until is 'whose claim is not renewed until then has died: another takes over, from the start';
comment on column export_job.reference is 'of a fault, as in the log';
create index export_job_open on export_job (due_at) where state in ('requested', 'running');

create table export_file (
  team_id     text not null,
  file_id     text not null,
  request_id  bigint not null references export_request,
  shared      boolean not null default false,
  delete_at   timestamptz not null,
  attempts    integer not null default 0,
  problem     text,
  deleted_at  timestamptz,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (team_id, file_id)
);
comment on column export_file.shared is 'delivered; false: of an attempt that is under way or broke off';
comment on column export_file.delete_at is 'after a failed try: the next one';
create index export_file_due on export_file (delete_at) where deleted_at is null;
create index export_file_request on export_file (request_id);

create trigger append_only before update or delete on export_request for each row execute function refuse_change();
create trigger never_emptied before truncate on export_request for each statement execute function refuse_change();
grant select, insert (request_key, team_id, official_id, kind, from_day, to_day, agency_id, format, bom, reason, requested_at)
  on export_request to ieum_app;
grant select, insert (request_id, due_at), update on export_job to ieum_app;
grant select, insert (team_id, file_id, request_id, delete_at), update (shared, delete_at, attempts, problem, deleted_at)
  on export_file to ieum_app;
