-- Exports whose worker died or lost its claim: one entry in the access log, and no file that comes late and stays.

alter table export_job add column logged boolean not null default false;
comment on column export_job.logged is 'the access log has it: once, however many attempts it takes';

alter table export_file add column absent_at timestamptz;
comment on column export_file.absent_at is
  'when Slack did not know it: whoever uploaded it may complete it yet, so it is looked for once more at delete_at';
grant update (absent_at) on export_file to ieum_app;
