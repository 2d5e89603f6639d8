import type { Button, KnownBlock } from '@slack/types';
import { type Day, seoulDay } from '../calendar/seoul.ts';
import { daysFrom } from '../calendar/terms.ts';
import {
  actions,
  bold,
  button,
  clip,
  context,
  joinMrkdwn,
  type Message,
  message,
  mrkdwn,
  section,
} from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import type { EvaluationLine, MyEvaluations } from './evaluation.ts';
import type { AgencyPage, MyPage } from './look-up.ts';
import { AGENCY_FILTERS, formatAgencyView } from './parse.ts';
import type { Texts } from './text.ko.ts';
import { textsOf } from './texts.ts';

const TITLE_CHARACTERS = 80;

/** What I have to answer and to grade, and what I answered lately. */
export function renderMine(page: MyPage, locale: Locale): Message {
  const t = textsOf(locale);
  const today = seoulDay(page.now);
  const waits = waitingBlocks(t, page, today);
  return message(mrkdwn`${t.title}`, [
    section(bold(t.title)),
    ...(waits.length === 0 ? [section(mrkdwn`${t.nothing}`)] : waits),
    ...(page.answered.length === 0
      ? []
      : [
          section(bold(t.answeredLately)),
          ...page.answered.map((line) => entry(t, line, today, show(t, line))),
        ]),
    ...keeperButtons(t, page),
  ]);
}

/** The same for App Home: the lines alone, nothing when nothing waits. */
export function renderMyEvaluationBlocks(mine: MyEvaluations, now: Date, locale: Locale): KnownBlock[] {
  return waitingBlocks(textsOf(locale), mine, seoulDay(now));
}

function waitingBlocks(t: Texts, { toAnswer, toGrade }: MyEvaluations, today: Day): KnownBlock[] {
  const answerButton = (line: EvaluationLine) =>
    button(`answer_evaluation:${line.id}`, line.drafted ? t.continueDraft : t.answer, {
      value: String(line.id),
      style: 'primary',
    });
  const gradeButton = (line: EvaluationLine) =>
    button(`grade_evaluation:${line.id}`, line.grade === undefined ? t.grade : t.regrade, {
      value: String(line.id),
    });
  return [
    ...(toAnswer.length === 0
      ? []
      : [section(bold(t.toAnswer)), ...toAnswer.map((line) => entry(t, line, today, answerButton(line)))]),
    ...(toGrade.length === 0
      ? []
      : [section(bold(t.toGrade)), ...toGrade.map((line) => entry(t, line, today, gradeButton(line)))]),
  ];
}

function show(t: Texts, { id }: EvaluationLine): Button {
  return button(`show_evaluation:${id}`, t.show, { value: String(id) });
}

/** 2026년 연말 평가 · 과제 12 …, whose it is, and where it stands. */
function entry(t: Texts, line: EvaluationLine, today: Day, accessory: Button): KnownBlock {
  const title = `${t.cycle(line.kind, line.period, line.title)} · ${t.task(line.taskId, clip(line.task, TITLE_CHARACTERS))}`;
  const who = t.who(line.agency, line.department, line.answers);
  const state = [t.due(line.dueOn), ...statesOf(t, line, today)].join(' · ');
  return section(joinMrkdwn([bold(title), mrkdwn`${who}`, mrkdwn`${state}`], '\n'), accessory);
}

function statesOf(t: Texts, line: EvaluationLine, today: Day): string[] {
  const { answered, late, drafted, grade, outdated, dueOn } = line;
  if (!answered) return [t.left(daysFrom(today, dueOn)), drafted ? t.draft : t.unanswered];
  return [
    late ? t.answeredLate : t.answered,
    ...(grade === undefined ? [] : [t.graded(grade)]),
    ...(outdated ? [t.outdated] : []),
  ];
}

/** A page of the agency's, with a button for each filter. */
export function renderAgency(page: AgencyPage, locale: Locale): Message {
  const t = textsOf(locale);
  const today = seoulDay(page.now);
  const chosen = t.filters[page.filter];
  const filters = AGENCY_FILTERS.map((filter) => {
    const value = formatAgencyView({ filter, page: 0 });
    const label = t.filter(t.filters[filter], page.counts[filter]);
    return button(`list_evaluations:${value}`, label, {
      value,
      ...(filter === page.filter ? { style: 'primary' } : {}),
    });
  });
  return message(mrkdwn`${t.agencyTitle}`, [
    section(bold(`${t.agencyTitle} · ${chosen}`)),
    actions(filters),
    ...(page.lines.length === 0
      ? [section(mrkdwn`${t.agencyNone(chosen)}`)]
      : page.lines.map((line) => entry(t, line, today, show(t, line)))),
    ...pageButtons(t, page),
    actions([
      button('my_evaluations', t.myList),
      ...(page.mayOpen ? [button('open_cycle', t.openCycle)] : []),
    ]),
    context(mrkdwn`${t.usage}`),
  ]);
}

function pageButtons(t: Texts, { filter, page, more }: AgencyPage): KnownBlock[] {
  const to = (label: string, wanted: number) => {
    const value = formatAgencyView({ filter, page: wanted });
    return button(`list_evaluations:${value}:page`, label, { value });
  };
  const buttons = [...(page > 0 ? [to(t.newer, page - 1)] : []), ...(more ? [to(t.older, page + 1)] : [])];
  return buttons.length === 0 ? [] : [actions(buttons)];
}

function keeperButtons(t: Texts, { seesAgency, mayOpen }: MyPage): KnownBlock[] {
  const value = formatAgencyView({ filter: 'open', page: 0 });
  const buttons = [
    ...(seesAgency ? [button(`list_evaluations:${value}`, t.agencyList, { value })] : []),
    ...(mayOpen ? [button('open_cycle', t.openCycle)] : []),
  ];
  return buttons.length === 0 ? [] : [actions(buttons)];
}
