import type { Button, KnownBlock } from '@slack/types';
import type { Recipient } from '../directory/find-recipients.ts';
import type { Role } from '../directory/official.ts';
import {
  actions,
  bold,
  button,
  context,
  joinMrkdwn,
  listSections,
  type Message,
  type Mrkdwn,
  message,
  mrkdwn,
  section,
} from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import type { CommandLine } from './command-text.ko.ts';
import { who } from './gift-lines.ts';
import type { GiveOutcome } from './give-points.ts';
import type { UsageTopic } from './parse.ts';
import type { Refusal } from './refusal.ts';
import type { ReversalOutcome } from './reverse-gift.ts';
import type { Texts } from './text.ko.ts';
import { policyTextsOf, textsOf } from './texts.ts';

export { renderAllowance, renderBoard, renderRanking, renderStatement } from './look-up-messages.ts';
export type { Message };

const MINUTE_MS = 60_000;

/** `/협업` alone: what it is for, buttons, and all commands that somebody of this role may use. */
export function renderHelp(role: Role, locale: Locale): Message {
  const t = textsOf(locale);
  const { help, buttons } = t;
  const list = (commands: CommandLine[]) =>
    joinMrkdwn(
      commands.map(([command, does]) => mrkdwn`\`${command}\` ${does}`),
      '\n',
    );
  const own = role === 'member' ? undefined : help.byRole[role];
  return message(mrkdwn`${help.fallback}`, [
    section(mrkdwn`${bold(help.title)}\n${help.intro}`),
    actions([
      button('open_give', buttons.give, { style: 'primary' }),
      button('show_allowance', buttons.allowance),
      button('show_statement', buttons.statement),
      button('show_ranking', buttons.ranking),
      button('show_board', buttons.board),
    ]),
    section(list(help.commands)),
    section(bold(help.taskTitle)),
    actions(help.taskButtons.map(([actionId, label]) => button(actionId, label))),
    section(list(help.taskCommands)),
    ...(own ? [section(joinMrkdwn([bold(own.title), list(own.commands)], '\n'))] : []),
    context(mrkdwn`${help.notice}`),
  ]);
}

type Given = Extract<GiveOutcome, { kind: 'given' }>;

/** The button by which a giver takes a gift back. `only`: its message is about this gift alone and may go with it. */
export function undoButton(t: Texts, giftId: number, only: boolean): Button {
  return button(`undo_gift:${giftId}${only ? ':only' : ''}`, t.buttons.undo, {
    value: String(giftId),
    confirm: t.undoConfirmation,
  });
}

/** More gifts at once than this are listed without a button each: a message holds 50 blocks. */
const MOST_WITH_BUTTON = 20;

/** What became of each gift asked for: a receipt for those given, the reasons for the others. */
export function renderGiveOutcomes(outcomes: GiveOutcome[], locale: Locale): Message {
  const t = textsOf(locale);
  const given = outcomes.filter((outcome) => outcome.kind === 'given');
  const refused = outcomes.length - given.length;
  const withButton = given.length <= MOST_WITH_BUTTON;
  const receipts = given.map((gift) => {
    const recipient = who(t, {
      name: gift.recipientName,
      agency: gift.recipientAgency,
      department: gift.recipientDepartment,
      isDepartment: gift.recipientName === gift.recipientDepartment,
    });
    return mrkdwn`${bold(t.give.sent(gift.points))}\n${recipient} · ${t.number(gift.giftId)}`;
  });
  const lines = withButton
    ? receipts.map((receipt, index) => {
        const gift = given[index];
        return section(
          receipt,
          gift && gift.undoMinutes > 0 ? undoButton(t, gift.giftId, outcomes.length === 1) : undefined,
        );
      })
    : listSections(receipts, 0);
  const refusals = outcomes.flatMap((outcome) =>
    outcome.kind === 'refused' ? [refusedLine(t, outcome.recipientName, outcome.refusals)] : [],
  );
  if (outcomes.length === 0) return notice(t.give.notSent);
  return message(mrkdwn`${t.give.fallback(given.length, refused)}`, [
    ...lines,
    ...listSections(refusals, MOST_WITH_BUTTON),
    ...(given.length > 0 ? [context(standing(t, given, withButton))] : []),
  ]);
}

function standing(t: Texts, given: Given[], withButton: boolean): Mrkdwn {
  const left = Math.min(...given.map((gift) => gift.allowanceLeft));
  const [first] = given;
  if (!first || first.undoMinutes === 0) return mrkdwn`${t.give.left(left)}`;
  const until = new Date(first.givenAt.getTime() + first.undoMinutes * MINUTE_MS);
  const undo = withButton
    ? t.give.undoUntil(first.undoMinutes, until)
    : t.give.undoByCommand(first.undoMinutes);
  return mrkdwn`${t.give.left(left)} · ${undo}`;
}

function refusedLine(t: Texts, recipient: string, refusals: Refusal[]): Mrkdwn {
  const title =
    recipient.trim() === '' ? bold(t.give.notSent) : mrkdwn`${bold(recipient)} · ${t.give.notSent}`;
  return joinMrkdwn([title, reasons(t, refusals)], '\n');
}

function reasons(t: Texts, refusals: Refusal[]): Mrkdwn {
  const [only, ...others] = refusals.map((refusal) => mrkdwn`${plainReason(t, refusal)}`);
  if (only && others.length === 0) return only;
  return joinMrkdwn(
    [only, ...others].flatMap((reason) => (reason ? [mrkdwn`• ${reason}`] : [])),
    '\n',
  );
}

function plainReason<R extends Refusal>(t: Texts, refusal: R): string {
  // Each reason's words take the refusal of that reason; the compiler cannot follow that through a lookup.
  const say = t.refusals[refusal.reason] as unknown as (refusal: R) => string;
  return say(refusal);
}

/** Why not, and what to do, in plain text: for a dialog's field. Inside mrkdwn it must be escaped. */
export function refusalText(refusal: Refusal, locale: Locale): string {
  if (refusal.reason !== 'policy_values') return plainReason(textsOf(locale), refusal);
  const labels: Record<string, string> = policyTextsOf(locale).labels;
  const named = refusal.keys.map((key) => labels[key] ?? key).join(', ');
  return `${plainReason(textsOf(locale), refusal)} (${named})`;
}

/** Every reason why nothing was done, and what to do. */
export function renderRefusals(refusals: readonly Refusal[], locale: Locale): Message {
  const t = textsOf(locale);
  const lines = refusals.map((refusal) => mrkdwn`${refusalText(refusal, locale)}`);
  const [only, ...others] = lines;
  const said = only ?? mrkdwn`${t.refused}`;
  const list = others.length === 0 ? [said] : [bold(t.refused), ...lines.map((line) => mrkdwn`• ${line}`)];
  return message(said, [section(joinMrkdwn(list, '\n'))]);
}

const MOST_CANDIDATES = 20;

/** Several people go by a name: a button for each. `value` is what the button brings back, 2,000 characters at most. */
export function renderChoice(
  input: { typed: string; candidates: Recipient[]; value: (candidate: Recipient) => string },
  locale: Locale,
): Message {
  const { choice } = textsOf(locale);
  const title = input.typed.trim() === '' ? choice.untyped : choice.title(input.typed);
  const offered = input.candidates.slice(0, MOST_CANDIDATES);
  const more = input.candidates.length - offered.length;
  return message(mrkdwn`${title}`, [
    section(mrkdwn`${title}`),
    ...(offered.length === 0
      ? []
      : [
          actions(
            offered.map((candidate, index) =>
              button(`choose_recipient:${index}`, candidateLabel(textsOf(locale), candidate), {
                value: input.value(candidate),
              }),
            ),
          ),
        ]),
    ...(more > 0 ? [context(mrkdwn`${choice.more(more)}`)] : []),
  ]);
}

function candidateLabel(t: Texts, candidate: Recipient): string {
  if (candidate.kind === 'department')
    return `${candidate.department.name} · ${candidate.department.agency.shortName}`;
  const { name, agency, department, posting } = candidate.official;
  const place = t.place(agency?.shortName ?? '', department?.name ?? '');
  return [name, place, posting?.rank ?? ''].filter(Boolean).join(' · ');
}

export function renderNobodyFound(typed: string, locale: Locale): Message {
  const { nobody } = textsOf(locale);
  return twoLines(nobody.title(typed), nobody.advice);
}

/** How a command is written. */
export function renderUsage(topic: UsageTopic, locale: Locale): Message {
  const { usage, examples } = textsOf(locale);
  const lines = examples[topic].map((example) => mrkdwn`\`${example}\``);
  return message(mrkdwn`${usage.titles[topic]}`, [
    section(mrkdwn`${bold(usage.titles[topic])}\n${usage.example}:\n${joinMrkdwn(lines, '\n')}`),
  ]);
}

export function renderUnknownWord(word: string, nearest: string | undefined, locale: Locale): Message {
  const { unknownWord } = textsOf(locale);
  const advice = nearest === undefined ? [] : [unknownWord.nearest(nearest)];
  return twoLines(unknownWord.title(word), [...advice, unknownWord.help].join(' '));
}

/** What became of taking something back, for who asked for it. */
export function renderReversal(outcome: ReversalOutcome, locale: Locale): Message {
  const t = textsOf(locale);
  if (outcome.kind === 'refused') return renderRefusals(outcome.refusals, locale);
  if (outcome.kind === 'approval_asked') return notice(t.approvalAsked(outcome.approvalId));
  const { number, points, allowanceLeft, byGiver } = outcome;
  if (!byGiver) return twoLines(t.reversal.byOperator(number, points), t.reversal.told);
  return twoLines(
    t.reversal.byGiver(number),
    allowanceLeft === undefined ? t.reversal.notReturned : t.reversal.returned(points, allowanceLeft),
  );
}

/** Offers someone who reacted with the emoji to thank the author in words (제10조: a message is mandatory). */
export function renderReactionOffer(input: { authorName: string; value: string }, locale: Locale): Message {
  const { offer } = textsOf(locale);
  const title = offer.title(input.authorName);
  return message(mrkdwn`${title}`, [
    section(mrkdwn`${bold(title)}\n${offer.why}`),
    actions([button('open_give_from_offer', offer.open, { style: 'primary', value: input.value })]),
  ]);
}

function notice(text: string): Message {
  return message(mrkdwn`${text}`, [section(mrkdwn`${text}`)]);
}

function twoLines(title: string, rest: string): Message {
  const blocks: KnownBlock[] = [section(mrkdwn`${bold(title)}\n${rest}`)];
  return message(mrkdwn`${title}`, blocks);
}
