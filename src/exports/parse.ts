import { cleanText } from '../messenger/mrkdwn.ts';

export type Command = { kind: 'ask' } | { kind: 'list' } | { kind: 'usage' };

/** First words this feature answers to, for the route table. */
export const EXPORT_WORDS: readonly string[] = ['내보내기', 'export'];

/** Reads `/협업 내보내기` and `/협업 내보내기 목록`. */
export function parseCommand(input: string): Command {
  const rest = cleanText(input)
    .replace(/^\S+\s*/, '')
    .toLowerCase();
  if (rest === '') return { kind: 'ask' };
  return /^(목록|list)$/.test(rest) ? { kind: 'list' } : { kind: 'usage' };
}
