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

function fits(block: Fields): boolean {
  const elements = list(block.elements);
  const elementsFit = elements.every(
    (element) =>
      lengthOf(element.value) <= 2_000 &&
      lengthOf(element.action_id) <= 255 &&
      (element.type !== 'button' || textLengthOf(element.text) <= 75),
  );
  if (!elementsFit || lengthOf(block.block_id) > 255) return false;
  switch (block.type) {
    case 'section': {
      const fields = list(block.fields);
      return (
        textLengthOf(block.text) <= 3_000 &&
        fields.length <= 10 &&
        fields.every((field) => textLengthOf(field) <= 2_000)
      );
    }
    case 'header':
      return textLengthOf(block.text) <= 150;
    case 'context':
      return elements.length <= 10;
    case 'actions':
      return elements.length <= 25;
    case 'input': {
      const options = isFields(block.element) ? list(block.element.options) : [];
      return (
        textLengthOf(block.label) <= 2_000 &&
        options.length <= 100 &&
        options.every((option) => textLengthOf(option.text) <= 75 && lengthOf(option.value) <= 150)
      );
    }
    default:
      return true;
  }
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

/** Of a text object such as `{ type: 'mrkdwn', text: '…' }`. */
function textLengthOf(value: unknown): number {
  return isFields(value) ? lengthOf(value.text) : 0;
}
