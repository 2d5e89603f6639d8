import { expect } from 'vitest';
import {
  breaksBlockLimits,
  breaksPostLimit,
  breaksViewLimits,
  textObjects,
} from '../support/slack-limits.ts';

/** Blocks as a person would read them, a line for each part; buttons as [label → action_id = value]. */
export function outline(rendered: { text?: string; blocks: readonly unknown[] }): string {
  return rendered.blocks.map((block) => outlineBlock(block as Fields)).join('\n');
}

type Fields = Record<string, unknown>;

function outlineBlock(block: Fields): string {
  const parts: string[] = [];
  const say = (value: unknown) => {
    const text = (value as Fields | undefined)?.text;
    if (typeof text === 'string') parts.push(text);
  };
  if (block.type === 'divider') return '---';
  if (block.type === 'input') {
    const { type, action_id, initial_value, initial_option, options } = block.element as Fields;
    say(block.label);
    parts.push(`<${String(block.block_id)}: ${String(type)} ${String(action_id)}>`);
    if (initial_value !== undefined) parts.push(`= ${String(initial_value)}`);
    if (initial_option !== undefined) parts.push(`= ${String((initial_option as Fields).value)}`);
    if (options !== undefined) parts.push(`of ${(options as Fields[]).length}`);
    say(block.hint);
    return parts.join(' | ');
  }
  say(block.text);
  for (const field of (block.fields ?? []) as Fields[]) say(field);
  for (const element of [
    ...((block.elements ?? []) as Fields[]),
    ...(block.accessory ? [block.accessory] : []),
  ]) {
    const { type, text, action_id, value, style } = element as Fields;
    if (type !== 'button') say(element);
    else {
      const label = (text as Fields).text;
      const mark = style === undefined ? '' : style === 'primary' ? '!' : '!!';
      parts.push(
        `[${mark}${String(label)} → ${String(action_id)}${value === undefined ? '' : ` = ${String(value)}`}]`,
      );
    }
  }
  return (block.type === 'context' ? '  ' : '') + parts.join(block.type === 'section' ? '\n' : ' ');
}

/** Slack would take it, and nothing that somebody wrote can mention, link or break out. */
export function expectSound(rendered: { text?: string; blocks: readonly unknown[]; type?: string }): void {
  if (rendered.type === 'modal' || rendered.type === 'home') expect(breaksViewLimits(rendered)).toBe(false);
  else {
    expect(breaksBlockLimits(rendered.blocks, 50)).toBe(false);
    expect(rendered.text).not.toBe('');
    expect(rendered.text ?? '').not.toMatch(/[<]/);
    expect((rendered.text ?? '').length).toBeLessThanOrEqual(1_000);
  }
  for (const { type, text } of textObjects(rendered.blocks)) {
    if (type !== 'mrkdwn') continue;
    expect(text).not.toContain('<');
    // An ampersand only as one of Slack's three entities: no entity was cut in two or escaped by hand.
    expect(text.replace(/&(amp|lt|gt);/g, '')).not.toContain('&');
    expect(text).not.toMatch(/\p{Cs}/u);
  }
}

/** What is posted by `chat.postMessage` has a limit in all. */
export function expectPostable(message: { text: string; blocks: readonly unknown[] }): void {
  expectSound(message);
  expect(breaksPostLimit(message.blocks)).toBe(false);
}

/** All buttons, those beside a section included. */
export function buttonsOf(rendered: {
  blocks: readonly unknown[];
}): Array<{ action_id: string; value?: string }> {
  return (rendered.blocks as Fields[])
    .flatMap((block) => [...((block.elements ?? []) as Fields[]), block.accessory as Fields | undefined])
    .filter((element) => element?.type === 'button') as Array<{ action_id: string; value?: string }>;
}
