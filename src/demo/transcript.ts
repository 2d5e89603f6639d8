import { isObject, type Json } from './poorer-views.ts';

/** How wide a terminal shows `text`: Hangul, its punctuation and emojis take two columns. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/\p{M}|\u200b|\u200d|\ufe0f/u.test(character)) continue;
    width += /[ᄀ-ᅟ⺀-꓏가-힣豈-﫿︰-﹏＀-｠￠-￦]|\p{Emoji_Presentation}/u.test(character) ? 2 : 1;
  }
  return width;
}

/** `text` with blanks up to `width` columns; numbers go to the right. */
export function pad(text: string, width: number, side: 'left' | 'right' = 'left'): string {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)));
  return side === 'left' ? text + blanks : blanks + text;
}

/** Lines in a frame that is open to the right, under a line that says what they are. */
export function frame(title: string, lines: readonly string[]): string {
  return [`   ┌ ${title}`, ...lines.map((line) => `   │ ${line}`.trimEnd()), '   └'].join('\n');
}

/** A message, dialog or home as a person reads it, line by line. */
export function renderPlain(shown: {
  text?: string | undefined;
  blocks?: readonly unknown[] | undefined;
  title?: unknown;
  submit?: unknown;
  close?: unknown;
}): string[] {
  const blocks = (shown.blocks ?? []).filter(isObject);
  const body = blocks.length > 0 ? blocks.flatMap(renderBlock) : plainLines(shown.text ?? '');
  const title = textOf(shown.title);
  const feet = [shown.close, shown.submit].map(textOf).filter(Boolean);
  return [
    ...(title ? [`【${title}】`] : []),
    ...body,
    ...(feet.length > 0 ? [feet.map((foot) => `[${foot}]`).join(' ')] : []),
  ];
}

function renderBlock(block: Json): string[] {
  switch (block.type) {
    case 'section':
      return [
        ...(block.text ? plainLines(textOf(block.text)) : []),
        ...list(block.fields).map((field) => plainLines(textOf(field)).join(': ')),
        ...(isObject(block.accessory) ? [renderElement(block.accessory)] : []),
      ];
    case 'header':
      return [`■ ${textOf(block.text)}`];
    case 'divider':
      return ['─'.repeat(30)];
    case 'context':
      return list(block.elements).flatMap((element) =>
        plainLines(textOf(element)).map((line) => `(${line})`),
      );
    case 'actions':
      return [list(block.elements).map(renderElement).join(' ')];
    case 'image':
      return [`[그림: ${textOf(block.alt_text)}]`];
    case 'input':
      return [`${textOf(block.label)}: ${isObject(block.element) ? renderElement(block.element) : ''}`];
    default:
      return [`(${String(block.type)})`];
  }
}

function renderElement(element: Json): string {
  if (element.type === 'button') return `[${textOf(element.text)}]`;
  const begun = element.initial_value ?? textOf(element.placeholder);
  return element.type === 'static_select' ? `[${String(begun)} ▾]` : `[${String(begun)}]`;
}

/** mrkdwn without its signs; what somebody wrote after a quote sign stays behind one. */
function plainLines(text: string): string[] {
  return text.split('\n').map((line) =>
    line
      .replace(/(^|[^\p{L}\p{N}])\*([^*\n]+)\*/gu, '$1$2')
      .replace(/(^|\s)~([^~\n]+)~/g, '$1(취소선) $2')
      .replace(/`([^`\n]+)`/g, '$1')
      .replace(/\u200b/g, '')
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&amp;/g, '&'),
  );
}

function textOf(value: unknown): string {
  if (isObject(value)) return String(value.text ?? '');
  return typeof value === 'string' ? value : '';
}

function list(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
