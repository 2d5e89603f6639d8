import type {
  ActionsBlock,
  Button,
  ContextBlock,
  HeaderBlock,
  KnownBlock,
  PlainTextElement,
  SectionBlock,
} from '@slack/types';
import { escapeMrkdwn } from './mrkdwn.ts';

/** What is posted: blocks, and mrkdwn for notifications and for screen readers. */
export interface Message {
  text: string;
  blocks: KnownBlock[];
}

/** mrkdwn in which whatever people wrote is harmless, because only `mrkdwn` and `quote` make it. */
export interface Mrkdwn {
  readonly mrkdwn: string;
}

/** Formatting stands in the template; every value put into it is shown as it is and formats nothing. */
export function mrkdwn(strings: TemplateStringsArray, ...values: Array<string | number | Mrkdwn>): Mrkdwn {
  const shown = values.map((value) =>
    typeof value === 'object' ? value.mrkdwn : escapeMrkdwn(String(value)),
  );
  return { mrkdwn: strings.map((part, index) => part + (shown[index] ?? '')).join('') };
}

export function joinMrkdwn(parts: readonly Mrkdwn[], separator: string): Mrkdwn {
  return { mrkdwn: parts.map((part) => part.mrkdwn).join(separator) };
}

/** `**` and the like are no format, so an empty name is left plain. */
export function bold(text: string): Mrkdwn {
  return text.trim() === '' ? mrkdwn`${text}` : mrkdwn`*${text.trim()}*`;
}

/** Slack takes 3,000 characters a section; a little is left for what its server adds. */
const SECTION_CHARACTERS = 2_900;
const QUOTED_LINE_CHARACTERS = 2_000;

/** Somebody's words, each line quoted. */
export function quote(text: string): Mrkdwn {
  const lines = text.split('\n').flatMap(chunks);
  return { mrkdwn: lines.map((line) => `> ${line}`).join('\n') };
}

/** Escaped pieces of one line, nearly always one: entities make a line at most five times as long. */
function chunks(line: string): string[] {
  const whole = escapeMrkdwn(line);
  if (whole.length <= QUOTED_LINE_CHARACTERS) return [whole];
  const characters = [...line];
  const half = Math.ceil(characters.length / 2);
  return [characters.slice(0, half), characters.slice(half)].flatMap((part) => chunks(part.join('')));
}

/** Text of at most `most` characters, an ellipsis where something is missing; never half of a character. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/\p{Cs}$/u, '')}…`;
}

function clipMrkdwn(text: Mrkdwn, most: number): string {
  if (text.mrkdwn.length <= most) return text.mrkdwn;
  const cut = text.mrkdwn.slice(0, most - 1);
  return `${cut.replace(/(?:&[a-z]{0,3}|\p{Cs})$/u, '')}…`;
}

/** Plain text as labels and buttons hold it: nothing formats, not even emoji names; Slack refuses empty ones. */
export function plain(text: string, most: number): PlainTextElement {
  return { type: 'plain_text', text: clip(text.trim() === '' ? '–' : text, most), emoji: false };
}

export function message(text: Mrkdwn, blocks: KnownBlock[]): Message {
  return { text: clipMrkdwn(text, 1_000), blocks };
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain(text, 150) };
}

export function section(text: Mrkdwn, accessory?: Button): SectionBlock {
  return {
    type: 'section',
    // verbatim: what looks like a channel or a link in somebody's words stays words.
    text: { type: 'mrkdwn', text: clipMrkdwn(text, SECTION_CHARACTERS), verbatim: true },
    ...(accessory === undefined ? {} : { accessory }),
  };
}

/** Up to ten short texts in two columns. */
export function fields(texts: readonly Mrkdwn[]): SectionBlock {
  return {
    type: 'section',
    fields: texts
      .slice(0, 10)
      .map((text) => ({ type: 'mrkdwn', text: clipMrkdwn(text, 1_900), verbatim: true })),
  };
}

export function context(text: Mrkdwn): ContextBlock {
  return { type: 'context', elements: [{ type: 'mrkdwn', text: clipMrkdwn(text, 1_900), verbatim: true }] };
}

export function actions(buttons: readonly Button[]): ActionsBlock {
  return { type: 'actions', elements: buttons.slice(0, 25) };
}

/** Asked before a button does its work. */
export interface Confirmation {
  title: string;
  text: string;
  yes: string;
  no: string;
}

export function button(
  actionId: string,
  label: string,
  more: { value?: string; style?: 'primary' | 'danger'; confirm?: Confirmation } = {},
): Button {
  const { value, style, confirm } = more;
  return {
    type: 'button',
    action_id: actionId,
    text: plain(label, 75),
    ...(value === undefined ? {} : { value }),
    ...(style === undefined ? {} : { style }),
    ...(confirm === undefined
      ? {}
      : {
          confirm: {
            title: plain(confirm.title, 100),
            text: plain(confirm.text, 300),
            confirm: plain(confirm.yes, 30),
            deny: plain(confirm.no, 30),
          },
        }),
  };
}

/**
 * Sections for a list: an entry each while that makes no more than `loose`, otherwise as many entries in one as fit. No entry
 * is left out; how many to offer is the caller's business.
 */
export function listSections(entries: readonly Mrkdwn[], loose: number): SectionBlock[] {
  const pieces = entries.flatMap(split);
  if (pieces.length <= loose) return pieces.map((piece) => section(piece));
  const packed: string[] = [];
  for (const { mrkdwn: piece } of pieces) {
    const last = packed.at(-1);
    if (last !== undefined && last.length + 2 + piece.length <= SECTION_CHARACTERS) {
      packed[packed.length - 1] = `${last}\n\n${piece}`;
    } else {
      packed.push(piece);
    }
  }
  return packed.map((text) => section({ mrkdwn: text }));
}

/** An entry in pieces that fit into a section, cut at line ends; nearly always one. */
function split(entry: Mrkdwn): Mrkdwn[] {
  const pieces: string[] = [];
  for (const line of entry.mrkdwn.split('\n')) {
    const last = pieces.at(-1);
    if (last !== undefined && last.length + 1 + line.length <= SECTION_CHARACTERS) {
      pieces[pieces.length - 1] = `${last}\n${line}`;
    } else {
      pieces.push(line);
    }
  }
  return pieces.map((piece) => ({ mrkdwn: piece }));
}
