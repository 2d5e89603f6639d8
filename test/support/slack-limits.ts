type Fields = Record<string, unknown>;

/**
 * Whether Slack would answer `invalid_blocks`: the limits one runs into in practice, not all of them.
 * https://docs.slack.dev/reference/block-kit/blocks
 *
 * @param most how many blocks fit: 50 in a message, 100 in a modal or home
 */
export function breaksBlockLimits(blocks: unknown, most: number): boolean {
  if (!Array.isArray(blocks) || blocks.length > most) return true;
  const ids = blocks.flatMap((block: unknown) => (isFields(block) && block.block_id ? [block.block_id] : []));
  return new Set(ids).size < ids.length || !blocks.every((block) => isFields(block) && fits(block));
}

/** Whether Slack would refuse a modal or home: its blocks, or what is around them. */
export function breaksViewLimits(view: unknown): boolean {
  if (!isFields(view) || breaksBlockLimits(view.blocks, 100)) return true;
  if (lengthOf(view.private_metadata) > 3_000 || lengthOf(view.callback_id) > 255) return true;
  if (view.type === 'home') return false;
  const hasInput = list(view.blocks).some((block) => block.type === 'input');
  const labels = [view.title, view.submit, view.close].filter((label) => label !== undefined);
  return !isText(view.title, 24) || (hasInput && !view.submit) || !labels.every((label) => isText(label, 24));
}

/**
 * Whether `chat.postMessage` would answer `msg_blocks_too_long`: about 13,200 characters in all, some 125 of them for each
 * block (as measured in slackapi/bolt-js#2509 and #2867; Slack does not document it).
 */
export function breaksPostLimit(blocks: readonly unknown[]): boolean {
  const texts = blocks.flatMap((block) => (isFields(block) ? textsIn(block) : []));
  return texts.reduce((sum, text) => sum + text.length, 0) + blocks.length * 125 > 13_200;
}

/** Every text in a block, however deep, with its type. */
export function textObjects(value: unknown): Array<{ type: string; text: string }> {
  if (Array.isArray(value)) return value.flatMap(textObjects);
  if (!isFields(value)) return [];
  const own =
    (value.type === 'mrkdwn' || value.type === 'plain_text') && typeof value.text === 'string'
      ? [{ type: value.type, text: value.text }]
      : [];
  return [...own, ...Object.values(value).flatMap(textObjects)];
}

function textsIn(block: Fields): string[] {
  return textObjects(block).map(({ text }) => text);
}

function fits(block: Fields): boolean {
  const elements = list(block.elements);
  if (lengthOf(block.block_id) > 255) return false;
  switch (block.type) {
    case 'section': {
      const fields = list(block.fields);
      return (
        (block.text === undefined ? fields.length > 0 : isText(block.text, 3_000)) &&
        fields.length <= 10 &&
        fields.every((field) => isText(field, 2_000)) &&
        (block.accessory === undefined || (isFields(block.accessory) && elementFits(block.accessory)))
      );
    }
    case 'header':
      return isText(block.text, 150);
    case 'context':
      return elements.length >= 1 && elements.length <= 10 && elements.every((text) => isText(text, 2_000));
    case 'actions': {
      const ids = elements.map((element) => element.action_id);
      return (
        elements.length >= 1 &&
        elements.length <= 25 &&
        new Set(ids).size === ids.length &&
        elements.every(elementFits)
      );
    }
    case 'input':
      return (
        isText(block.label, 2_000) &&
        (block.hint === undefined || isText(block.hint, 2_000)) &&
        isFields(block.element) &&
        elementFits(block.element)
      );
    default:
      return true;
  }
}

function elementFits(element: Fields): boolean {
  const { confirm, placeholder, initial_option: chosen } = element;
  const options = list(element.options);
  const all = isFields(chosen) ? [...options, chosen] : options;
  return (
    lengthOf(element.action_id) <= 255 &&
    lengthOf(element.value) <= 2_000 &&
    (element.type !== 'button' || isText(element.text, 75)) &&
    (placeholder === undefined || isText(placeholder, 150)) &&
    (confirm === undefined || (isFields(confirm) && confirmFits(confirm))) &&
    (element.options === undefined ||
      (options.length >= 1 && options.length <= (element.type === 'radio_buttons' ? 10 : 100))) &&
    all.every(
      (option) => isText(option.text, 75) && lengthOf(option.value) >= 1 && lengthOf(option.value) <= 150,
    ) &&
    inputFits(element)
  );
}

function confirmFits(confirm: Fields): boolean {
  return (
    isText(confirm.title, 100) &&
    isText(confirm.text, 300) &&
    isText(confirm.confirm, 30) &&
    isText(confirm.deny, 30)
  );
}

/** What a text field begins with must itself be allowed in it. */
function inputFits(element: Fields): boolean {
  if (element.type !== 'plain_text_input') return true;
  const most = typeof element.max_length === 'number' ? element.max_length : 3_000;
  return (
    most >= 1 && most <= 3_000 && element.initial_value !== '' && lengthOf(element.initial_value) <= most
  );
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

function lengthOf(value: unknown): number {
  return typeof value === 'string' ? value.length : 0;
}

/** Whether it is a text object of 1 to `most` characters; Slack refuses empty ones. */
function isText(value: unknown, most: number): boolean {
  return isFields(value) && lengthOf(value.text) >= 1 && lengthOf(value.text) <= most;
}
