import { cleanText } from '../messenger/mrkdwn.ts';

export type Command =
  | { kind: 'list' }
  | { kind: 'round'; round: number }
  | { kind: 'pair'; round: number; number: number }
  | { kind: 'usage' };

/** First words this feature answers to, for the route table. */
export const EXCHANGE_WORDS: readonly string[] = ['교류', 'exchange'];

/** Reads `/협업 교류`, `/협업 교류 2` and `/협업 교류 2-1`; also `2차` and `2차 1번`. */
export function parseCommand(input: string): Command {
  const rest = cleanText(input).replace(/^\S+\s*/, '');
  if (rest === '') return { kind: 'list' };
  const [, round, number] = /^(\d{1,4})차?(?:(?:\s*[-–]\s*|\s+)(\d{1,4})번?)?$/.exec(rest) ?? [];
  if (round === undefined) return { kind: 'usage' };
  return number === undefined
    ? { kind: 'round', round: Number(round) }
    : { kind: 'pair', round: Number(round), number: Number(number) };
}
