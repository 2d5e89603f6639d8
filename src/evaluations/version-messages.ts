import type { KnownBlock } from '@slack/types';
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
  section,
} from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import type { Answer, Evaluation, VersionsPage } from './evaluation.ts';
import { titleOf } from './messages.ts';
import type { Texts } from './text.ko.ts';
import { textsOf } from './texts.ts';

/** Of each text: the versions are for comparing, not for reading through. */
const PROGRESS_CHARACTERS = 400;
const TEXT_CHARACTERS = 150;
const NAME_CHARACTERS = 60;

/** What was submitted, the latest first: by whom, when, and its texts cut short. */
export function renderVersions(page: VersionsPage, locale: Locale): Message {
  const t = textsOf(locale);
  const { evaluation, versions, first } = page;
  return message(mrkdwn`${t.versionsTitle}`, [
    section(joinMrkdwn([bold(t.versionsTitle), mrkdwn`${titleOf(t, evaluation)}`], '\n')),
    ...versions.map((answer, index) => section(versionText(t, evaluation, answer, first - index))),
    ...turnButtons(t, page),
    actions([button(`show_evaluation:${evaluation.id}`, t.show, { value: String(evaluation.id) })]),
    context(mrkdwn`${t.number(evaluation.id)}`),
  ]);
}

function versionText(t: Texts, { grade, submitted }: Evaluation, answer: Answer, ordinal: number): Mrkdwn {
  const marks = [
    ...(submitted?.id === answer.id ? [t.versionNow] : []),
    ...(grade?.answerId === answer.id ? [t.versionGraded] : []),
  ];
  const { actor, at, late, progress, results, difficulties, nextPlan } = answer;
  const said = [
    { name: t.fields.progress, text: clip(oneLine(progress), PROGRESS_CHARACTERS) },
    ...results.map(({ measure, text }) => ({ name: clip(measure, NAME_CHARACTERS), text: short(text) })),
    { name: t.fields.difficulties, text: short(difficulties) },
    { name: t.fields.next_plan, text: short(nextPlan) },
  ].filter(({ text }) => text !== '');
  return joinMrkdwn(
    [
      bold([t.version(ordinal), ...marks].join(' · ')),
      mrkdwn`${t.submittedBy(actor.name, at, late, 1)}`,
      ...said.map(({ name, text }) => mrkdwn`• ${name}: ${text}`),
    ],
    '\n',
  );
}

function short(text: string): string {
  return clip(oneLine(text), TEXT_CHARACTERS);
}

function oneLine(text: string): string {
  return text.replace(/\n+/g, ' ');
}

function turnButtons(t: Texts, { evaluation, page, more }: VersionsPage): KnownBlock[] {
  const to = (label: string, wanted: number) => {
    const value = `${evaluation.id}:${wanted}`;
    return button(`evaluation_versions:${value}`, label, { value });
  };
  const buttons = [...(page > 0 ? [to(t.newer, page - 1)] : []), ...(more ? [to(t.older, page + 1)] : [])];
  return buttons.length === 0 ? [] : [actions(buttons)];
}
