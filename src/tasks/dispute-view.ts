import type { ModalView } from '@slack/types';
import { bold, context, mrkdwn, section } from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import { disputeBlocks } from './card-messages.ts';
import { mostCharacters } from './rules.ts';
import type { Dispute, Refusal, Task } from './task.ts';
import { textsOf } from './texts.ts';
import type { Metadata } from './value-parse.ts';
import { choice, modal, selectInput, textInput } from './view-parts.ts';

/** The dialog for raising a dispute (이견). */
export function disputeView(
  input: {
    metadata: Metadata;
    task: Task;
    typed: { problem: string; wish: string };
    refusals?: readonly Refusal[];
  },
  locale: Locale,
): ModalView {
  const t = textsOf(locale);
  const d = t.dialogs.dispute;
  const { metadata, task, typed, refusals = [] } = input;
  const field = (name: 'problem' | 'wish') =>
    textInput(name, {
      label: d[name],
      hint: t.dialogs.upTo(mostCharacters(name)),
      typed: typed[name],
      most: mostCharacters(name),
      multiline: true,
    });
  return modal(
    {
      callbackId: 'dispute_task',
      metadata,
      title: d.title,
      submit: d.submit,
      refusals,
      blocks: [
        section(bold(t.title(task.id, task.title))),
        context(mrkdwn`${d.intro}`),
        field('problem'),
        field('wish'),
        context(mrkdwn`${t.dialogs.warning}`),
      ],
    },
    locale,
  );
}

/** The dialog by which a CCO(혁신책임관) answers a dispute; before the committee it is not referred any further. */
export function disputeAnswerView(
  input: {
    metadata: Metadata;
    task: Task;
    dispute: Dispute;
    typed: { kind: string; note: string };
    refusals?: readonly Refusal[];
  },
  locale: Locale,
): ModalView {
  const t = textsOf(locale);
  const d = t.dialogs.answer;
  const { metadata, task, dispute, typed, refusals = [] } = input;
  const isCommittee = dispute.step === 'committee';
  const kinds = (['opinion', 'settle', 'refer'] as const).filter((kind) => !isCommittee || kind !== 'refer');
  const options = kinds.map((kind) =>
    choice(isCommittee && kind === 'settle' ? d.committeeSettle : d.kinds[kind], kind),
  );
  return modal(
    {
      callbackId: 'answer_dispute',
      metadata,
      title: d.title,
      submit: d.submit,
      refusals,
      blocks: [
        section(bold(t.title(task.id, task.title))),
        ...disputeBlocks(t, dispute),
        selectInput('kind', { label: d.kind, options, typed: typed.kind }),
        textInput('note', {
          label: d.note,
          hint: `${d.hint} ${t.dialogs.upTo(mostCharacters('note'))}.`,
          typed: typed.note,
          most: mostCharacters('note'),
          multiline: true,
        }),
        context(mrkdwn`${t.dialogs.warning}`),
      ],
    },
    locale,
  );
}
