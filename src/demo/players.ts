import { setTimeout as sleep } from 'node:timers/promises';
import { renderPending } from '../messenger/replies.ts';
import type { LocalSlackMessage } from './local-slack.ts';
import { isObject, type Json } from './poorer-views.ts';
import { BOARD_CHANNEL, type Colleague, GENERAL_CHANNEL } from './sample-workspace.ts';
import { openScreen, type Screen, type ScreenView, type ViewValues } from './screen.ts';
import { frame, renderPlain } from './transcript.ts';
import type { World } from './world.ts';

const PATIENCE_MS = 120_000;
const GLANCE_MS = 40;

/** Something that the story waited for did not come. */
export class Missed extends Error {}

/**
 * The people of the story: what they do goes through the messenger's own protocol, as from its page, and what they see is
 * printed and handed back. Everything is waited for, nothing is assumed.
 */
export interface Players {
  /** Someone by the key of their e-mail: `haneul.kim@mss`. */
  who(key: string): Colleague;
  /** Types into #일반. Returns what only this person gets to see. */
  type(person: Colleague, text: string): Promise<LocalSlackMessage>;
  /** Writes to everyone in #일반. */
  post(person: Colleague, text: string): Promise<LocalSlackMessage>;
  react(person: Colleague, message: LocalSlackMessage, emoji: string): Promise<void>;
  /** Types a command that is answered by no words. */
  typeQuietly(person: Colleague, text: string): Promise<void>;
  seeDialog(person: Colleague): Promise<ScreenView>;
  /** Presses a button of a message, found by the words on it. */
  press(person: Colleague, message: LocalSlackMessage, label: string): Promise<void>;
  /** What takes a message's place after a button was pressed. */
  seeReplaced(person: Colleague, message: LocalSlackMessage, words: string): Promise<LocalSlackMessage>;
  /** The next private answer in #일반, or direct message, that has `words` in it. */
  seeAnswer(person: Colleague, words: string): Promise<LocalSlackMessage>;
  seeDirect(person: Colleague, words: string): Promise<LocalSlackMessage>;
  /** The board's post that has `words` in it, new or changed. */
  seeBoard(words: string): Promise<LocalSlackMessage>;
  /** The same of another channel; replies in threads too. */
  seeChannel(channel: { id: string; name: string }, words: string): Promise<LocalSlackMessage>;
  /**
   * Fills in inputs of the dialog, by block, and submits it: text and days as they are typed, choices by words on them. What is
   * not given stays as it is. Returns the dialog's next state, or undefined once it has closed.
   */
  submit(person: Colleague, given: Record<string, string>): Promise<ScreenView | undefined>;
  /** The lines of the newest file in somebody's direct messages, by the end of its name. */
  readFile(person: Colleague, name: string): Promise<string[]>;
  openHome(person: Colleague): Promise<ScreenView>;
  countDirects(person: Colleague, words: string): Promise<number>;
  leave(): void;
}

/** Puts the people of `world` on the stage; `say` prints. */
export async function openPlayers(world: World, say: (text: string) => void): Promise<Players> {
  const { control } = world.slack;
  const show = (title: string, lines: readonly string[]) =>
    say(
      frame(
        title,
        lines.map((line) => nameMentions(world, line)),
      ),
    );
  const screen: Screen = await openScreen(world.slack);
  const seen = new Set<string>();

  async function until<T>(what: string, read: () => Promise<T | undefined> | T | undefined): Promise<T> {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      const found = await read();
      if (found !== undefined) return found;
      if (performance.now() > deadline) throw new Missed(what);
      await sleep(GLANCE_MS);
    }
  }

  /** Waits for a message that nobody has seen yet in this form. */
  async function see(
    what: string,
    read: () => Promise<LocalSlackMessage[]>,
    fits: (message: LocalSlackMessage, lines: string) => boolean,
  ): Promise<LocalSlackMessage> {
    const found = await until(what, async () =>
      (await read()).find((message) => {
        const lines = renderPlain(message).join('\n');
        return !seen.has(`${message.ts} ${lines}`) && fits(message, lines);
      }),
    );
    seen.add(`${found.ts} ${renderPlain(found).join('\n')}`);
    return found;
  }

  /** On a slow machine "처리 중" comes first, and the answer behind it. */
  const isAnswerTo = (person: Colleague) => (message: LocalSlackMessage) =>
    message.ephemeral_to === person.id && message.text !== renderPending('ko');

  async function seeAnswer(person: Colleague, words: string): Promise<LocalSlackMessage> {
    const message = await see(
      `${person.label}에게만 보이는 답: ${words}`,
      () => control.messages(GENERAL_CHANNEL.id),
      (answer, lines) => isAnswerTo(person)(answer) && lines.includes(words),
    );
    show(`#${GENERAL_CHANNEL.name} · ${person.label}에게만 보임`, renderPlain(message));
    return message;
  }

  async function seeChannel(
    channel: { id: string; name: string },
    words: string,
  ): Promise<LocalSlackMessage> {
    const message = await see(
      `#${channel.name}의 글: ${words}`,
      () => control.messages(channel.id),
      (_, lines) => lines.includes(words),
    );
    show(`#${channel.name} · 모두에게 보임`, renderPlain(message));
    return message;
  }

  async function enter(person: Colleague, text: string): Promise<void> {
    say(`   ${person.label}: ${nameMentions(world, text)}`);
    const [command = '', ...rest] = text.split(' ');
    await control.command({ channel: GENERAL_CHANNEL.id, user: person.id, command, text: rest.join(' ') });
  }

  return {
    who(key) {
      const colleague = world.colleagues.find((one) => one.key === key);
      if (!colleague) throw new Error(`Nobody is ${key}`);
      return colleague;
    },
    async type(person, text) {
      await enter(person, text);
      return seeAnswer(person, '');
    },
    async post(person, text) {
      say(`   ${person.label}: ${text}`);
      return control.message({ channel: GENERAL_CHANNEL.id, user: person.id, text });
    },
    async react(person, message, emoji) {
      say(`   ${person.label}: :${emoji}: 붙임`);
      await control.reaction({ channel: message.channel, ts: message.ts, user: person.id, name: emoji });
    },
    typeQuietly: enter,
    async seeDialog(person) {
      const view = await until('대화상자', () => screen.modal());
      show(`대화상자 · ${person.label}`, renderPlain(view));
      return view;
    },
    async press(person, message, label) {
      const button = buttonsOf(message.blocks ?? []).find((one) => textOf(one.text).includes(label));
      if (!button) throw new Missed(`단추: ${label}`);
      say(`   ${person.label}: [${textOf(button.text)}] 누름`);
      const { action_id, value } = button;
      await control.interact({
        channel: message.channel,
        messageTs: message.ts,
        user: person.id,
        action: { type: 'button', action_id: String(action_id), block_id: '', value: String(value ?? '') },
      });
    },
    async seeReplaced(person, message, words) {
      const replaced = await see(
        `바뀐 글: ${words}`,
        () => control.messages(message.channel),
        (next, lines) => next.ts === message.ts && lines.includes(words),
      );
      show(`#${GENERAL_CHANNEL.name} · ${person.label}에게만 보임 (바뀜)`, renderPlain(replaced));
      return replaced;
    },
    seeAnswer,
    async seeDirect(person, words) {
      const message = await see(
        `${person.label}의 개인 메시지: ${words}`,
        () => control.directMessages(person.id),
        (_, lines) => lines.includes(words),
      );
      const only = message.ephemeral_to ? '에게만 보임' : '';
      show(`개인 메시지 · ${person.label}${only}`, renderPlain(message));
      return message;
    },
    seeBoard: (words) => seeChannel(BOARD_CHANNEL, words),
    seeChannel,
    async submit(person, given) {
      const before = screen.modal();
      const values: ViewValues = {};
      for (const [blockId, words] of Object.entries(given)) {
        const block = blockOf(before, blockId);
        say(`   ${person.label}: ${textOf(block.label)}에 “${words}” 입력`);
        values[blockId] = enteredOf(block, words);
      }
      say(`   ${person.label}: [${textOf(before?.submit)}] 누름`);
      screen.submit(person.id, values);
      // A view that took the place of another has an id of its own.
      const after = await until('대화상자의 답', () => {
        const now = screen.modal();
        return now?.id === before?.id ? undefined : { view: now };
      });
      show(`대화상자 · ${person.label}`, after.view ? renderPlain(after.view) : ['(닫힘)']);
      return after.view;
    },
    async readFile(person, name) {
      const file = await until(`${person.label}의 개인 메시지에 있는 파일: ${name}`, async () =>
        (await control.directMessages(person.id))
          .flatMap((message) => message.files ?? [])
          .findLast((one) => one.name.endsWith(name)),
      );
      const lines = (await control.download(file)).trimEnd().split('\n');
      show(`파일 ${file.name} · ${person.label}`, lines);
      return lines;
    },
    async openHome(person) {
      await control.openHome(person.id);
      const view = await until('앱 홈', () => screen.home(person.id));
      show(`앱 홈 · ${person.label}`, renderPlain(view));
      return view;
    },
    async countDirects(person, words) {
      const directs = await control.directMessages(person.id);
      return directs.filter((message) => renderPlain(message).join('\n').includes(words)).length;
    },
    leave: () => screen.disconnect(),
  };
}

/** All buttons of a message, those beside a section included. */
function buttonsOf(blocks: readonly unknown[]): Json[] {
  return blocks
    .filter(isObject)
    .flatMap((block) => [...(Array.isArray(block.elements) ? block.elements : []), block.accessory])
    .filter((element): element is Json => isObject(element) && element.type === 'button');
}

function blockOf(view: ScreenView | undefined, blockId: string): Json {
  const block = (view?.blocks ?? []).find((one) => one.block_id === blockId);
  if (!block) throw new Missed(`대화상자의 칸: ${blockId}`);
  return block;
}

/** What was entered, in the shape that the page gives this kind of element. */
function enteredOf(block: Json, words: string): Record<string, Record<string, unknown>> {
  const element = isObject(block.element) ? block.element : {};
  const actionId = String(element.action_id);
  const options: unknown[] = Array.isArray(element.options) ? element.options : [];
  const chosen = options.filter(isObject).find((option) => textOf(option.text).includes(words));
  if (options.length > 0 && !chosen) throw new Missed(`${textOf(block.label)}: ${words}`);
  switch (element.type) {
    case 'datepicker':
      return { [actionId]: { type: 'datepicker', selected_date: words } };
    case 'checkboxes':
      return { [actionId]: { type: 'checkboxes', selected_options: [chosen] } };
    case 'static_select':
    case 'radio_buttons':
      return { [actionId]: { type: element.type, selected_option: chosen } };
    default:
      return { [actionId]: { type: 'plain_text_input', value: words } };
  }
}

function textOf(value: unknown): string {
  return isObject(value) ? String(value.text ?? '') : '';
}

/** `<@U…>` is a name to whoever reads it. */
function nameMentions(world: World, text: string): string {
  return text.replace(/<@(\w+)>/g, (mention, id: string) => {
    const found = world.colleagues.find((colleague) => colleague.id === id);
    return found ? `@${found.realName.split(' ')[0]}` : mention;
  });
}
