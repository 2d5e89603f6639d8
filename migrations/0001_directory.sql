-- Who is who, and since when.
--   agency          ministries, administrations, local governments; date-effective (they split, merge and are renamed)
--   department      부서(과): the unit whose members may not gift each other
--   official        anyone with a messenger account; never deleted
--   posting         which department an official belongs to, from when to when; never overlapping
--   holiday_override late 임시공휴일 and local exceptions to the gazette's calendar
--   policy_change   an agency's changes to the defaults, each with the date from which it holds (운영규정 제7조)
--   access_log      who looked at, exported or changed whose data (개인정보의 안전성 확보조치 기준); append-only

create extension if not exists btree_gist;

-- The application's role: it may never touch ledger rows except through the posting functions.
do $$
begin
  if not exists (select from pg_roles where rolname = 'ieum_app') then
    create role ieum_app nologin;
  end if;
exception
  when duplicate_object or unique_violation then null; -- another database of this server was first
end $$;
do $$
begin
  if not pg_has_role(current_user, 'ieum_app', 'member') then
    execute format('grant ieum_app to %I', current_user);
  end if;
end $$;
grant usage on schema ieum to ieum_app;

-- Refuses every change of rows that are history.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never changed or removed; correct them by a new row', tg_table_name
    using errcode = 'restrict_violation';
end $$;

create table agency (
  id          integer generated always as identity primary key,
  code        text,
  name        text not null check (name <> ''),
  short_name  text not null check (short_name <> ''),
  kind        text not null check (kind in ('central', 'local')),
  during      daterange not null default daterange(null, null),
  successors  text[] not null default '{}',
  exclude using gist (name with =, during with &&)
);
create index agency_short_name on agency (short_name);

create table department (
  id         integer generated always as identity primary key,
  agency_id  integer not null references agency,
  name       text not null check (name <> ''),
  initials   text not null,
  parent_id  integer references department,
  unique (agency_id, name)
);
create index department_name on department (name text_pattern_ops);
create index department_initials on department (initials text_pattern_ops);

create table official (
  id          integer generated always as identity primary key,
  email       text not null unique check (email = lower(email) and email like '%_@_%'),
  name        text not null check (name <> ''),
  initials    text not null,
  role        text not null default 'member' check (role in ('member', 'operator', 'cco', 'auditor', 'admin')),
  status      text not null default 'active' check (status in ('active', 'leave', 'left')),
  recorded_at timestamptz not null default clock_timestamp()
);
comment on column official.initials is 'initial consonants of the name, for search: 김하늘 → ㄱㅎㄴ';
create index official_name on official (name text_pattern_ops);
create index official_initials on official (initials text_pattern_ops);
create index official_email_domain on official (split_part(email, '@', 2));

create table posting (
  id             integer generated always as identity primary key,
  official_id    integer not null references official,
  department_id  integer not null references department,
  agency_id      integer not null references agency,
  rank           text not null default '',
  position       text not null default '',
  during         daterange not null check (not isempty(during)),
  exclude using gist (official_id with =, during with &&)
);
create index posting_department on posting (department_id);
create index posting_agency on posting (agency_id);

create table holiday_override (
  day      date primary key,
  holiday  boolean not null,
  name     text not null
);

create table policy_change (
  id              integer generated always as identity primary key,
  agency_id       integer not null references agency,
  effective_from  date not null check (extract(day from effective_from) = 1),
  changes         jsonb not null,
  decided_by      integer not null references official,
  recorded_at     timestamptz not null default clock_timestamp()
);
create index policy_change_agency on policy_change (agency_id, effective_from, id);
create trigger append_only before update or delete on policy_change for each row execute function refuse_change();
create trigger never_emptied before truncate on policy_change for each statement execute function refuse_change();

create table access_log (
  id           bigint generated always as identity primary key,
  occurred_at  timestamptz not null default clock_timestamp(),
  actor_id     integer references official,
  actor_label  text not null,
  action       text not null,
  subject      text not null,
  reason       text not null default '',
  origin       text not null default ''
);
create trigger append_only before update or delete on access_log for each row execute function refuse_change();
create trigger never_emptied before truncate on access_log for each statement execute function refuse_change();

grant select, insert, update, delete on agency, department, official, posting, holiday_override to ieum_app;
-- Inserts name their columns: when a row was written is the database's word alone.
grant select, insert (agency_id, effective_from, changes, decided_by) on policy_change to ieum_app;
grant select, insert (actor_id, actor_label, action, subject, reason, origin) on access_log to ieum_app;
