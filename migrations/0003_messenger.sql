-- The messenger's side.
--   workspace        one Slack workspace the bot serves, with its board channel 현황 게시판
--   messenger_user   which official a messenger user is; official_id null = looked up and not in the directory
--   outbox           messages to send; written in the transaction of what they announce, read by the workers
--   pace             when a workspace or a lane of it may take its next message (Slack's limits)

create table workspace (
  team_id           text primary key,
  board_channel_id  text
);

create table messenger_user (
  team_id      text not null,
  user_id      text not null,
  official_id  integer references official,
  email        text,
  locale       text not null default 'ko-KR',
  reported     boolean not null default false,
  checked_at   timestamptz not null default clock_timestamp(),
  primary key (team_id, user_id)
);
comment on column messenger_user.reported is 'an operator was told of this unknown person: once, not at each try';
create index messenger_user_official on messenger_user (official_id, team_id);

-- Officials looked up by e-mail in a workspace and not found there: asked again after a day, not at each message.
create table messenger_absence (
  team_id      text not null,
  official_id  integer not null references official,
  checked_at   timestamptz not null,
  primary key (team_id, official_id)
);

create type outbox_state as enum ('due', 'claimed', 'sent', 'skipped', 'parked');

create table outbox (
  id             bigint generated always as identity primary key,
  team_id        text not null,
  lane           text not null,
  kind           text not null,
  subject_id     bigint,
  payload        jsonb not null default '{}',
  state          outbox_state not null default 'due',
  due_at         timestamptz not null,
  claimed_until  timestamptz,
  claim_token    uuid,
  attempts       integer not null default 0,
  uncertain      boolean not null default false,
  channel_id     text,
  message_ts     text,
  problem        text,
  recorded_at    timestamptz not null default clock_timestamp(),
  settled_at     timestamptz
) with (fillfactor = 80);
comment on column outbox.uncertain is 'an attempt may have reached Slack: look for the message before posting again';
create index outbox_waiting on outbox (team_id, lane, id) where state in ('due', 'claimed');
create index outbox_parked on outbox (team_id, id) where state = 'parked';
create index outbox_subject on outbox (subject_id, kind) where subject_id is not null;
create index outbox_message on outbox (channel_id, message_ts) where message_ts is not null;

create table pace (
  team_id  text not null,
  lane     text not null,
  next_at  timestamptz not null,
  primary key (team_id, lane)
);

grant select, insert, update, delete on workspace, messenger_user, messenger_absence, outbox, pace to ieum_app;
