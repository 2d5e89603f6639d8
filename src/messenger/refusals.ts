import { joinMrkdwn, type Message, message, mrkdwn, section } from './blocks.ts';
import type { Locale } from './locale.ts';

/** A room's words for every reason of its closed list of refusals. */
interface Words<R extends { reason: string }> {
  refused: string;
  refusals: { [K in R as K['reason']]: (refusal: K) => string };
}

/** How a room says what it refused: one refusal's words, and a message with all of them. */
export function createRefusals<R extends { reason: string }>(textsOf: (locale: Locale) => Words<R>) {
  const refusalText = (refusal: R, locale: Locale): string => {
    // The reason picks the words that take this refusal; the compiler cannot follow that.
    const texts = textsOf(locale).refusals as unknown as Record<R['reason'], (of: R) => string>;
    return texts[refusal.reason as R['reason']](refusal);
  };
  const renderRefusals = (refusals: readonly R[], locale: Locale): Message => {
    const lines = refusals.map((refusal) => mrkdwn`${refusalText(refusal, locale)}`);
    return message(mrkdwn`${textsOf(locale).refused}`, [section(joinMrkdwn(lines, '\n'))]);
  };
  return { refusalText, renderRefusals };
}
