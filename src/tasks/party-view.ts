import type { ModalView } from '@slack/types';
import { bold, context, mrkdwn, section } from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import { mostCharacters } from './rules.ts';
import type { Party, Refusal, Task } from './task.ts';
import { placeOf } from './task-lines.ts';
import { textsOf } from './texts.ts';
import type { Metadata } from './value-parse.ts';
import { type Choice, modal, personInput, textInput } from './view-parts.ts';

interface Asked {
  metadata: Metadata;
  task: Task;
  party: Party;
  refusals?: readonly Refusal[];
}

/** The dialog for objecting to a proposal (의견), and the one for saying 담당 아님. */
export function wordsView(
  input: Asked & { purpose: 'object' | 'decline'; words: string },
  locale: Locale,
): ModalView {
  const t = textsOf(locale);
  const { purpose, metadata, task, words, refusals = [] } = input;
  const { object, decline } = t.dialogs;
  const { title, submit, hint } = t.dialogs[purpose];
  const most = mostCharacters('reason');
  return modal(
    {
      callbackId: `${purpose}_party`,
      metadata,
      title,
      submit,
      refusals,
      blocks: [
        section(bold(t.title(task.id, task.title))),
        ...(purpose === 'decline' ? [context(mrkdwn`${decline.intro}`)] : []),
        textInput('words', {
          label: purpose === 'object' ? object.text : decline.reason,
          hint: `${hint} ${t.dialogs.upTo(most)}.`,
          typed: words,
          most,
          multiline: true,
        }),
        context(mrkdwn`${t.dialogs.warning}`),
      ],
    },
    locale,
  );
}

/** The dialog for naming another owner of a party. */
export function ownerView(
  input: Asked & { owner: Choice | undefined; reason: string },
  locale: Locale,
): ModalView {
  const t = textsOf(locale);
  const d = t.dialogs.owner;
  const { metadata, task, party, owner, reason, refusals = [] } = input;
  return modal(
    {
      callbackId: 'owner_party',
      metadata,
      title: d.title,
      submit: d.submit,
      refusals,
      blocks: [
        section(
          mrkdwn`${bold(t.title(task.id, task.title))}\n${d.intro(placeOf(t, party), party.answers?.name ?? t.nobody)}`,
        ),
        personInput('owner', {
          label: d.owner,
          hint: d.ownerHint,
          actionId: 'task_owner',
          placeholder: d.placeholder,
          chosen: owner,
        }),
        textInput('reason', {
          label: d.reason,
          hint: t.dialogs.upTo(mostCharacters('reason')),
          typed: reason,
          most: mostCharacters('reason'),
          multiline: true,
        }),
      ],
    },
    locale,
  );
}
