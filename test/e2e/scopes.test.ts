import { readFileSync } from 'node:fs';
import { webApi } from '@slack/bolt';
import { createEmulator } from 'emulate';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registerHome } from '../../src/home/slack.ts';
import { createDelivery } from '../../src/messenger/delivery.ts';
import { createIdentity } from '../../src/messenger/identity.ts';
import type { Listeners } from '../../src/messenger/listeners.ts';
import { findOwnMessages } from '../../src/messenger/marker.ts';
import { findConversation } from '../../src/messenger/recipient.ts';
import { clientOptions } from '../../src/messenger/slack-client.ts';
import { completeFile, deleteFile, reserveFile, sendFile } from '../../src/messenger/upload-file.ts';
import { createPictureUpload } from '../../src/messenger/upload-picture.ts';
import { createPointsRenderers } from '../../src/points/deliveries.ts';
import { givePoints } from '../../src/points/give-points.ts';
import { reverseGift } from '../../src/points/reverse-gift.ts';
import { registerPoints } from '../../src/points/slack.ts';
import { openStandingMemory } from '../../src/points/standing-memory.ts';
import { giftOf, openTestGovernment, type TestGovernment } from '../support/government.ts';

interface Manifest {
  features: {
    shortcuts: Array<{ type: string; callback_id: string }>;
    slash_commands: Array<{ command: string; should_escape: boolean; url: string }>;
  };
  oauth_config: { scopes: { bot: string[] } };
  settings: {
    event_subscriptions: { request_url: string; bot_events: string[] };
    interactivity: { is_enabled: boolean; request_url: string; message_menu_options_url: string };
  };
}
const manifest = JSON.parse(
  readFileSync(new URL('../../manifest.json', import.meta.url), 'utf8'),
) as Manifest;
const SCOPES = manifest.oauth_config.scopes.bot;

/** Needed for what Slack sends us, which no call of ours can show. */
const FOR_WHAT_ARRIVES: Record<string, string> = {
  commands: 'slash commands and shortcuts',
  'reactions:read': 'the event reaction_added',
};
const log = pino({ level: 'silent' });
const now = () => new Date();

type Handler = (act: Record<string, unknown>, at?: Record<string, unknown>) => Promise<unknown>;

/** The real listeners of the features, by what they listen to; a test calls them as Bolt would. */
function collectListeners() {
  const heard = { command: [], action: [], view: [], shortcut: [], options: [], event: [] } as Record<
    string,
    Array<{ name: string | RegExp; handle: Handler }>
  >;
  const on = (kind: string) => (name: string | RegExp, handle: unknown) =>
    void heard[kind]?.push({ name, handle: handle as Handler });
  const listeners = {
    onCommand: on('command'),
    onAction: on('action'),
    onView: on('view'),
    onShortcut: on('shortcut'),
    onOptions: on('options'),
    onEvent: on('event'),
  } as unknown as Listeners;
  const find = (kind: string, wanted: string): Handler => {
    const found = heard[kind]?.find(({ name }) =>
      typeof name === 'string' ? name === wanted : name.test(wanted),
    );
    if (!found) throw new Error(`Nobody listens to the ${kind} ${wanted}.`);
    return found.handle;
  };
  const names = (kind: string) => (heard[kind] ?? []).map(({ name }) => name);
  return { listeners, find, names };
}

let government: TestGovernment;
let emulator: { readonly url: string; close(): Promise<void> };
const EVERYTHING = 'xoxb-everything';
const tokenWithout = (scope: string) => `xoxb-without-${scope.replaceAll(/[^a-z]/g, '-')}`;
let teamId = '';
const users: Record<string, string> = {};
const channels: Record<string, string> = {};

beforeAll(async () => {
  government = await openTestGovernment();
  emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: {
      slack: {
        strict_scopes: true,
        users: [
          { name: 'ieum', real_name: '이음', email: 'bot@example.kr' },
          { name: 'haneul', real_name: '김하늘', email: 'haneul@example.kr' },
          { name: 'jiu', real_name: '정지우', email: 'jiu@example.kr' },
        ],
        channels: [{ name: 'board' }, { name: 'closed', is_private: true }],
        tokens: [
          { token: EVERYTHING, user: 'ieum' },
          { token: 'xoxb-manifest', user: 'ieum', scopes: SCOPES },
          ...SCOPES.map((scope) => ({
            token: tokenWithout(scope),
            user: 'ieum',
            scopes: SCOPES.filter((one) => one !== scope),
          })),
        ],
      },
    },
  });
  const client = clientOf(EVERYTHING);
  teamId = (await client.auth.test()).team_id ?? '';
  for (const { name, id } of (await client.users.list({})).members ?? []) users[name ?? ''] = id ?? '';
  const listed = await client.conversations.list({ types: 'public_channel,private_channel' });
  for (const { name, id } of listed.channels ?? []) channels[name ?? ''] = id ?? '';
});
afterAll(async () => {
  await emulator?.close();
  await government?.close();
});

function clientOf(token: string): webApi.WebClient {
  const slack = {
    botToken: token,
    apiUrl: `${emulator.url}/api/`,
    mode: { kind: 'http' as const, signingSecret: '' },
  };
  return new webApi.WebClient(token, clientOptions(slack, log));
}

/**
 * Everything the bot asks of Slack, each by the code that asks it in production, against a database that knows nobody of
 * the workspace yet. By name: the calls, or what stopped them.
 */
async function useEverything(token: string): Promise<Record<string, string>> {
  await government.reset();
  const { database, people } = government;
  const client = clientOf(token);
  const botUserId = users.ieum ?? '';
  const identity = createIdentity({ database, client, now, log });
  const { listeners, find } = collectListeners();
  registerPoints(listeners, {
    database,
    identity,
    memory: openStandingMemory(),
    metrics: { countGift: () => {}, countRefusal: () => {} },
    now,
    log,
    wake: () => {},
    reactions: ['handshake'],
  });
  registerHome(listeners, { database, identity, now });
  const haneul = { teamId, userId: users.haneul ?? '', officialId: people.haneul.id, locale: 'ko', client };
  const triggerId = async () => {
    const answer = await fetch(`${emulator.url}/api/views.generateTriggerId`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${EVERYTHING}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: `user_id=${users.haneul}`,
    });
    return ((await answer.json()) as { trigger_id: string }).trigger_id;
  };

  const outcomes: Record<string, string> = {};
  const use = async (what: string, work: () => Promise<unknown>) => {
    try {
      await work();
      outcomes[what] = 'ok';
    } catch (error) {
      const { data } = error as { data?: { error?: string; needed?: string } };
      outcomes[what] = data?.error === 'missing_scope' ? `missing ${data.needed}` : String(error);
    }
  };
  /** Gives in a workspace with this board, delivers, takes back and delivers again. */
  const deliver = async (board: string) => {
    await government.rows('delete from workspace');
    await government.rows('insert into workspace (team_id, board_channel_id) values ($1, $2)', [
      teamId,
      board,
    ]);
    const given = await givePoints(database, giftOf(people.haneul, people.jiu, { teamId }), now());
    if (given.kind !== 'given') throw new Error('not given');
    const delivery = createDelivery({
      database,
      client,
      renderers: createPointsRenderers({ database, now }),
      now,
      log,
      botUserId,
      // A missing scope holds the whole workspace; here each message shall be tried.
      limits: { laneIntervalMs: 0, appHoldMs: 0, lingerMs: 0 },
    });
    const run = async () => {
      await delivery.deliverDue(teamId);
      const [stuck] = await government.rows<{ problem: string }>(
        `select problem from outbox where state <> 'sent' and problem is not null order by id limit 1`,
      );
      if (stuck)
        throw Object.assign(new Error(stuck.problem), { data: { error: stuck.problem, needed: 'see log' } });
    };
    await run();
    const reversed = await reverseGift(
      database,
      { requestKey: 'r', teamId, number: given.giftId, actorId: people.haneul.id, reason: '' },
      now(),
    );
    if (reversed.kind !== 'reversed') throw new Error('not taken back');
    await run();
  };
  const search = (channelId: string) =>
    findOwnMessages(client, { channelId, since: new Date(0), ids: [1], botUserId });

  await use('users.info', async () => {
    const person = await identity.resolve(teamId, users.haneul ?? '');
    if (person.kind !== 'official') throw new Error(`the official is not known by e-mail: ${person.kind}`);
  });
  await use('users.lookupByEmail', () => client.users.lookupByEmail({ email: 'jiu@example.kr' }));
  await use('deliveries', () => deliver(channels.board ?? ''));
  await use('conversations.open', () =>
    findConversation(client, { kind: 'person', userId: users.jiu ?? '', audience: { locale: 'ko' } }),
  );
  await use('conversations.history of the board', () => search(channels.board ?? ''));
  await use('conversations.history of a closed board', () => search(channels.closed ?? ''));
  const direct =
    (await clientOf(EVERYTHING).conversations.open({ users: users.jiu ?? '' })).channel?.id ?? '';
  await use('conversations.history of direct messages', () => search(direct));
  await use('files.completeUploadExternal', async () => {
    const problems: unknown[] = [];
    const warn = (about: { err?: unknown }) => void problems.push(about.err);
    const upload = createPictureUpload({ client, log: { warn } as unknown as typeof log });
    const bytes = Buffer.from('89504e470d0a1a0a', 'hex');
    if (!(await upload({ name: 'chart.png', title: '그래프', bytes }))) throw problems[0];
  });
  await use('a file in direct messages, and its end', async () => {
    const bytes = new Uint8Array(Buffer.from('a,b'));
    const place = await reserveFile(client, { name: 'gifts.csv', length: bytes.length });
    await sendFile(place, bytes, { length: bytes.length, signal: AbortSignal.timeout(5_000) });
    await completeFile(client, { fileId: place.fileId, title: 'gifts.csv', channelId: direct });
    await deleteFile(client, place.fileId);
  });
  await use('views.publish', () =>
    find('event', 'app_home_opened')(
      { type: 'app_home_opened', tab: 'home', user: users.haneul },
      { teamId, client },
    ),
  );
  await use('views.open', async () =>
    find(
      'shortcut',
      'give_points',
    )({ ...haneul, triggerId: await triggerId(), shortcut: { type: 'shortcut' } }),
  );
  await use('chat.postEphemeral', () =>
    find('event', 'reaction_added')(
      {
        type: 'reaction_added',
        user: users.haneul,
        reaction: 'handshake',
        item: { type: 'message', channel: channels.board, ts: '1.1' },
        item_user: users.jiu,
      },
      { teamId, client },
    ),
  );
  return outcomes;
}

describe('the scopes of manifest.json', () => {
  test('are enough for every call the bot makes', async () => {
    const outcomes = await useEverything('xoxb-manifest');
    expect(Object.keys(outcomes)).toHaveLength(12);
    expect(new Set(Object.values(outcomes)), JSON.stringify(outcomes)).toEqual(new Set(['ok']));
  });

  test.each(SCOPES.filter((scope) => !(scope in FOR_WHAT_ARRIVES)))(
    'are not too many: without %s a call fails',
    async (scope) => {
      const outcomes = await useEverything(tokenWithout(scope));
      expect(Object.values(outcomes), JSON.stringify(outcomes)).toContain(`missing ${scope}`);
    },
  );

  test('that no call can show belong to a feature that is there', () => {
    const { features, settings } = manifest;
    expect(SCOPES.includes('commands')).toBe(features.slash_commands.length + features.shortcuts.length > 0);
    expect(SCOPES.includes('reactions:read')).toBe(
      settings.event_subscriptions.bot_events.includes('reaction_added'),
    );
    expect([...SCOPES].sort()).toEqual(SCOPES);
  });
});

describe('manifest.json and the code agree', () => {
  const { features, settings } = manifest;
  const collect = () => {
    const { listeners, names } = collectListeners();
    const deps = {} as Parameters<typeof registerPoints>[1] & Parameters<typeof registerHome>[1];
    registerPoints(listeners, deps);
    registerHome(listeners, deps);
    return names;
  };

  test('on the commands, which Slack escapes', async () => {
    const source = readFileSync(new URL('../../src/messenger/routes.ts', import.meta.url), 'utf8');
    const pattern = /COMMANDS = \/(.+)\/;/.exec(source)?.[1];
    if (pattern === undefined) throw new Error('no commands in routes.ts');
    expect(features.slash_commands.map(({ command }) => command)).toEqual(['/협업', '/collab']);
    for (const { command, should_escape } of features.slash_commands) {
      expect(command).toMatch(new RegExp(pattern));
      expect(should_escape).toBe(true);
    }
  });

  test('on shortcuts and events', () => {
    const names = collect();
    expect(features.shortcuts.map(({ callback_id }) => callback_id).sort()).toEqual(names('shortcut').sort());
    expect(settings.event_subscriptions.bot_events).toEqual(names('event').map(String).sort());
  });

  test('on the one address for everything, and searches are on', () => {
    const { event_subscriptions: events, interactivity } = settings;
    const urls = [
      events.request_url,
      interactivity.request_url,
      interactivity.message_menu_options_url,
      ...features.slash_commands.map(({ url }) => url),
    ];
    expect(new Set(urls.map((url) => new URL(url).pathname))).toEqual(new Set(['/slack/events']));
    expect(interactivity.is_enabled).toBe(true);
    expect(collect()('options')).not.toEqual([]);
  });
});
