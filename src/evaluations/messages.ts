import type { Button, KnownBlock } from '@slack/types';
import {
  actions,
  bold,
  button,
  clip,
  context,
  joinMrkdwn,
  type Message,
  type Mrkdwn,
  message,
  mrkdwn,
  quote,
  section,
} from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import { createRefusals } from '../messenger/refusals.ts';
import type {
  Answer,
  Evaluation,
  EvaluationCard,
  EvaluationView,
  FirstReminder,
  OpenedCycle,
  Refusal,
} from './evaluation.ts';
import type { Texts } from './text.ko.ts';
import { textsOf } from './texts.ts';

/** Of a measure's or task's name in a line. */
const NAME_CHARACTERS = 80;

export const { refusalText, renderRefusals } = createRefusals<Refusal>(textsOf);

export function renderUsage(locale: Locale): Message {
  const { usage } = textsOf(locale);
  return message(mrkdwn`${usage}`, [section(mrkdwn`${usage}`)]);
}

/** One evaluation: what was asked, answered and graded, with buttons for what this person may do. */
export function renderEvaluation(view: EvaluationCard, locale: Locale): Message {
  const t = textsOf(locale);
  const { evaluation } = view;
  const title = titleOf(t, evaluation);
  return message(mrkdwn`${title}`, [
    section(joinMrkdwn([bold(title), ...headLines(t, view)], '\n')),
    ...answerBlocks(t, evaluation.submitted),
    ...gradeBlocks(t, evaluation),
    actions(buttonsOf(t, view)),
    context(mrkdwn`${t.number(evaluation.id)}`),
  ]);
}

/** 2026년 연말 평가 · 과제 12 청년 일자리 연계 */
export function titleOf(t: Texts, { cycle, task }: Pick<Evaluation, 'cycle' | 'task'>): string {
  return `${t.cycle(cycle.kind, cycle.period, cycle.title)} · ${t.task(task.id, clip(task.title, NAME_CHARACTERS))}`;
}

function headLines(t: Texts, { evaluation, left }: EvaluationCard): Mrkdwn[] {
  const { cycle, party, submitted, draft, evaluator, versions } = evaluation;
  const lines = [
    t.who(party.agency.shortName, party.department, party.answers?.name),
    [t.dueFull(cycle.dueOn), submitted ? '' : t.left(left)].filter(Boolean).join(' · '),
    submitted ? t.submittedBy(submitted.actor.name, submitted.at, submitted.late, versions) : t.notYet,
    ...(draft ? [t.draftBy(draft.actor.name, draft.at)] : []),
    ...(evaluator ? [t.evaluator(evaluator.name, evaluator.agency)] : []),
  ];
  return lines.map((line) => mrkdwn`${line}`);
}

/** What was answered, in three sections: each holds more than any honest answer has. */
export function answerBlocks(t: Texts, answer: Answer | undefined): KnownBlock[] {
  if (!answer) return [];
  const { progress, results, difficulties, nextPlan } = answer;
  const texts = [
    { name: t.fields.difficulties, text: difficulties },
    { name: t.fields.next_plan, text: nextPlan },
  ].filter(({ text }) => text !== '');
  return [
    section(said(t.fields.progress, progress)),
    ...(results.length === 0
      ? []
      : [
          section(
            joinMrkdwn(
              [
                bold(t.fields.result),
                ...results.map(
                  ({ measure, text }) => mrkdwn`• ${clip(measure, NAME_CHARACTERS)}: ${oneLine(text)}`,
                ),
              ],
              '\n',
            ),
          ),
        ]),
    ...(texts.length === 0
      ? []
      : [
          section(
            joinMrkdwn(
              texts.map(({ name, text }) => said(name, text)),
              '\n',
            ),
          ),
        ]),
  ];
}

function said(name: string, text: string): Mrkdwn {
  return joinMrkdwn([bold(name), quote(text)], '\n');
}

function oneLine(text: string): string {
  return text.replace(/\n+/g, ' ');
}

function gradeBlocks(t: Texts, { grade, grades, submitted }: Evaluation): KnownBlock[] {
  if (!grade) return [];
  const lines = [
    bold(t.gradeHead(grade.grade)),
    mrkdwn`${t.gradeBy(grade.actor.name, grade.at, grades)}`,
    quote(grade.comment),
    ...(grade.recommended ? [mrkdwn`${t.recommended}`] : []),
    ...(submitted?.id === grade.answerId ? [] : [mrkdwn`${t.outdated}`]),
  ];
  return [section(joinMrkdwn(lines, '\n'))];
}

function buttonsOf(t: Texts, { evaluation, rights, seesTask }: EvaluationCard): Button[] {
  const { id, submitted, draft, grade, task, versions } = evaluation;
  const value = String(id);
  const answer = draft ? t.continueDraft : submitted ? t.edit : t.answer;
  return [
    ...(rights.has('answer')
      ? [button(`answer_evaluation:${id}`, answer, { value, ...(submitted ? {} : { style: 'primary' }) })]
      : []),
    ...(rights.has('grade')
      ? [
          button(`grade_evaluation:${id}`, grade ? t.regrade : t.grade, {
            value,
            ...(grade ? {} : { style: 'primary' }),
          }),
        ]
      : []),
    ...(rights.has('name_evaluator') ? [button(`name_evaluator:${id}`, t.name, { value })] : []),
    ...(versions > 1 ? [button(`evaluation_versions:${id}`, t.versions, { value })] : []),
    ...(seesTask ? [button(`show_task:${task.id}`, t.showTask, { value: String(task.id) })] : []),
    button('my_evaluations', t.myList),
  ];
}

/** For the person who answered, kept a draft, graded or named: short, with the way to the whole. */
export function renderDone(
  kind: 'answered' | 'drafted' | 'graded' | 'named',
  view: Pick<EvaluationView, 'evaluation'>,
  locale: Locale,
): Message {
  const t = textsOf(locale);
  const { cycle, submitted, evaluator } = view.evaluation;
  const late = submitted?.late ?? false;
  const words = {
    answered: late ? [t.done.answeredLate] : [t.done.answered, t.done.editable(cycle.dueOn)],
    drafted: submitted ? [t.done.drafted] : [t.done.drafted, t.done.stillOpen],
    graded: [t.done.graded, t.done.gradedNext],
    named: [t.done.named(evaluator?.name ?? ''), t.done.namedNext],
  }[kind];
  return brief(t, view.evaluation, words);
}

/** For owners and their CCO: what the grade is. */
export function renderGradedNotice(evaluation: Evaluation, locale: Locale): Message {
  const t = textsOf(locale);
  const { grade } = evaluation;
  const notice = brief(t, evaluation, [t.notice.graded(grade?.grade ?? '')]);
  const [head, ...rest] = notice.blocks;
  const said = grade
    ? [
        quote(clip(grade.comment, 500)),
        ...(grade.recommended ? [mrkdwn`${t.recommended}`] : []),
        mrkdwn`${t.gradeBy(grade.actor.name, grade.at, 1)}`,
      ]
    : [];
  return { ...notice, blocks: [head as KnownBlock, section(joinMrkdwn(said, '\n')), ...rest] };
}

/** For the evaluator who was named. */
export function renderEvaluatorNotice(evaluation: Evaluation, locale: Locale): Message {
  const t = textsOf(locale);
  const { submitted, id } = evaluation;
  const next = submitted ? t.notice.namedNext : t.notice.namedWaiting;
  const value = String(id);
  return brief(
    t,
    evaluation,
    [t.notice.named, next],
    submitted ? [button(`grade_evaluation:${id}`, t.grade, { value, style: 'primary' })] : [],
  );
}

/** For whoever graded what was changed afterwards. */
export function renderChangedNotice(evaluation: Evaluation, locale: Locale): Message {
  const t = textsOf(locale);
  const { submitted, grade, id } = evaluation;
  const words = [t.notice.changed, t.notice.changedBy(submitted?.actor.name ?? '', grade?.grade ?? '')];
  return brief(t, evaluation, words, [
    button(`grade_evaluation:${id}`, t.regrade, { value: String(id), style: 'primary' }),
  ]);
}

function brief(t: Texts, evaluation: Evaluation, words: string[], buttons: Button[] = []): Message {
  const [title = '', ...rest] = words;
  const lines = [titleOf(t, evaluation), ...rest].map((line) => mrkdwn`${line}`);
  const { id } = evaluation;
  return message(mrkdwn`${title}`, [
    section(joinMrkdwn([bold(title), ...lines], '\n')),
    actions([...buttons, button(`show_evaluation:${id}`, t.show, { value: String(id) })]),
  ]);
}

/** For whoever opened a cycle by hand. */
export function renderOpened(
  { title, requests, people, dueOn }: OpenedCycle,
  reminders: FirstReminder,
  locale: Locale,
): Message {
  const t = textsOf(locale);
  const done = t.done.opened(title);
  const next = [t.done.asked(people, requests), t.done.reminders(reminders), `${t.dueFull(dueOn)}`];
  const text = joinMrkdwn([bold(done), ...next.map((line) => mrkdwn`${line}`)], '\n');
  return message(mrkdwn`${done}`, [section(text), actions([button('my_evaluations', t.myList)])]);
}
