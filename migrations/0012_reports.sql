-- Reports for people decisions (운영규정 제11조·제12조).
--   report_criteria  by which rules an agency's lists of candidates are ranked and cut, by purpose, each with the date from which
--                    they hold; append-only, as whoever was on a list must be able to learn by which rules

create table report_criteria (
  id              integer generated always as identity primary key,
  agency_id       integer not null references agency,
  purpose         text not null check (purpose in ('special_step', 'award')),
  effective_from  date not null check (extract(day from effective_from) = 1),
  criteria        jsonb not null,
  decided_by      integer not null references official,
  recorded_at     timestamptz not null default clock_timestamp()
);
comment on column report_criteria.purpose is 'special_step: 특별승급, award: 포상';
create index report_criteria_agency on report_criteria (agency_id, purpose, effective_from, id);
create trigger append_only before update or delete on report_criteria for each row execute function refuse_change();
create trigger never_emptied before truncate on report_criteria for each statement execute function refuse_change();
-- When a row was written is the database's word alone.
grant select, insert (agency_id, purpose, effective_from, criteria, decided_by) on report_criteria to ieum_app;
