import pg from 'pg';
import { onTestFinished } from 'vitest';
import { renderPending } from '../../src/messenger/replies.ts';
import { type BotProcess, seen, startBot } from './bot.ts';
import type { TestDatabase } from './database.ts';
import { openTestGovernment, type TestGovernment } from './government.ts';
import type { Person } from './ledger.ts';
import { type FakeCall, type SlackFake, startSlackFake } from './slack-fake.ts';
import {
  blockActions,
  newTriggerId,
  type SlackContext,
  type SlackRequest,
  slashCommand,
  viewSubmission,
} from './slack-requests.ts';

/** The workspace's board channel. */
export const BOARD_CHANNEL = 'C0BOARD';
export const THANKS = '통계 자료를 하루 만에 정리해 주셔서 고맙습니다.';
/** Everything the ledger and the operators' records consist of. */
const BOOKS = [
  'account',
  'transfer',
  'gift',
  'gift_visibility',
  'approval_request',
  'approval_decision',
  'special_grant',
  'special_award',
  'policy_change',
  'outbox',
] as const;

/** A small government, a Slack in which everybody of it is, and bots between the two. */
export interface Stage {
  readonly government: TestGovernment;
  readonly fake: SlackFake;
  readonly env: Record<string, string>;
  userOf(person: Person): string;
  /** So many more officials, in the fake Slack too. */
  addPeople(...args: Parameters<TestGovernment['addPeople']>): Promise<Person[]>;
  start(role: 'bot' | 'worker' | 'all', env?: Record<string, string>): Promise<BotProcess>;
  /**
   * Sends a request and returns what it is answered with in the end. On a slow machine "처리 중" comes first: a command's answer
   * follows, and a dialog is submitted once more, as the same act is answered the same again.
   * @throws when the status is not 200
   */
  ask(bot: BotProcess, request: SlackRequest, options?: Parameters<BotProcess['send']>[1]): Promise<string>;
  /** `/협업 …` of a person; answers of `respond()` come back in `fake.responses` under the trigger. */
  command(person: Person, text: string, more?: SlackContext): SlackRequest;
  give(from: Person, to: Person, more?: SlackContext & { message?: string }): SlackRequest;
  press(
    person: Person,
    action: { action_id: string; value?: string; [more: string]: unknown },
    more?: SlackContext,
  ): SlackRequest;
  /** The dialog for giving, filled in and submitted. */
  submitGive(
    person: Person,
    filled: { metadata: string; recipient: string; message?: string; viewId?: string },
  ): SlackRequest;
  /** Lets no posting get through until the returned function is called: a slow database. */
  holdPostings(): Promise<() => Promise<void>>;
  /** How many postings wait for that. */
  countHeldPostings(): Promise<number>;
  /** Messages not sent yet. */
  countWaiting(): Promise<number>;
  /** Rows by table and the sum of all balances: what a harmless request leaves as it is. */
  books(): Promise<Record<string, number>>;
  close(): Promise<void>;
}

export async function openStage(options: { test?: TestDatabase } = {}): Promise<Stage> {
  const [government, fake] = await Promise.all([openTestGovernment(options), startSlackFake()]);
  // Dialogs that tests submit are made up; Slack would know its own, and show in them what comes late.
  fake.answer('views.update', ({ view }) => ({ ok: true, view }));
  const env = {
    DATABASE_URL: government.test.url,
    SLACK_BOT_TOKEN: fake.botToken,
    SLACK_API_URL: fake.apiUrl,
  };
  const userOf = (person: Person) => `U${10_000 + person.id}`;
  const enrol = async () => {
    const officials = await government.rows<{ id: number; name: string; email: string }>(
      'select id, name, email from official',
    );
    for (const { id, name, email } of officials)
      fake.addUser({ id: `U${10_000 + id}`, realName: name, email });
  };
  await enrol();
  await government.rows('insert into workspace (team_id, board_channel_id) values ($1, $2)', [
    fake.teamId,
    BOARD_CHANNEL,
  ]);
  const running: BotProcess[] = [];
  const held = new Set<() => Promise<void>>();
  const actOf = (person: Person, more: SlackContext = {}) => {
    const triggerId = more.triggerId ?? newTriggerId();
    return { userId: userOf(person), responseUrl: fake.responseUrl(triggerId), ...more, triggerId };
  };
  const command: Stage['command'] = (person, text, more) =>
    slashCommand({ command: '/협업', text, ...actOf(person, more) });

  return {
    government,
    fake,
    env,
    userOf,
    async addPeople(department, count) {
      const people = await government.addPeople(department, count);
      await enrol();
      return people;
    },
    async start(role, more = {}) {
      const bot = await startBot({ role, env: { ...env, ...more } });
      running.push(bot);
      return bot;
    },
    async ask(bot, request, options) {
      const form = new URLSearchParams(request.body);
      const payload = JSON.parse(form.get('payload') ?? '{}') as { view?: { id?: string } };
      for (;;) {
        const [responses, calls] = [fake.responses.length, fake.calls.length];
        const response = await bot.send(request, options);
        const text = await response.text();
        if (response.status !== 200) throw new Error(`${response.status} ${text}`);
        if (!text.includes(renderPending('ko'))) return text;
        const isOfView = ({ method, args }: FakeCall) =>
          payload.view
            ? method === 'views.update' && args.view_id === payload.view.id
            : /^views\.(open|push)$/.test(method) && args.trigger_id === form.get('trigger_id');
        const late = await seen('the late answer', () => {
          const said = fake.responses.slice(responses);
          const answer = said.find(({ key }) => fake.responseUrl(key) === form.get('response_url'));
          // A command may open a dialog instead of saying something.
          return answer ? JSON.stringify(answer.body) : fake.calls.slice(calls).some(isOfView) && '';
        });
        if (!payload.view) return late;
      }
    },
    command,
    give: (from, to, { message = THANKS, ...more } = {}) =>
      command(from, `주기 <@${userOf(to)}|someone> ${message}`, more),
    press: (person, action, more) =>
      blockActions({ action, message: { ts: '1.2' }, channelId: 'D1', ...actOf(person, more) }),
    submitGive: (person, { metadata, recipient, message = THANKS, viewId }) =>
      viewSubmission({
        ...actOf(person),
        view: {
          callback_id: 'give',
          private_metadata: metadata,
          blocks: [
            { type: 'input', block_id: 'recipient' },
            { type: 'input', block_id: 'message' },
          ],
          ...(viewId === undefined ? {} : { id: viewId }),
        },
        values: {
          recipient: {
            recipient: {
              type: 'external_select',
              selected_option: { text: { type: 'plain_text', text: '받는 분' }, value: recipient },
            },
          },
          message: { message: { type: 'plain_text_input', value: message } },
        },
      }),
    async holdPostings() {
      const client = new pg.Client({
        connectionString: government.test.ownerUrl,
        options: '-c search_path=ieum',
      });
      // A crash of the server ends it as well.
      client.on('error', () => {});
      await client.connect();
      await client.query('begin; lock table balance in share mode');
      const release = async () => {
        if (held.delete(release)) await client.end();
      };
      held.add(release);
      // A test that fails before it releases them holds up no other.
      onTestFinished(release);
      return release;
    },
    countHeldPostings: () => government.countWaitingFor('balance'),
    countWaiting: () =>
      government.value(`select count(*)::int from outbox where state in ('due', 'claimed')`),
    async books() {
      const counts = BOOKS.map((table) => `(select count(*) from ${table}) as ${table}`);
      const [row = {}] = await government.rows<Record<string, number>>(
        `select ${counts.join(', ')}, (select coalesce(sum(points), 0)::bigint from balance) as balance`,
      );
      return row;
    },
    async close() {
      for (const release of held) await release();
      await Promise.all(running.map((bot) => bot.kill()));
      await fake.stop();
      await government.close();
    },
  };
}

/** The number of the gift that an answer confirms; undefined when it confirms none. */
export function givenNumber(answer: unknown): number | undefined {
  const text = JSON.stringify(answer);
  if (!text.includes('보냈습니다.') || !text.includes('undo_gift')) return undefined;
  const found = /번호 (\d+)/.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}

export const REFERENCE = /[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}/;
