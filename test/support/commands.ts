import { DIGEST_WORDS, parseCommand as parseDigest } from '../../src/digest/parse.ts';
import { EVALUATION_WORDS, parseCommand as parseEvaluation } from '../../src/evaluations/parse.ts';
import { EXCHANGE_WORDS, parseCommand as parseExchange } from '../../src/exchange/parse.ts';
import { EXPORT_WORDS, parseCommand as parseExport } from '../../src/exports/parse.ts';
import { parseCommand as parsePoints } from '../../src/points/parse.ts';
import { parseCommand as parseRecords, RECORDS_WORDS } from '../../src/records/parse.ts';
import {
  HOLIDAY_WORDS,
  parseHolidayCommand as parseHoliday,
  parseCommand as parseReminder,
  REMINDER_WORDS,
} from '../../src/reminders/parse.ts';
import { parseCommand as parseReport, REPORT_WORDS } from '../../src/reports/parse.ts';
import { parseCommand as parseTask, TASK_WORDS } from '../../src/tasks/parse.ts';

/** Every feature's words and parser, as compose.ts routes them; what no feature claims is the points'. */
const FEATURES: ReadonlyArray<
  readonly [name: string, words: readonly string[], parse: (text: string) => { kind: string }]
> = [
  ['task', TASK_WORDS, parseTask],
  ['exchange', EXCHANGE_WORDS, parseExchange],
  ['evaluation', EVALUATION_WORDS, parseEvaluation],
  ['reminder', REMINDER_WORDS, parseReminder],
  ['holiday', HOLIDAY_WORDS, parseHoliday],
  ['digest', DIGEST_WORDS, parseDigest],
  ['report', REPORT_WORDS, parseReport],
  ['records', RECORDS_WORDS, parseRecords],
  ['export', EXPORT_WORDS, parseExport],
];

/** What Slack makes of typed names and channels (`should_escape`); a number after # stays as it is. */
export function escapeAsSlackDoes(typed: string): string {
  return typed
    .replace(/(^|\s)@([^\s(]+)/g, '$1<@U0SOMEONE|$2>')
    .replace(/(^|\s)#(?!\d)(\S+)/g, '$1<#C0CHANNEL|$2>');
}

/** `/협업 과제 12` → `task card`: the feature that answers to a typed line, and what it takes it for. */
export function parseTyped(line: string): string {
  const text = escapeAsSlackDoes(line.replace(/^\S+\s*/, ''));
  const word = text.split(/\s+/)[0]?.toLowerCase() ?? '';
  const [name, , parse] = FEATURES.find(([, words]) => words.includes(word)) ?? ['points', [], parsePoints];
  return `${name} ${parse(text).kind}`;
}

/** Of `parseTyped`: everything but what was not understood. */
export const UNDERSTOOD = /^(?!.* (?:usage|unknown|period_unreadable)$)/;
