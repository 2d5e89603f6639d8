-- CCO(혁신책임관) weekly digests (주간 협업 보고).
--   digest   the digest of one agency and ISO week as it was computed, at one position of the ledger; append-only

create table digest (
  agency_id    integer not null references agency,
  week         date not null check (extract(isodow from week) = 1),
  id           bigint not null generated always as identity unique,
  position     bigint not null check (position >= 0),
  head         text not null check (head ~ '^[0-9a-f]{64}$'),
  as_of        timestamptz not null,
  late         boolean not null,
  content      jsonb not null,
  computed_at  timestamptz not null,
  recorded_at  timestamptz not null default clock_timestamp(),
  primary key (agency_id, week)
);
comment on column digest.week is 'its Monday; it ends on Sunday in Seoul';
comment on column digest.position is 'of the seal chain: what was sealed up to here is counted, nothing else. All digests of a week share it, so their figures add up';
comment on column digest.head is 'the chain''s hash at that position: whoever keeps the message can check the books against it (verify --head)';
comment on column digest.late is 'not sent on its day, because nothing ran';
comment on column digest.content is 'figures, names and titles as they were; thank-you messages by number only, so that a message hidden later is not shown';
create index digest_week on digest (week);

create trigger append_only before update or delete on digest for each row execute function refuse_change();
create trigger never_emptied before truncate on digest for each statement execute function refuse_change();
grant select, insert (agency_id, week, position, head, as_of, late, content, computed_at) on digest to ieum_app;

-- What happened to tasks in a week: events are written in the order of time.
create index task_event_occurred on task_event using brin (occurred_at);
