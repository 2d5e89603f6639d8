import { type Day, isDay } from '../calendar/seoul.ts';
import { type Reason, reasons } from './import-reasons.ts';
import { initialsOf } from './initials.ts';

/** A line ready to be staged: values in the order of `staged`, and what is wrong with it. */
export interface StagedRow {
  values: Array<string | null>;
  faults: string[];
}

export type ImportFile =
  | 'agencies.csv'
  | 'departments.csv'
  | 'officials.csv'
  | 'exchange_positions.csv'
  | 'exchange_holders.csv'
  | 'holidays.csv';

interface Format {
  columns: readonly string[];
  /** Turns the cells, by column name, into values; a faulty value becomes null, so that the others can still be checked. */
  stage: (cells: Record<string, string>, refuse: Refuse, today: Day) => Array<string | null>;
}

type Refuse = (reason: Reason, detail: string) => void;

const KINDS = ['central', 'local'];
const ROLES = ['member', 'operator', 'cco', 'auditor', 'admin'];
const STATUSES = ['active', 'leave', 'left'];
const LEVELS = ['국장급', '과장급'];
const SIDES = ['a', 'b'];
const HOLIDAY_WORDS: Record<string, string> = { true: 'true', 휴일: 'true', false: 'false', 근무: 'false' };
const EMAIL = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/;
const MAX_TEXT_LENGTH = 200;

/** The files of an import, in the order in which they build on each other. */
export const formats: Record<ImportFile, Format> = {
  'agencies.csv': {
    columns: ['code', 'name', 'short_name', 'kind', 'valid_from', 'valid_to', 'successor'],
    stage(cells, refuse) {
      const { code = '', successor = '' } = cells;
      const from = optionalDay(cells.valid_from, refuse);
      const to = optionalDay(cells.valid_to, refuse);
      const reversed = Boolean(from && to && to < from);
      if (reversed) refuse('datesReversed', `${from} – ${to}`);
      const sound = from !== null && to !== null && !reversed;
      return [
        code || null,
        required('name', cells, refuse),
        required('short_name', cells, refuse),
        oneOf(KINDS, cells.kind, undefined, 'badKind', refuse),
        // valid_to is the last day on which the agency is in force.
        sound ? `[${from},${to}]` : null,
        successor
          .split('|')
          .map((name) => name.trim())
          .filter(Boolean)
          .join('|'),
      ];
    },
  },
  'departments.csv': {
    columns: ['agency', 'name', 'parent'],
    stage(cells, refuse) {
      const name = required('name', cells, refuse);
      return [required('agency', cells, refuse), name, initialsOf(name ?? ''), cells.parent || null];
    },
  },
  'officials.csv': {
    columns: ['email', 'name', 'agency', 'department', 'rank', 'position', 'role', 'status', 'valid_from'],
    stage(cells, refuse, today) {
      const name = required('name', cells, refuse);
      return [
        parseEmail('email', cells, refuse),
        name,
        initialsOf(name ?? ''),
        required('agency', cells, refuse),
        required('department', cells, refuse),
        cells.rank ?? '',
        cells.position ?? '',
        oneOf(ROLES, cells.role, 'member', 'badRole', refuse),
        oneOf(STATUSES, cells.status, 'active', 'badStatus', refuse),
        optionalDay(cells.valid_from, refuse) || today,
      ];
    },
  },
  'exchange_positions.csv': {
    columns: ['round', 'pair', 'level', 'task', 'agency_a', 'position_a', 'agency_b', 'position_b', 'source'],
    stage(cells, refuse) {
      return [
        ordinal('round', cells, refuse),
        ordinal('pair', cells, refuse),
        oneOf(LEVELS, cells.level, undefined, 'badLevel', refuse),
        ...['task', 'agency_a', 'position_a', 'agency_b', 'position_b'].map((column) =>
          required(column, cells, refuse),
        ),
        cells.source ?? '',
      ];
    },
  },
  'exchange_holders.csv': {
    columns: ['round', 'pair', 'side', 'email', 'start', 'end', 'companion_of'],
    stage(cells, refuse) {
      const email = parseEmail('email', cells, refuse);
      const lead = cells.companion_of ? parseEmail('companion_of', cells, refuse) : null;
      if (lead !== null && lead === email) refuse('ownCompanion', lead);
      // Who accompanies somebody may leave the days to that person's term.
      const start = cells.companion_of
        ? optionalDay(cells.start, refuse)
        : optionalDay(required('start', cells, refuse) ?? undefined, refuse);
      const end = optionalDay(cells.end, refuse);
      if (start && end && end < start) refuse('datesReversed', `${start} – ${end}`);
      return [
        ordinal('round', cells, refuse),
        ordinal('pair', cells, refuse),
        oneOf(SIDES, cells.side?.toLowerCase(), undefined, 'badSide', refuse),
        email,
        start || null,
        end || null,
        lead,
      ];
    },
  },
  'holidays.csv': {
    columns: ['day', 'holiday', 'name'],
    stage(cells, refuse) {
      const word = cells.holiday?.toLowerCase() ?? '';
      const holiday = Object.hasOwn(HOLIDAY_WORDS, word) ? (HOLIDAY_WORDS[word] ?? null) : null;
      if (holiday === null) refuse('badHoliday', cells.holiday ?? '');
      return [
        optionalDay(required('day', cells, refuse) ?? undefined, refuse) || null,
        holiday,
        required('name', cells, refuse),
      ];
    },
  },
};

/** Reads the header line: which column stands where, in whatever order; or what is wrong with it. */
export function parseHeader(file: ImportFile, fields: string[]): { order: string[]; faults: string[] } {
  const { columns } = formats[file];
  const order = fields.map((field) => cleanText(field).toLowerCase());
  const missing = columns.filter((column) => !order.includes(column));
  const unknown = order.filter(
    (column, index) => !columns.includes(column) || order.indexOf(column) !== index,
  );
  return {
    order,
    faults: [
      ...(missing.length > 0 ? [reasons.columnsMissing(missing.join(', '))] : []),
      ...(unknown.length > 0 ? [reasons.columnsUnknown(unknown.join(', ').slice(0, 200))] : []),
    ],
  };
}

/**
 * Reads one line. A faulty line is staged as far as it goes, so that its name is known to other lines and does not
 * make them faulty too.
 * @param order the header's columns
 * @param today the day in Seoul that an empty `valid_from` of a person stands for
 */
export function parseRow(file: ImportFile, order: string[], fields: string[], today: Day): StagedRow {
  const faults: string[] = [];
  const refuse: Refuse = (reason, detail) => faults.push(reasons[reason](detail));
  const cells: Record<string, string> = {};
  order.forEach((column, index) => {
    cells[column] = checkedText(column, fields[index] ?? '', refuse);
  });
  if (fields.length !== order.length) {
    return {
      values: formats[file].stage(cells, () => {}, today),
      faults: [reasons.columnCount(`${fields.length} ≠ ${order.length}`)],
    };
  }
  return { values: formats[file].stage(cells, refuse, today), faults };
}

/** One spelling for one text: composed Hangul (NFC), single spaces, nothing invisible. */
function cleanText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

function checkedText(column: string, raw: string, refuse: Refuse): string {
  const text = cleanText(raw);
  // What is not UTF-8 was decoded to the replacement character.
  if (text.includes('\uFFFD')) refuse('notUtf8', column);
  if (/\p{Cc}/u.test(text)) refuse('controlCharacter', column);
  if (text.length > MAX_TEXT_LENGTH) refuse('tooLong', column);
  return text.replace(/\p{Cc}/gu, '').slice(0, MAX_TEXT_LENGTH);
}

function required(column: string, cells: Record<string, string>, refuse: Refuse): string | null {
  const text = cells[column];
  if (text) return text;
  refuse('required', column);
  return null;
}

function oneOf(
  known: string[],
  text: string | undefined,
  absent: string | undefined,
  reason: Reason,
  refuse: Refuse,
) {
  const value = text || absent;
  if (value !== undefined && known.includes(value)) return value;
  refuse(reason, text ?? '');
  return null;
}

/** A whole number above 0, as rounds and pairs are counted. */
function ordinal(column: string, cells: Record<string, string>, refuse: Refuse): string | null {
  const text = required(column, cells, refuse);
  if (text === null) return null;
  if (/^[1-9]\d{0,3}$/.test(text)) return text;
  refuse('badNumber', text);
  return null;
}

/** A day; '' for an empty cell; null for what is no day. */
function optionalDay(text: string | undefined, refuse: Refuse): Day | '' | null {
  if (!text) return '';
  if (isDay(text) && text >= '1900-01-01' && text < '3000-01-01') return text;
  refuse('badDate', text);
  return null;
}

function parseEmail(column: string, cells: Record<string, string>, refuse: Refuse): string | null {
  const email = required(column, cells, refuse)?.toLowerCase();
  if (email === undefined) return null;
  if (EMAIL.test(email)) return email;
  refuse('badEmail', email);
  return null;
}
