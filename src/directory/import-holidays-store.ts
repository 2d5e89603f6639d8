import {
  type CheckedFault,
  type Counts,
  countRows,
  markFaulty,
  type PoolClient,
  withUnchanged,
} from './import-store.ts';

/** Checks the staged exceptions to the gazette's calendar and merges the sound ones; a day not named stays as it is. */
export async function mergeHolidays(client: PoolClient): Promise<{ faults: CheckedFault[]; counts: Counts }> {
  const faults = await markFaulty(
    client,
    'holidays.csv',
    `select i.line, 'duplicateDay' as reason, first.line::text as detail
     from import_holiday i
     join (select day, min(line) as line from import_holiday where day is not null group by day) first
       on first.day = i.day and first.line < i.line`,
  );
  const changed = await countRows(
    client,
    `update holiday_override h set holiday = i.holiday, name = i.name from import_holiday i
     where not i.faulty and h.day = i.day and (h.holiday, h.name) is distinct from (i.holiday, i.name)`,
  );
  const added = await countRows(
    client,
    `insert into holiday_override (day, holiday, name)
     select day, holiday, name from import_holiday i
     where not faulty and not exists (select from holiday_override h where h.day = i.day) order by line`,
  );
  return { faults, counts: await withUnchanged(client, 'holidays.csv', added, changed) };
}
