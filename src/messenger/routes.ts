import type { CommandAct, Listeners } from './listeners.ts';
import type { Reply } from './replies.ts';

/** The commands that Slack knows us by; the manifest declares the same. */
const COMMANDS = /^\/(협업|collab)$/;

/** First words and the feature that answers to them. */
export interface CommandRoute {
  words: readonly string[];
  handle: (act: CommandAct) => Promise<Reply | undefined>;
}

/**
 * Sends `/협업 …` and `/collab …` to a feature by the first word; `otherwise` gets what no feature claims, the bare command
 * among it.
 * @throws when two features claim one word
 */
export function routeCommands(
  on: Pick<Listeners, 'onCommand'>,
  routes: readonly CommandRoute[],
  otherwise: CommandRoute['handle'],
): void {
  const byWord = new Map<string, CommandRoute['handle']>();
  for (const { words, handle } of routes) {
    for (const word of words) {
      if (byWord.has(word)) throw new Error(`two features answer to the word ${word}`);
      byWord.set(word, handle);
    }
  }
  on.onCommand(COMMANDS, (act) => {
    const word = act.text.normalize('NFC').trim().split(/\s+/)[0]?.toLowerCase() ?? '';
    return (byWord.get(word) ?? otherwise)(act);
  });
}
