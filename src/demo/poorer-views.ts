// The local Slack's page knows text, select, checkbox, radio and date, shows one line of text only, ignores what a select
// begins with, and submits what was not touched as nothing. These functions turn a view of Slack's into one that a person can
// use there, and what comes back into what Slack itself would have sent. The product knows nothing of it.

export type Json = { [key: string]: unknown };

/** As Slack's types have it. */
interface Option {
  text: { type: 'plain_text'; text: string };
  value?: string;
}

/** The element as the bot made it; the local Slack keeps what it does not know and gives it back. */
const ORIGINAL = 'slack_element';

/** Block and action of the choice in the place of buttons; the page shows it where nothing was chosen. */
export const BUTTONS = '단추';

const LIST_HINT = {
  type: 'plain_text',
  text: '이 체험판에서는 목록에서 고릅니다. Slack에서는 이름, 기관, 부서, 초성으로 찾습니다.',
};

/** What a select with a search offers as a list, by its action. */
export type Offers = ReadonlyMap<string, readonly Option[]>;

/** The selects of a view that search while one types, which the page cannot. */
export function searchesOf(view: Json): Array<{ blockId: string; actionId: string }> {
  return blocksOf(view).flatMap(({ block_id, element }) =>
    isObject(element) && String(element.type).endsWith('external_select')
      ? [{ blockId: String(block_id), actionId: String(element.action_id) }]
      : [],
  );
}

/** A view that can be used in the local Slack's page. */
export function toPoorerView(view: Json, offers: Offers): Json {
  if (view.type !== 'modal') return view;
  const blocks = blocksOf(view).flatMap((block) => toPoorerBlock(block, offers));
  const buttons = buttonsOf(view);
  // A form has a button of its own already, and nowhere in the product any other.
  if (buttons.length === 0 || view.submit) return { ...view, blocks };
  return {
    ...view,
    blocks: [...blocks, choiceOf(buttons)],
    submit: { type: 'plain_text', text: '누르기' },
    [ORIGINAL]: view.blocks,
  };
}

/** Buttons do nothing in a modal there, but one can be chosen and submitted. */
function choiceOf(buttons: readonly Json[]): Json {
  return {
    type: 'input',
    block_id: BUTTONS,
    label: { type: 'plain_text', text: '이 체험판의 창에서는 단추를 골라서 누릅니다.' },
    element: {
      type: 'radio_buttons',
      action_id: BUTTONS,
      options: buttons.map(({ text }, index) => ({ text, value: String(index) })),
    },
  };
}

function buttonsOf(view: Json): Json[] {
  return blocksOf(view)
    .flatMap(({ block_id, elements, accessory }) =>
      [...(Array.isArray(elements) ? elements : []), accessory]
        .filter(isObject)
        .map((element): Json => ({ block_id, ...element })),
    )
    .filter((element) => element.type === 'button');
}

/**
 * The press of a button out of the submission of a modal that is all buttons; undefined for a form, and `chosen: undefined`
 * when none was chosen.
 */
export function toButtonPress(payload: Json): { chosen: Json | undefined } | undefined {
  const view = isObject(payload.view) ? payload.view : {};
  if (!(ORIGINAL in view)) return undefined;
  const { [ORIGINAL]: blocks, state, ...shown } = view;
  const original: Json = { ...shown, blocks, submit: null, state: { values: {} } };
  const values = isObject(state) && isObject(state.values) ? state.values : {};
  const field = isObject(values[BUTTONS]) ? values[BUTTONS][BUTTONS] : undefined;
  const option = isObject(field) && isObject(field.selected_option) ? field.selected_option : undefined;
  const button = option && buttonsOf(original)[Number(option.value)];
  if (!button) return { chosen: undefined };
  const { response_urls: _, ...rest } = payload;
  const { type, action_id, block_id, value, text } = button;
  return {
    chosen: {
      ...rest,
      type: 'block_actions',
      container: { type: 'view', view_id: view.id },
      view: original,
      actions: [{ type, action_id, block_id: block_id ?? 'buttons', value, text, action_ts: '0' }],
    },
  };
}

function toPoorerBlock(block: Json, offers: Offers): Json[] {
  if (block.type === 'actions') return [];
  if (block.type === 'section' && isObject(block.accessory)) {
    const { accessory: _, ...rest } = block;
    return [rest];
  }
  if (block.type !== 'input' || !isObject(block.element)) return [block];
  const element = { ...toPoorerElement(block.element, offers), [ORIGINAL]: block.element };
  const hint = searchesOf({ blocks: [block] }).length > 0 ? LIST_HINT : block.hint;
  return [{ ...block, element, ...(hint ? { hint } : {}) }];
}

function toPoorerElement(element: Json, offers: Offers): Json {
  const { initial_option: initial, initial_value: typed, placeholder } = element;
  const { action_id } = element;
  switch (element.type) {
    case 'external_select':
      return select(action_id, offers.get(String(action_id)) ?? [], initial, placeholder);
    case 'multi_external_select':
      return { type: 'checkboxes', action_id, options: offers.get(String(action_id)) ?? [] };
    case 'static_select':
    case 'radio_buttons':
      // Radio buttons show nothing chosen there, while the first line of a select can say what is.
      return select(action_id, optionsOf(element), initial, placeholder);
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return { type: 'plain_text_input', action_id, initial_value: typed, placeholder };
    default:
      return element;
  }
}

/** What a select begins with stands in its first line, where the page has the placeholder. */
function select(
  action_id: unknown,
  options: readonly unknown[],
  initial: unknown,
  placeholder: unknown,
): Json {
  const first = isObject(initial) ? { type: 'plain_text', text: textOf(initial.text) } : placeholder;
  return { type: 'static_select', action_id, options, placeholder: first };
}

/** The view of a submission as the bot made it, with what Slack would say of its inputs. */
export function toSlackSubmission(view: Json): Json {
  const state = isObject(view.state) && isObject(view.state.values) ? view.state.values : {};
  const values: Json = { ...state };
  const blocks = blocksOf(view).map((block) => {
    const element = isObject(block.element) ? block.element : {};
    const original = element[ORIGINAL];
    if (!isObject(original)) return block;
    const blockId = String(block.block_id);
    const actionId = String(original.action_id);
    const given = isObject(state[blockId]) ? (state[blockId] as Json)[actionId] : undefined;
    values[blockId] = { [actionId]: toSlackValue(original, isObject(given) ? given : {}) };
    return { ...block, element: original };
  });
  return { ...view, blocks, state: { values } };
}

function toSlackValue(original: Json, given: Json): Json {
  const { type } = original;
  if (type === 'plain_text_input' || type === 'number_input' || String(type).endsWith('_text_input')) {
    // Untouched is null; emptied is an empty text, which Slack calls null.
    const value = given.value === null || given.value === undefined ? original.initial_value : given.value;
    return { type, value: value === '' || value === undefined ? null : value };
  }
  if (type === 'datepicker')
    return { type, selected_date: given.selected_date ?? original.initial_date ?? null };
  if (type === 'checkboxes' || type === 'multi_external_select') {
    return { type, selected_options: given.selected_options ?? original.initial_options ?? [] };
  }
  return { ...given, type, selected_option: given.selected_option ?? original.initial_option ?? null };
}

/**
 * Text as the page shows it right: it takes `&lt;` for four characters. What would become a mention or a quote by this
 * stays apart from its sign by a space without width.
 */
export function toPageText(text: string): string {
  return text
    .replace(/&lt;(?=[@#!]|https?:)/g, '<\u200b')
    .replace(/&lt;/g, '<')
    .replace(/^&gt;/gm, '\u200b>')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}

/** All texts of a message or view, wherever they stand; ids and values stay as they are. */
export function toPageTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toPageTexts);
  if (!isObject(value)) return value;
  const shown = Object.entries(value).map(([key, part]) => {
    const isText = key === 'text' && typeof part === 'string' && value.type !== 'plain_text';
    return [key, isText ? toPageText(part) : toPageTexts(part)];
  });
  return Object.fromEntries(shown);
}

/** Blocks with pictures that the page can show: it knows addresses only, not Slack's own files. */
export function toPageImages(blocks: unknown, urlOf: (fileId: string) => string): unknown {
  if (!Array.isArray(blocks)) return blocks;
  return blocks.map((block) => {
    if (!isObject(block) || block.type !== 'image' || !isObject(block.slack_file)) return block;
    const { slack_file, ...rest } = block;
    return { ...rest, image_url: urlOf(String(slack_file.id)) };
  });
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function blocksOf(view: Json): Json[] {
  return Array.isArray(view.blocks) ? view.blocks.filter(isObject) : [];
}

function optionsOf(element: Json): unknown[] {
  return Array.isArray(element.options) ? element.options : [];
}

function textOf(value: unknown): string {
  return isObject(value) ? String(value.text ?? '') : String(value ?? '');
}
