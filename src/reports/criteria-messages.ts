import type { InputBlock, ModalView } from '@slack/types';
import { addMonths, monthOf } from '../calendar/seoul.ts';
import {
  actions,
  bold,
  button,
  context,
  joinMrkdwn,
  type Message,
  message,
  mrkdwn,
  plain,
  section,
} from '../messenger/blocks.ts';
import { daysOf } from '../messenger/days.ts';
import type { Locale } from '../messenger/locale.ts';
import type { CriteriaOutcome, CriteriaPage } from './change-criteria.ts';
import { lines, refusalText } from './messages.ts';
import type { Criteria, Purpose } from './report.ts';
import { CUT_MAX, type Refusal, type TypedCriteria } from './rules.ts';
import type { Texts } from './text.ko.ts';
import { textsOf } from './texts.ts';

/** An agency's criteria in words, who set them and since when; what is decided for later; a button each for its operator. */
export function renderCriteria(page: CriteriaPage, locale: Locale): Message {
  const t = textsOf(locale);
  const c = t.candidates;
  const title = t.criteria.title(page.agency.shortName);
  return message(mrkdwn`${title}`, [
    section(bold(title)),
    ...page.lines.map(({ purpose, criteria, decided, upcoming }) =>
      section(
        lines([
          bold(t.purposes[purpose]),
          mrkdwn`${c.criteria(criteria)} · ${decided ? c.decided(decided.by, decided.effectiveFrom) : c.standard}`,
          ...upcoming.map(
            (later) =>
              mrkdwn`${t.criteria.upcoming(later.effectiveFrom, c.criteria(later.criteria), later.decidedBy)}`,
          ),
        ]),
      ),
    ),
    actions([
      ...(page.mayChange
        ? page.lines.map(({ purpose }) =>
            button(`edit_criteria:${purpose}`, t.criteria.edit(purpose), { value: purpose }),
          )
        : []),
      ...page.lines.map(({ purpose }) =>
        button(`open_candidates:${purpose}`, c.otherPurpose(purpose), {
          value: `${page.agency.id}:${purpose}`,
        }),
      ),
    ]),
    context(mrkdwn`${t.criteria.note(page.earliest)}`),
    context(mrkdwn`${bold(c.decidesNothing)}`),
  ]);
}

export function renderCriteriaChanged(
  outcome: Extract<CriteriaOutcome, { kind: 'changed' }>,
  locale: Locale,
): Message {
  const t = textsOf(locale);
  const title = t.criteria.changed(outcome.purpose, outcome.effectiveFrom);
  return message(mrkdwn`${title}`, [
    section(lines([bold(title), mrkdwn`${t.candidates.criteria(outcome.criteria)}`])),
    context(mrkdwn`${bold(t.candidates.decidesNothing)}`),
  ]);
}

/** What a form begins with: the criteria in force. */
export function typedFrom({ cut, counted, span }: Criteria, earliest: string): TypedCriteria {
  return {
    by: cut.by,
    number: String(cut.by === 'top' ? cut.count : cut.points),
    counted,
    span: typeof span === 'string' ? span : 'months',
    months: typeof span === 'string' ? '' : `${span.fromMonth}-${span.toMonth}`,
    effectiveFrom: earliest,
  };
}

/** The form of one purpose's criteria. What was refused stands at its top, all at once, and what was typed stays in it. */
export function criteriaView(
  input: { purpose: Purpose; earliest: string; typed: TypedCriteria; refusals?: readonly Refusal[] },
  locale: Locale,
): ModalView {
  const { dialog: d } = textsOf(locale).criteria;
  const { purpose, earliest, typed, refusals = [] } = input;
  const faults = refusals.map((refusal) => mrkdwn`• ${refusalText(refusal, locale)}`);
  return {
    type: 'modal',
    callback_id: 'report_criteria',
    private_metadata: purpose,
    title: plain(d.title, 24),
    submit: plain(d.submit, 24),
    close: plain(d.close, 24),
    blocks: [
      ...(faults.length === 0 ? [] : [section(joinMrkdwn([bold(d.refused), ...faults], '\n'))]),
      section(mrkdwn`${d.intro(purpose)}`),
      field('effective_from', d.effectiveFrom, d.effectiveHint, dayMenu(earliest, typed, locale)),
      field(
        'by',
        d.by,
        undefined,
        radio(
          [
            ['top', d.byTop],
            ['threshold', d.byThreshold],
          ],
          typed.by,
        ),
      ),
      field('number', d.number, d.numberHint(CUT_MAX.top, CUT_MAX.threshold), numberInput(typed.number)),
      field('counted', d.counted, d.countedHint, sideBoxes(textsOf(locale), typed.counted)),
      field('span', d.span, undefined, radio(Object.entries(d.spans), typed.span)),
      {
        ...field('months', d.months, d.monthsHint, {
          type: 'plain_text_input',
          action_id: 'value',
          max_length: 20,
          ...(typed.months === '' ? {} : { initial_value: typed.months.slice(0, 20) }),
        }),
        optional: true,
      },
    ],
  };
}

function field(
  blockId: string,
  label: string,
  hint: string | undefined,
  element: InputBlock['element'],
): InputBlock {
  return {
    type: 'input',
    block_id: blockId,
    label: plain(label, 200),
    ...(hint === undefined ? {} : { hint: plain(hint, 200) }),
    element,
  };
}

const choice = (value: string, label: string) => ({ text: plain(label, 75), value });

function dayMenu(earliest: string, typed: TypedCriteria, locale: Locale): InputBlock['element'] {
  const { fullDay } = daysOf(locale);
  const days = Array.from({ length: 12 }, (_, index) => `${addMonths(monthOf(earliest), index)}-01`);
  const options = days.map((day) => choice(day, fullDay(day)));
  const chosen = options.find(({ value }) => value === typed.effectiveFrom) ?? options[0];
  return {
    type: 'static_select',
    action_id: 'value',
    options,
    ...(chosen ? { initial_option: chosen } : {}),
  };
}

function radio(of: Array<[string, string]>, typed: string): InputBlock['element'] {
  const options = of.map(([value, label]) => choice(value, label));
  const chosen = options.find(({ value }) => value === typed) ?? options[0];
  return {
    type: 'radio_buttons',
    action_id: 'value',
    options,
    ...(chosen ? { initial_option: chosen } : {}),
  };
}

function numberInput(typed: string): InputBlock['element'] {
  return {
    type: 'number_input',
    action_id: 'value',
    is_decimal_allowed: false,
    min_value: '1',
    max_value: String(CUT_MAX.threshold),
    ...(/^[1-9]\d{0,5}$/.test(typed) && Number(typed) <= CUT_MAX.threshold ? { initial_value: typed } : {}),
  };
}

function sideBoxes(t: Texts, typed: readonly string[]): InputBlock['element'] {
  const options = (['received', 'sent'] as const).map((side) => choice(side, t.candidates.of[side]));
  const chosen = options.filter(({ value }) => typed.includes(value));
  return {
    type: 'checkboxes',
    action_id: 'value',
    options,
    ...(chosen.length > 0 ? { initial_options: chosen } : {}),
  };
}
