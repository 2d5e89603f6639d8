import type { Button, KnownBlock } from '@slack/types';
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
  const waits = waitingBlocks(t, page, page.before);
  return message(mrkdwn`${t.title}`, [
    section(bold(t.title)),
    ...(waits.length === 0 ? [section(mrkdwn`${t.nothing}`)] : waits),
    ...(page.answered.length === 0
      ? []
      : [section(bold(t.answeredLately)), ...page.answered.map((line) => entry(t, line, show(t, line)))]),
    ...turnButtons(t, page),
    ...keeperButtons(t, page),
  ]);
}

/** The same for App Home: the lines alone, nothing when nothing waits. */
export function renderMyEvaluationBlocks(mine: MyEvaluations, locale: Locale): KnownBlock[] {
  return waitingBlocks(textsOf(locale), mine, 0);
}

/** @param before of each list, on pages before this one */
function waitingBlocks(t: Texts, { toAnswer, toGrade, totals }: MyEvaluations, before: number): KnownBlock[] {
  const answerButton = (line: EvaluationLine) =>
    button(`answer_evaluation:${line.id}`, line.drafted ? t.continueDraft : t.answer, {
      value: String(line.id),
      style: 'primary',
    });
  const gradeButton = (line: EvaluationLine) =>
    button(`grade_evaluation:${line.id}`, line.grade === undefined ? t.grade : t.regrade, {
      value: String(line.id),
    });
  const list = (
    title: string,
    lines: EvaluationLine[],
    total: number,
    buttonOf: (line: EvaluationLine) => Button,
  ): KnownBlock[] => {
    if (lines.length === 0) return [];
    const more = total - before - lines.length;
    return [
      section(bold(title)),
      ...lines.map((line) => entry(t, line, buttonOf(line))),
      ...(more > 0 ? [context(mrkdwn`${t.more(more)}`)] : []),
    ];
  };
  return [
    ...list(t.toAnswer, toAnswer, totals.toAnswer, answerButton),
    ...list(t.toGrade, toGrade, totals.toGrade, gradeButton),
  ];
}

function turnButtons(t: Texts, { page, before, toAnswer, toGrade, totals }: MyPage): KnownBlock[] {
  const to = (label: string, wanted: number) =>
    button(`my_evaluations:${wanted}`, label, { value: String(wanted) });
  const isMore = totals.toAnswer > before + toAnswer.length || totals.toGrade > before + toGrade.length;
  const buttons = [...(page > 0 ? [to(t.newer, page - 1)] : []), ...(isMore ? [to(t.older, page + 1)] : [])];
  return buttons.length === 0 ? [] : [actions(buttons)];
}

function show(t: Texts, { id }: EvaluationLine): Button {
  return button(`show_evaluation:${id}`, t.show, { value: String(id) });
}

/** 2026년 연말 평가 · 과제 12 …, whose it is, and where it stands. */
function entry(t: Texts, line: EvaluationLine, accessory: Button): KnownBlock {
  const title = `${t.cycle(line.kind, line.period, line.title)} · ${t.task(line.taskId, clip(line.task, TITLE_CHARACTERS))}`;
  const who = t.who(line.agency, line.department, line.answers);
  const state = [t.due(line.dueOn), ...statesOf(t, line)].join(' · ');
  return section(joinMrkdwn([bold(title), mrkdwn`${who}`, mrkdwn`${state}`], '\n'), accessory);
}

function statesOf(t: Texts, line: EvaluationLine): string[] {
  const { answered, late, drafted, grade, outdated, left } = line;
  if (!answered) return [t.left(left), drafted ? t.draft : t.unanswered].filter(Boolean);
  return [
    late ? t.answeredLate : t.answered,
    ...(grade === undefined ? [] : [t.graded(grade)]),
    ...(outdated ? [t.outdated] : []),
  ];
}

/** A page of the agency's, with a button for each filter. */
export function renderAgency(page: AgencyPage, locale: Locale): Message {
  const t = textsOf(locale);
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
      : page.lines.map((line) => entry(t, line, show(t, line)))),
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
