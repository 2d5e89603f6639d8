import { describe, expect, test } from 'vitest';
import {
  BUTTONS,
  searchesOf,
  toButtonPress,
  toPageImages,
  toPageText,
  toPageTexts,
  toPoorerView,
  toSlackSubmission,
} from '../../src/demo/poorer-views.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const people = [{ text: plain('김하늘'), value: 'official:1' }];
const offers = new Map([['value', people]]);
const input = (block_id: string, element: Record<string, unknown>) => ({
  type: 'input',
  block_id,
  label: plain(block_id),
  element: { action_id: 'value', ...element },
});
const modal = (...blocks: Record<string, unknown>[]) => ({ type: 'modal', callback_id: 'form', blocks });

/** What the bot gets when the page submits `values` of this view. */
function submitted(view: Record<string, unknown>, values: Record<string, unknown> = {}) {
  const shown = toPoorerView(view, offers);
  // The local Slack submits what was not touched as nothing.
  const blocks = shown.blocks as ReturnType<typeof input>[];
  const untouched = blocks
    .filter((block) => block.type === 'input')
    .map((block) => {
      const { type } = block.element as { type?: string };
      const nothing = type === 'plain_text_input' ? { value: null } : { selected_option: null };
      return [block.block_id, { value: { type, ...nothing } }];
    });
  return toSlackSubmission({
    ...shown,
    state: { values: { ...Object.fromEntries(untouched), ...values } },
  }) as {
    blocks: unknown[];
    state: { values: Record<string, unknown> };
  };
}

test('a picture among Slack’s files gets an address, and other blocks stay', () => {
  const text = { type: 'section', text: plain('글') };
  const picture = { type: 'image', slack_file: { id: 'F1' }, alt_text: '12주' };
  expect(toPageImages([text, picture], (id) => `http://slack/${id}`)).toEqual([
    text,
    { type: 'image', alt_text: '12주', image_url: 'http://slack/F1' },
  ]);
});

describe('a view for the page', () => {
  test('offers the people in place of a search, and whom it begins with in the first line', () => {
    const begun = { text: plain('양지안'), value: 'official:2' };
    const view = toPoorerView(
      modal(input('recipient', { type: 'external_select', initial_option: begun })),
      offers,
    );
    expect(view.blocks).toMatchObject([
      { element: { type: 'static_select', options: people, placeholder: plain('양지안') } },
    ]);
  });

  test('offers several to be ticked in place of a search for several, and brings back which', () => {
    const search = { type: 'multi_external_select', action_id: 'value', min_query_length: 0 };
    const view = modal(input('tasks', search));
    expect(searchesOf(view)).toEqual([{ blockId: 'tasks', actionId: 'value' }]);
    expect(toPoorerView(view, offers).blocks).toMatchObject([
      { element: { type: 'checkboxes', options: people } },
    ]);
    const values = { tasks: { value: { type: 'checkboxes', selected_options: people } } };
    expect(submitted(view, values)).toMatchObject({
      blocks: [{ element: search }],
      state: { values: { tasks: { value: { type: 'multi_external_select', selected_options: people } } } },
    });
    expect(submitted(view).state.values.tasks).toEqual({
      value: { type: 'multi_external_select', selected_options: [] },
    });
  });

  test('lets one choose among buttons, which do nothing there, and brings back the press', () => {
    const button = { type: 'button', action_id: 'page', text: plain('이전 달'), value: '2026-10' };
    const undo = { type: 'button', action_id: 'undo', text: plain('되돌리기'), value: '12' };
    const original = modal(
      { type: 'section', text: plain('글'), accessory: undo },
      { type: 'actions', elements: [button] },
    );
    const shown: Record<string, unknown> = { ...toPoorerView(original, offers), id: 'V1' };
    expect(shown.blocks).toMatchObject([
      { type: 'section', text: plain('글') },
      { type: 'input', element: { type: 'radio_buttons' } },
    ]);
    const submit = (selected_option: unknown) =>
      toButtonPress({
        type: 'view_submission',
        view: { ...shown, state: { values: { [BUTTONS]: { [BUTTONS]: { selected_option } } } } },
      });
    expect(submit({ value: '1' })?.chosen).toMatchObject({
      type: 'block_actions',
      container: { type: 'view', view_id: 'V1' },
      view: { blocks: original.blocks },
      actions: [{ action_id: 'page', value: '2026-10' }],
    });
    expect(submit(null)).toEqual({ chosen: undefined });
    expect(toButtonPress({ type: 'view_submission', view: modal() })).toBeUndefined();
  });

  test('leaves a home as it is', () => {
    const home = { type: 'home', blocks: [{ type: 'actions', elements: [{ type: 'button' }] }] };
    expect(toPoorerView(home, offers)).toBe(home);
  });
});

describe('a submission for the bot', () => {
  const option = { text: plain('허용'), value: 'true' };
  const other = { text: plain('허용하지 않음'), value: 'false' };
  const view = modal(
    input('recipient', { type: 'external_select' }),
    input('message', { type: 'plain_text_input', initial_value: '고맙습니다' }),
    input('points', { type: 'number_input', initial_value: '10' }),
    input('allowed', { type: 'radio_buttons', options: [option, other], initial_option: option }),
  );

  test('holds what the view began with where nothing was touched, as Slack does', () => {
    expect(submitted(view).state.values).toEqual({
      recipient: { value: { type: 'external_select', selected_option: null } },
      message: { value: { type: 'plain_text_input', value: '고맙습니다' } },
      points: { value: { type: 'number_input', value: '10' } },
      allowed: { value: { type: 'radio_buttons', selected_option: option } },
    });
  });

  test('holds what was entered, under the types that the bot knows', () => {
    const values = {
      recipient: { value: { type: 'static_select', selected_option: people[0] } },
      message: { value: { type: 'plain_text_input', value: '' } },
      points: { value: { type: 'plain_text_input', value: '20' } },
      allowed: { value: { type: 'static_select', selected_option: other } },
    };
    expect(submitted(view, values).state.values).toEqual({
      recipient: { value: { type: 'external_select', selected_option: people[0] } },
      message: { value: { type: 'plain_text_input', value: null } },
      points: { value: { type: 'number_input', value: '20' } },
      allowed: { value: { type: 'radio_buttons', selected_option: other } },
    });
  });

  test('brings the view back as the bot made it', () => {
    expect(submitted(view).blocks[1]).toEqual(view.blocks[1]);
  });
});

describe('text for the page', () => {
  test.each([
    ['R&amp;D &lt;조율&gt;', 'R&D <조율>'],
    ['&lt;@U01&gt; &lt;!channel&gt;', '<\u200b@U01> <\u200b!channel>'],
    ['&gt; 인용', '\u200b> 인용'],
    ['&amp;lt;', '&lt;'],
  ])('%s is shown as what was written, and as nothing else', (slack, page) => {
    expect(toPageText(slack)).toBe(page);
  });

  test('is changed wherever it stands, but values and plain text are not', () => {
    const button = { type: 'button', text: plain('A&amp;B'), value: '{"m":"&amp;"}' };
    expect(
      toPageTexts({
        text: 'A&amp;B',
        blocks: [{ text: { type: 'mrkdwn', text: 'A&amp;B' }, accessory: button }],
      }),
    ).toEqual({ text: 'A&B', blocks: [{ text: { type: 'mrkdwn', text: 'A&B' }, accessory: button }] });
  });
});
