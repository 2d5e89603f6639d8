-- The books. Double entry: a transfer moves a positive whole amount from its debit account to its credit account,
-- so they balance by construction. Rows are only ever added, and only by the functions below.
--   account          issuance (agency × year), allowance 기본 포인트 (official × month), received (official × year),
--                    department (department × year), special_pool (agency × year), special 특별협업포인트 (official × year)
--   balance          what is left on an allowance or a pool: the only rows here that change, and never below zero
--   transfer         one movement of points; corrections are reversal transfers that name the original
--   gift             what a gift's transfer means: who thanked whom, with the message, as both stood that day
--   gift_visibility  an operator's decisions to hide or show a message (운영규정 제10조); the latest counts
--   approval_request an act above the threshold, waiting for a second person; approval_decision is the answer
--   special_grant    특별협업포인트 grants (운영규정 제9조); special_award is each receiver's part
--   seal             the chained SHA-256 over transfers, one row each, in order of sealing

-- Types instead of CHECKs on what every gift writes: a CHECK is read and prepared anew for each statement (about a fifth of
-- a gift's time), an enum or a domain is not. For the same reason the rows of a gift carry no foreign keys to each other:
-- only the posting functions write them, nothing is ever deleted, and `verify` proves that each reference has its row.
create domain points_moved as integer check (value > 0);
create domain points_left as integer check (value >= 0);
create domain written as text check (btrim(value) <> ''); -- 운영규정 제10조: the message is mandatory
create type transfer_kind as enum ('issue', 'gift', 'special_issue', 'special_grant', 'reversal', 'lapse');
create type gift_source as enum ('command', 'dialog', 'message', 'reaction');

create table account (
  id             bigint generated always as identity primary key,
  kind           text not null,
  agency_id      integer references agency,
  official_id    integer references official,
  department_id  integer references department,
  owner_id       integer not null generated always as (coalesce(agency_id, official_id, department_id)) stored,
  period         date not null,
  unique (kind, owner_id, period),
  constraint account_owner check (
    num_nonnulls(agency_id, official_id, department_id) = 1 and
    case kind
      when 'issuance' then agency_id is not null
      when 'special_pool' then agency_id is not null
      when 'allowance' then official_id is not null
      when 'received' then official_id is not null
      when 'special' then official_id is not null
      when 'department' then department_id is not null
      else false
    end),
  constraint account_period check (
    extract(day from period) = 1 and (kind = 'allowance' or extract(month from period) = 1))
);

-- Only where a limit must hold is a balance kept, and never of a receiver: one row that all its givers must update would
-- queue them behind one disk flush each. It stands apart from account, so that what is history never changes.
create table balance (
  account_id  bigint primary key references account,
  points      points_left not null
) with (fillfactor = 70);

create table transfer (
  id                 bigint generated always as identity primary key,
  kind               transfer_kind not null,
  debit_account_id   bigint not null,
  credit_account_id  bigint not null,
  amount             points_moved not null,
  reverses_id        bigint,
  actor_id           integer,
  reason             text,
  occurred_at        timestamptz not null,
  recorded_at        timestamptz not null default clock_timestamp()
);
create unique index transfer_reverses on transfer (reverses_id) where reverses_id is not null;
create index transfer_debit on transfer (debit_account_id);
create index transfer_credit on transfer (credit_account_id);

create table gift (
  id                       bigint primary key,
  request_key              text not null unique,
  giver_id                 integer not null,
  giver_agency_id          integer not null,
  giver_department_id      integer not null,
  giver_role               text not null,
  recipient_id             integer,
  recipient_agency_id      integer not null,
  recipient_department_id  integer not null,
  recipient_role           text,
  points                   points_moved not null,
  message                  written not null,
  message_hash             bytea not null,
  source                   gift_source not null,
  team_id                  text not null,
  allowance_left           integer not null,
  given_on                 date not null,
  given_at                 timestamptz not null
);
comment on column gift.given_on is 'the day in Asia/Seoul';
comment on column gift.message_hash is 'SHA-256 of the message: the seal covers this, so a message may be disposed of one day and the chain still verifies';
create index gift_giver on gift (giver_id, given_on);
create index gift_recipient on gift (recipient_id, given_on) where recipient_id is not null;
create index gift_day on gift using brin (given_on);

create table gift_visibility (
  id           bigint generated always as identity primary key,
  gift_id      bigint not null references gift,
  hidden       boolean not null,
  reason       text not null check (reason <> ''),
  actor_id     integer not null references official,
  recorded_at  timestamptz not null default clock_timestamp()
);
create index gift_visibility_gift on gift_visibility (gift_id, id desc);

create table approval_request (
  id            bigint generated always as identity primary key,
  request_key   text not null unique,
  kind          text not null check (kind in ('special_grant', 'reversal')),
  agency_id     integer not null references agency,
  requested_by  integer not null references official,
  act           jsonb not null,
  recorded_at   timestamptz not null default clock_timestamp()
);

create table approval_decision (
  request_id   bigint primary key references approval_request,
  decided_by   integer not null references official,
  approved     boolean not null,
  reason       text not null default '',
  recorded_at  timestamptz not null default clock_timestamp()
);

create table special_grant (
  id            bigint generated always as identity primary key,
  request_key   text not null unique,
  agency_id     integer not null references agency,
  actor_id      integer not null references official,
  approver_id   integer references official check (approver_id <> actor_id),
  points_each   integer not null check (points_each between 1 and 100), -- 운영규정 제9조: at most 100 to one person
  reason        text not null check (reason <> ''),
  granted_at    timestamptz not null
);

create table special_award (
  id             bigint primary key references transfer,
  grant_id       bigint not null references special_grant,
  official_id    integer not null references official,
  department_id  integer not null references department,
  unique (grant_id, official_id)
);
create index special_award_official on special_award (official_id);

create table seal (
  position     bigint primary key check (position > 0),
  transfer_id  bigint not null unique, -- no foreign key: a row that went missing must stay named here
  hash         bytea not null check (length(hash) = 32),
  sealed_at    timestamptz not null default clock_timestamp()
);

do $$
declare history text;
begin
  foreach history in array array['account', 'transfer', 'gift', 'gift_visibility', 'approval_request', 'approval_decision',
                                 'special_grant', 'special_award', 'seal'] loop
    execute format('create trigger append_only before update or delete on %I for each row execute function refuse_change()', history);
    execute format('create trigger never_emptied before truncate on %I for each statement execute function refuse_change()', history);
    execute format('grant select on %I to ieum_app', history);
  end loop;
end $$;
grant select on balance to ieum_app;
-- When a row was written is the database's word alone.
grant insert (gift_id, hidden, reason, actor_id) on gift_visibility to ieum_app;
grant insert (request_key, kind, agency_id, requested_by, act) on approval_request to ieum_app;
grant insert (request_id, decided_by, approved, reason) on approval_decision to ieum_app;

create trigger never_removed before delete on balance for each row execute function refuse_change();
create trigger never_emptied before truncate on balance for each statement execute function refuse_change();
