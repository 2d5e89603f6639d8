import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Day, seoulDay } from '../calendar/seoul.ts';
import { type CsvRecord, createCsvReader } from './csv.ts';
import { mergeHolidays } from './import-holidays-store.ts';
import { checkOfficials, mergeOfficials } from './import-officials-store.ts';
import { mergePairs } from './import-pairs-store.ts';
import { type Fault, reasons } from './import-reasons.ts';
import { formats, type ImportFile, parseHeader, parseRow, type StagedRow } from './import-rows.ts';
import {
  type CheckedFault,
  type Counts,
  copyRows,
  type Pool,
  type PoolClient,
  runImport,
} from './import-store.ts';
import { mergeAgencies, mergeDepartments } from './import-structure-store.ts';
import { checkTerms, mergeTerms } from './import-terms-store.ts';

export type { Counts, Fault };

/** What is counted of an import, in the order in which it is told. */
export type Imported = 'agency' | 'department' | 'official' | 'posting' | 'pair' | 'term' | 'holiday';

export type ImportOutcome =
  | { kind: 'imported'; counts: Record<Imported, Counts> }
  | { kind: 'refused'; faults: Fault[] };

/** @param total how many rows the file has, about; told only while reading */
export type ImportProgress = (file: string, rows: number, total?: number) => void;

const PROGRESS_EVERY_ROWS = 10_000;
const FILES = Object.keys(formats) as ImportFile[];

/**
 * Brings the directory, the exchanges and the holidays to what the files of `formats` in `directory` say; a file that is
 * not there changes nothing. All or nothing: one faulty line, and nothing is stored; every faulty line is listed.
 * Importing the same files again writes no row. Who is no longer in the file stays as they are. Who changed department,
 * rank or position gets a new posting from the line's `valid_from` (today in Seoul when empty). An exchange keeps its
 * history: another end of a known term is recorded as a change.
 * @param options.actorLabel who imports, for the access log
 * @throws when the database fails; nothing is stored then
 */
export async function importDirectory(
  pool: Pool,
  directory: string,
  options: { now: Date; onProgress?: ImportProgress; actorLabel?: string },
): Promise<ImportOutcome> {
  const files = await findFiles(directory);
  if (files.length === 0) return { kind: 'refused', faults: [await describeAbsence(directory)] };
  const today = seoulDay(options.now);
  return runImport(
    pool,
    async (client): Promise<ImportOutcome> => {
      const faults: Fault[] = [];
      let isReadable = true;
      for (const file of files) {
        const hasHeader = await stageFile(client, directory, file, today, faults, options.onProgress);
        isReadable &&= hasHeader;
      }
      // Of a file without a sound header nothing is known, and its names would seem missing wherever others use them.
      if (!isReadable) return { kind: 'refused', faults: faults.sort(byFileAndLine) };
      const note = (file: ImportFile, found: CheckedFault[]) => {
        for (const { line, reason, detail } of found)
          faults.push({ file, line, reason: reasons[reason](detail) });
      };
      const agencies = await mergeAgencies(client);
      note('agencies.csv', agencies.faults);
      const departments = await mergeDepartments(client, today);
      note('departments.csv', departments.faults);
      note('officials.csv', await checkOfficials(client));
      const pairs = await mergePairs(client, today);
      note('exchange_positions.csv', pairs.faults);
      note('exchange_holders.csv', await checkTerms(client, today));
      const holidays = await mergeHolidays(client);
      note('holidays.csv', holidays.faults);
      if (faults.length > 0) return { kind: 'refused', faults: faults.sort(byFileAndLine) };
      const people = await mergeOfficials(client, options.actorLabel ?? 'ieum import');
      return {
        kind: 'imported',
        counts: {
          agency: agencies.counts,
          department: departments.counts,
          ...people,
          pair: pairs.counts,
          term: await mergeTerms(client, options.now),
          holiday: holidays.counts,
        },
      };
    },
    (outcome) => outcome.kind === 'imported',
  );
}

async function findFiles(directory: string): Promise<ImportFile[]> {
  const there = await Promise.all(
    FILES.map((file) =>
      stat(join(directory, file)).then(
        (entry) => entry.isFile(),
        () => false,
      ),
    ),
  );
  return FILES.filter((_, index) => there[index]);
}

async function describeAbsence(directory: string): Promise<Fault> {
  const isThere = await stat(directory).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  const reason = isThere ? reasons.noFiles(FILES.join(', ')) : reasons.noDirectory(directory);
  return { file: directory, line: 0, reason };
}

/** Streams one file into its staging table, adds what is wrong with single lines to `faults`; false without a sound header. */
async function stageFile(
  client: PoolClient,
  directory: string,
  file: ImportFile,
  today: Day,
  faults: Fault[],
  onProgress?: ImportProgress,
): Promise<boolean> {
  const path = join(directory, file);
  const total = onProgress && (await countLines(path)) - 1;
  let rows = 0;
  let told = 0;
  let hasHeader = false;

  async function* readRows(): AsyncGenerator<Array<StagedRow & { line: number }>> {
    let order: string[] | undefined;
    for await (const records of readRecords(path)) {
      const batch: Array<StagedRow & { line: number }> = [];
      for (const record of records) {
        if (order === undefined) {
          const header = parseHeader(file, record.fields ?? []);
          faults.push(...header.faults.map((reason) => ({ file, line: record.line, reason })));
          // Without its columns nothing else in the file can be read.
          if (header.faults.length > 0) return;
          order = header.order;
          hasHeader = true;
          continue;
        }
        rows += 1;
        if (record.fault) {
          const reason = record.fault === 'quote' ? reasons.quote() : reasons.tooLong('…');
          faults.push({ file, line: record.line, reason });
          continue;
        }
        const row = parseRow(file, order, record.fields, today);
        for (const reason of row.faults) faults.push({ file, line: record.line, reason });
        batch.push({ ...row, line: record.line });
      }
      yield batch;
      if (onProgress && rows - told >= PROGRESS_EVERY_ROWS) {
        told = rows;
        onProgress(file, rows, total);
      }
    }
    if (order === undefined) {
      faults.push({ file, line: 1, reason: reasons.emptyFile(formats[file].columns.join(',')) });
    }
  }

  await copyRows(client, file, readRows());
  onProgress?.(file, rows, rows);
  return hasHeader;
}

async function* readRecords(path: string): AsyncGenerator<CsvRecord[]> {
  const reader = createCsvReader();
  let isFirst = true;
  for await (const chunk of createReadStream(path, { encoding: 'utf8' })) {
    const text = String(chunk);
    yield reader.push(isFirst && text.startsWith('\uFEFF') ? text.slice(1) : text);
    isFirst = false;
  }
  yield reader.end();
}

async function countLines(path: string): Promise<number> {
  let count = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1_048_576 })) {
    const bytes: Buffer = chunk;
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count += 1;
  }
  return count;
}

function byFileAndLine(a: Fault, b: Fault): number {
  return FILES.indexOf(a.file as ImportFile) - FILES.indexOf(b.file as ImportFile) || a.line - b.line;
}
