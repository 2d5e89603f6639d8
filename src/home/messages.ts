import type { HomeView, KnownBlock } from '@slack/types';
import { addMonths } from '../calendar/seoul.ts';
import type { EvaluationLine, MyEvaluations } from '../evaluations/evaluation.ts';
import { renderMyEvaluationBlocks } from '../evaluations/list-messages.ts';
import {
  actions,
  bold,
  button,
  clip,
  context,
  fields,
  header,
  joinMrkdwn,
  listSections,
  mrkdwn,
  section,
} from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import type { Gift, Summary } from '../points/gift.ts';
import { statementEntry } from '../points/look-up-messages.ts';
import { textsOf } from '../points/texts.ts';
import type { TaskLine } from '../tasks/task.ts';
import { standingText } from '../tasks/task-lines.ts';
import { textsOf as taskTextsOf } from '../tasks/texts.ts';
import { en } from './text.en.ts';
import { type HomeTexts, ko } from './text.ko.ts';

const LISTED = 5;
const TITLE_CHARACTERS = 80;

/** App Home: where one stands, what waits, tasks and evaluations, the latest thanks. */
export function renderHome(
  input: {
    name: string;
    summary: Summary;
    recent: Gift[];
    officialId: number;
    /** Numbers of requests that this person may settle. */
    approvals: number[];
    operator: boolean;
    /** Those this person answers for, what waits for them first; `total` with those that are not shown. */
    tasks: { lines: TaskLine[]; total: number };
    evaluations: MyEvaluations;
    now: Date;
  },
  locale: Locale,
): HomeView {
  const h = locale === 'ko' ? ko : en;
  const t = textsOf(locale);
  const { summary } = input;
  const entries = input.recent.map((gift) => statementEntry(t, gift, input.officialId));
  return {
    type: 'home',
    callback_id: 'home',
    blocks: [
      header(input.name.trim() === '' ? h.untitled : h.title(input.name)),
      fields([
        mrkdwn`*${h.left}*\n${h.leftOf(summary.allowanceLeft, summary.monthlyAllowance)}`,
        mrkdwn`*${h.sent}*\n${t.points(summary.sentThisMonth)}`,
        mrkdwn`*${h.received}*\n${t.points(summary.receivedThisMonth)}`,
        mrkdwn`*${h.receivedYear}*\n${t.points(summary.receivedThisYear)}`,
        ...(summary.specialThisYear > 0
          ? [mrkdwn`*${h.special}*\n${t.points(summary.specialThisYear)}`]
          : []),
      ]),
      actions([
        button('open_give', t.buttons.give, { style: 'primary' }),
        button('show_statement', t.buttons.statement),
        button('show_ranking', t.buttons.ranking),
        button('show_board', t.buttons.board),
      ]),
      context(mrkdwn`${h.lapses(t.day(`${addMonths(summary.month, 1)}-01`))}`),
      ...waiting(h, input.approvals),
      { type: 'divider' },
      ...taskBlocks(h, input.tasks, locale),
      { type: 'divider' },
      ...evaluationBlocks(h, input.evaluations, locale),
      { type: 'divider' },
      section(bold(h.recent)),
      ...(entries.length === 0 ? [section(mrkdwn`${h.none}`)] : listSections(entries, 20)),
      ...(input.operator ? operatorBlocks(h) : []),
      context(mrkdwn`${h.asOf(t.moment(input.now))}`),
    ],
  };
}

function waiting(h: HomeTexts, approvals: number[]): KnownBlock[] {
  if (approvals.length === 0) return [];
  return [
    { type: 'divider' },
    section(bold(h.waiting(approvals.length))),
    actions(
      approvals.slice(0, 10).map((id) => button(`show_approval:${id}`, h.show(id), { value: String(id) })),
    ),
  ];
}

function taskBlocks(h: HomeTexts, { lines, total }: { lines: TaskLine[]; total: number }, locale: Locale) {
  const t = taskTextsOf(locale);
  const shown = lines.slice(0, LISTED);
  const more = total - shown.length;
  return [
    section(bold(h.tasks(total))),
    ...(total === 0 ? [section(mrkdwn`${h.noTask}`)] : shown.map((line) => taskEntry(line, locale))),
    ...(more > 0 ? [context(mrkdwn`${h.moreTasks(more)}`)] : []),
    actions([
      button('my_tasks', t.buttons.list),
      button('register_task', t.buttons.register),
      button('show_exchange', h.exchange),
    ]),
  ];
}

function taskEntry(line: TaskLine, locale: Locale): KnownBlock {
  const t = taskTextsOf(locale);
  const marks = [...(line.waiting ? [t.list.waiting] : []), ...(line.overdue ? [t.overdue] : [])];
  return section(
    joinMrkdwn(
      [
        bold(t.title(line.id, clip(line.title, TITLE_CHARACTERS))),
        mrkdwn`${[standingText(t, line), ...marks].join(' · ')}`,
      ],
      '\n',
    ),
    button(`show_task:${line.id}`, t.buttons.show, { value: String(line.id) }),
  );
}

function evaluationBlocks(h: HomeTexts, mine: MyEvaluations, locale: Locale): KnownBlock[] {
  const first = (lines: EvaluationLine[]) => lines.slice(0, LISTED);
  const blocks = renderMyEvaluationBlocks(
    { ...mine, toAnswer: first(mine.toAnswer), toGrade: first(mine.toGrade) },
    locale,
  );
  return [
    ...(blocks.length === 0 ? [section(bold(h.evaluations)), section(mrkdwn`${h.noEvaluation}`)] : blocks),
    actions([button('my_evaluations', h.evaluations), button('reminder_settings', h.reminders)]),
  ];
}

function operatorBlocks(h: HomeTexts): KnownBlock[] {
  return [
    { type: 'divider' },
    section(bold(h.operator)),
    actions([
      button('open_policy', h.policy, { value: 'points' }),
      button('show_policy', h.taskPolicy, { value: 'tasks' }),
      button('show_patterns', h.patterns),
      button('show_parked', h.parked),
    ]),
  ];
}
