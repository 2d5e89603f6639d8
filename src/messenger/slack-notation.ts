import { unescapeSlack } from './mrkdwn.ts';

/** What a person reads of typed text: Slack's own notation for people, channels and links turned back into words. */
export function plainText(text: string): string {
  return unescapeSlack(
    text
      // No `<` inside: a text full of them would be searched to its end from each.
      .replace(/<[@#!][^<>|]*\|([^<>]*)>/g, (_, label: string) => label)
      .replace(/<(?:mailto:)?([^<>|]+)\|([^<>]*)>/g, (_, link: string, label: string) => label || link)
      .replace(/<((?:https?:\/\/|mailto:)[^<>]+)>/g, '$1'),
  );
}
