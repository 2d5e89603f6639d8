import { type Day, isDay } from '../calendar/seoul.ts';
import { narrow } from '../measures/decimals.ts';
import { cleanText } from '../messenger/mrkdwn.ts';
import { bare, isSameUnit, parseFigure } from './measures.ts';
import type { Measure, MeasurementInput, Refusal } from './task.ts';

/** A measurement as it is recorded. */
export interface Measurement {
  measure: Measure;
  before: string | undefined;
  after: string;
  measuredOn: Day;
  evidence: string;
}

const LONGEST_ADDRESS = 2_000;

/** Whether nothing was filled in: a dialog asks for several measures, and not each has to be answered. */
export function isBlank({ before, after, evidence }: MeasurementInput): boolean {
  return [before ?? '', after, evidence].every((typed) => cleanText(typed) === '');
}

/**
 * Decides a measurement (행정업무규정 제44조②: results are evaluated by what was measured): of a measure of the task, in its
 * unit, not in the future, with an http(s) address as evidence if any. All that is wrong is said at once.
 */
export function decideMeasurement(
  measures: readonly Measure[],
  input: MeasurementInput,
  today: Day,
): Measurement | { refusals: Refusal[] } {
  const name = cleanText(input.name);
  const measure = chooseMeasure(measures, input.measureId, name);
  const refusals: Refusal[] = measure ? [] : [{ reason: 'measure_unknown', name }];
  const before = readNumber(input.before ?? '', measure, refusals) ?? measure?.before;
  const after = readNumber(input.after, measure, refusals);
  if (cleanText(input.after) === '') refusals.push({ reason: 'number_unreadable', typed: '' });
  for (const typed of input.units.map(cleanText)) {
    if (measure && typed !== '' && !isSameUnit(typed, measure.unit)) refusals.push(otherUnit(measure, typed));
  }
  const measuredOn = readDay(input.measuredOn ?? '', today, refusals);
  const evidence = readAddress(input.evidence, refusals);
  if (refusals.length > 0 || !measure || after === undefined) return { refusals };
  return { measure, before, after, measuredOn, evidence };
}

function chooseMeasure(
  measures: readonly Measure[],
  id: number | undefined,
  name: string,
): Measure | undefined {
  if (id !== undefined) return measures.find((measure) => measure.id === id);
  if (name === '') return measures.length === 1 ? measures[0] : undefined;
  return (
    measures.find((measure) => measure.name === name) ??
    measures.find((measure) => bare(measure.name) === bare(name))
  );
}

function readNumber(typed: string, measure: Measure | undefined, refusals: Refusal[]): string | undefined {
  const text = cleanText(typed);
  if (text === '') return undefined;
  const figure = parseFigure(text);
  if (!figure) refusals.push({ reason: 'number_unreadable', typed: text });
  else if (measure && figure.unit !== '' && !isSameUnit(figure.unit, measure.unit)) {
    refusals.push(otherUnit(measure, figure.unit));
  }
  return figure?.number;
}

function otherUnit({ name, unit }: Measure, typed: string): Refusal {
  return { reason: 'unit_other', name, typed, unit };
}

function readDay(typed: string, today: Day, refusals: Refusal[]): Day {
  const text = narrow(cleanText(typed));
  if (text === '') return today;
  const day = text.replace(
    /^(\d{4})\.\s?(\d{1,2})\.\s?(\d{1,2})\.?$/,
    (_, year: string, month: string, date: string) =>
      [year, month.padStart(2, '0'), date.padStart(2, '0')].join('-'),
  );
  if (!isDay(day)) refusals.push({ reason: 'day_unreadable', typed: text });
  else if (day > today) refusals.push({ reason: 'day_future', day });
  return day;
}

function readAddress(typed: string, refusals: Refusal[]): string {
  const text = cleanText(typed);
  if (text === '') return '';
  const address = text.replace(/^https?(?=:)/i, (scheme) => scheme.toLowerCase());
  const isWeb = /^https?:\/\/[^\s<>|"]+$/.test(address) && URL.canParse(address);
  if (!isWeb || address.length > LONGEST_ADDRESS) refusals.push({ reason: 'evidence_not_web', typed: text });
  return address;
}
