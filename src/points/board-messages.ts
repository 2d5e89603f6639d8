import {
  actions,
  bold,
  button,
  clip,
  context,
  joinMrkdwn,
  listSections,
  type Message,
  type Mrkdwn,
  message,
  mrkdwn,
  quote,
  section,
} from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import type { Gift } from './gift.ts';
import { giverOf, messageOf, recipientOf } from './gift-lines.ts';
import { undoButton } from './messages.ts';
import type { Texts } from './text.ko.ts';
import { textsOf } from './texts.ts';

/**
 * `chat.postMessage` answers `msg_blocks_too_long` from about 13,200 characters of all blocks together, each block counting
 * some 125 besides its text (measured by others, slackapi/bolt-js#2509 and #2867; not documented).
 */
const POST_CHARACTERS = 12_000;
const BLOCK_CHARACTERS = 150;
/** Up to so many thanks stand in a section of their own. */
const LOOSE = 12;

/**
 * The board's post of gifts in the order given: one gets a post of its own look, several share one. Hidden and taken-back
 * ones show who and whom, but no words. A later change of some of them never makes the post cover fewer.
 * @returns how many gifts, from the first, went in
 */
export function renderBoardPost(gifts: Gift[], locale: Locale): { message: Message; covers: number } {
  const t = textsOf(locale);
  const [first, ...others] = gifts;
  if (first && others.length === 0) return { message: renderOne(t, first), covers: 1 };
  const covers = countFitting(t, gifts);
  const covered = gifts.slice(0, covers);
  const entries = covered.map((gift) => mergedEntry(t, gift));
  return {
    message: message(mrkdwn`${t.board.postFallbackMany(covers)}`, [
      section(bold(t.board.posted(covers))),
      ...listSections(entries, LOOSE),
    ]),
    covers,
  };
}

function renderOne(t: Texts, gift: Gift): Message {
  const entry = joinMrkdwn([mrkdwn`🤝 ${sidesOf(t, gift)}`, wordsOf(t, gift)], '\n');
  return message(
    mrkdwn`${t.board.postFallback(clip(gift.giver, 60), clip(gift.recipient, 60), gift.points)}`,
    [
      ...listSections([entry], LOOSE),
      context(mrkdwn`${t.board.gift(gift.points)} · ${t.moment(gift.givenAt)} · ${t.number(gift.id)}`),
    ],
  );
}

function mergedEntry(t: Texts, gift: Gift): Mrkdwn {
  const notes = mrkdwn`${t.points(gift.points)} · ${t.number(gift.id)}`;
  return joinMrkdwn([mrkdwn`${sidesOf(t, gift)} ${notes}`, wordsOf(t, gift)], '\n');
}

/** Who thanked whom, struck out when it was taken back. */
function sidesOf(t: Texts, gift: Gift): Mrkdwn {
  const sides = mrkdwn`${giverOf(t, gift)} → ${recipientOf(t, gift)}`;
  return gift.reversed ? mrkdwn`~${sides}~` : sides;
}

function wordsOf(t: Texts, gift: Gift): Mrkdwn {
  if (gift.reversed) return mrkdwn`${t.board.reversed}`;
  return gift.hidden ? mrkdwn`${t.board.hidden}` : quote(messageOf(t, gift));
}

/** At least one; counts each gift with its longest look, so that hiding or showing one later changes nothing. */
function countFitting(t: Texts, gifts: Gift[]): number {
  let used = 0;
  for (const [index, gift] of gifts.entries()) {
    const looks = [
      { ...gift, reversed: false, hidden: false },
      { ...gift, reversed: false, hidden: true },
      { ...gift, reversed: true },
    ].map((look) => mergedEntry(t, look).mrkdwn.length);
    // Packed, sections come nearly full; loose, each gift has one of its own.
    const longest = Math.max(...looks) + 2;
    const share = index < LOOSE ? BLOCK_CHARACTERS : 0;
    used += longest + share + Math.floor(longest / 2_000) * BLOCK_CHARACTERS;
    if (used + BLOCK_CHARACTERS > POST_CHARACTERS && index > 0) return index;
  }
  return gifts.length;
}

/** The direct message to who was thanked. */
export function renderGiftReceived(gift: Gift, locale: Locale): Message {
  const t = textsOf(locale);
  const words = gift.reversed
    ? mrkdwn`${t.received.reversed}`
    : gift.hidden
      ? mrkdwn`${t.board.hidden}`
      : quote(messageOf(t, gift));
  return message(mrkdwn`${t.received.fallback(clip(gift.giver, 60), gift.points)}`, [
    ...listSections([joinMrkdwn([t.received.title(giverOf(t, gift), gift.points), words], '\n')], LOOSE),
    actions([button('show_statement', t.buttons.statement)]),
    context(mrkdwn`${t.moment(gift.givenAt)} · ${t.number(gift.id)}`),
  ]);
}

/** The direct message to the giver, where no answer to a command can be the receipt. */
export function renderGiftReceipt(
  gift: Gift,
  allowanceLeft: number,
  undoMinutes: number,
  locale: Locale,
): Message {
  const t = textsOf(locale);
  const until = new Date(gift.givenAt.getTime() + undoMinutes * 60_000);
  const standing = [
    t.give.left(allowanceLeft),
    ...(undoMinutes > 0 && !gift.reversed ? [t.give.undoUntil(undoMinutes, until)] : []),
  ].join(' · ');
  const title = t.give.sent(gift.points);
  return message(mrkdwn`${title}`, [
    section(
      mrkdwn`${bold(title)}\n${recipientOf(t, gift)} · ${t.number(gift.id)}`,
      undoMinutes > 0 && !gift.reversed ? undoButton(t, gift.id, true) : undefined,
    ),
    ...listSections([quote(messageOf(t, gift))], LOOSE),
    context(mrkdwn`${standing}`),
  ]);
}

/** The direct message to one side of a gift that was taken back. */
export function renderGiftReversed(
  gift: Gift,
  audience: 'giver' | 'recipient',
  reason: string,
  locale: Locale,
): Message {
  const t = textsOf(locale);
  const { giftReversed } = t;
  const title =
    audience === 'giver'
      ? giftReversed.giver(recipientOf(t, gift), gift.points)
      : giftReversed.recipient(giverOf(t, gift), gift.points);
  const advice = audience === 'giver' ? giftReversed.askGiver : giftReversed.askRecipient;
  return message(mrkdwn`${giftReversed.fallback(gift.points)}`, [
    section(title),
    ...reasonOf(giftReversed.reason, reason),
    context(mrkdwn`${t.moment(gift.givenAt)} · ${t.number(gift.id)}\n${advice}`),
  ]);
}

/** The direct message to who received special points (제9조). */
export function renderSpecialReceived(
  award: { points: number; reason: string; agency: string },
  locale: Locale,
): Message {
  const { specialReceived } = textsOf(locale);
  const title = specialReceived.title(award.agency, award.points);
  return message(mrkdwn`${title}`, [
    section(bold(title)),
    ...reasonOf(specialReceived.reason, award.reason),
    context(mrkdwn`${specialReceived.apart}`),
  ]);
}

/** The direct message to who had received special points that an operator took back. */
export function renderSpecialReversed(
  award: { points: number; agency: string },
  reason: string,
  locale: Locale,
): Message {
  const { giftReversed, specialReceived } = textsOf(locale);
  const title = specialReceived.reversed(award.agency, award.points);
  return message(mrkdwn`${title}`, [
    section(bold(title)),
    ...reasonOf(giftReversed.reason, reason),
    context(mrkdwn`${giftReversed.askRecipient}`),
  ]);
}

function reasonOf(label: string, reason: string) {
  return reason.trim() === '' ? [] : listSections([mrkdwn`${label}\n${quote(reason)}`], LOOSE);
}
