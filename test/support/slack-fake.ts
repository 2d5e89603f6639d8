import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { breaksBlockLimits } from './slack-limits.ts';

export interface FakeUser {
  id: string;
  name?: string;
  realName?: string;
  email?: string;
  /** As in `ko-KR`; given out with `include_locale` only, as Slack does. */
  locale?: string;
  isBot?: boolean;
  deleted?: boolean;
}

/** One call of the Web API. `args` are decoded: blocks, view and metadata are objects. */
export interface FakeCall {
  method: string;
  args: Record<string, unknown>;
  token: string | undefined;
  /** Milliseconds since 1970 at which it arrived. */
  at: number;
  /** What was answered; absent while it hangs or when the connection was dropped. */
  answer?: Record<string, unknown>;
}

export interface FakeMessage {
  type: 'message';
  channel: string;
  ts: string;
  user: string;
  bot_id: string;
  app_id: string;
  text: string;
  blocks?: Record<string, unknown>[];
  metadata?: { event_type: string; event_payload: Record<string, unknown> };
  thread_ts?: string;
  edited?: { user: string; ts: string };
  reactions?: { name: string; users: string[]; count: number }[];
}

/** A file that room was made for. */
export interface FakeFile {
  id: string;
  name: string;
  title?: string;
  /** What was sent; undefined until then. */
  bytes?: Buffer;
  /** Part of the workspace: only now somebody can see it. */
  complete: boolean;
  channel?: string;
  deleted: boolean;
}

/** How a call goes wrong, or slowly. */
export type FakeBehaviour =
  | { kind: 'rateLimited'; retryAfterSeconds: number }
  | { kind: 'error'; error: string; extra?: Record<string, unknown> }
  | { kind: 'httpError'; status: number }
  /** No answer, until the client gives up or the fake stops. */
  | { kind: 'hang' }
  /** Done, but no answer either. */
  | { kind: 'hangAfter' }
  /** The connection breaks before anything is done. */
  | { kind: 'dropBefore' }
  /** Done, but the connection breaks before the answer: the caller cannot know. */
  | { kind: 'dropAfter' }
  | { kind: 'delay'; milliseconds: number }
  /** Done and answered once that is over. */
  | { kind: 'wait'; until: Promise<unknown> };

export interface SlackFake {
  /** For `clientOptions.slackApiUrl`; ends with a slash. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly teamId: string;
  readonly botUserId: string;
  readonly appId: string;
  /** Every call so far, oldest first, those made to fail included. */
  readonly calls: readonly FakeCall[];
  callsOf(method: string): FakeCall[];
  /** What `respond()` sent to a response URL, oldest first. */
  readonly responses: readonly { key: string; body: Record<string, unknown> }[];
  /** A response URL to put into a payload; `key` comes back in `responses`. */
  responseUrl(key: string): string;
  /** What is stored, oldest first; ephemeral messages are in `calls` only. */
  messages(channel: string): readonly FakeMessage[];
  /** Every file that room was made for, the oldest first, deleted ones too. */
  files(): readonly FakeFile[];
  /** The home last published for a user. */
  home(user: string): Record<string, unknown> | undefined;
  /** Lets the next `times` calls (default 1) of `method` behave so; with `when`, only those it holds for. */
  misbehave(
    method: string,
    behaviour: FakeBehaviour,
    options?: { times?: number; when?: (args: Record<string, unknown>) => boolean },
  ): void;
  /** Adds or replaces a method, or adds to what is known of users. */
  answer(method: string, handler: (args: Record<string, unknown>) => Record<string, unknown>): void;
  addUser(user: FakeUser): void;
  /** Forgets calls, responses, messages, homes and misbehaviour; users stay. */
  clear(): void;
  stop(): Promise<void>;
}

type Args = Record<string, unknown>;
type Handler = (args: Args) => Record<string, unknown>;
class Refused extends Error {}

/**
 * A Slack Web API of our own, for what the local Slack cannot do: rate limits, refusals, hanging and broken connections.
 *
 * Stricter than the local Slack where the real one is: it checks the token, the limits of blocks, texts and views, and
 * hides metadata unless `include_all_metadata` asks for it. Unknown methods answer `unknown_method`.
 */
export async function startSlackFake(options: { users?: readonly FakeUser[] } = {}): Promise<SlackFake> {
  const identity = {
    botToken: 'xoxb-fake',
    teamId: 'T01TEST',
    botUserId: 'U0BOT',
    botId: 'B0BOT',
    appId: 'A01TEST',
  };
  const users = new Map((options.users ?? []).map((user) => [user.id, user]));
  const calls: FakeCall[] = [];
  const responses: { key: string; body: Args }[] = [];
  const channels = new Map<string, FakeMessage[]>();
  const views = new Map<string, Args>();
  const homes = new Map<string, Args>();
  const files = new Map<string, FakeFile>();
  const own = new Map<string, Handler>();
  let troubles: { method: string; behaviour: FakeBehaviour; left: number; when: (args: Args) => boolean }[] =
    [];
  let sequence = 0;

  const nextTs = () => {
    sequence += 1;
    return `${Math.floor(Date.now() / 1000)}.${String(sequence).padStart(6, '0')}`;
  };
  const nextId = (prefix: string) => {
    sequence += 1;
    return `${prefix}${String(sequence).padStart(9, '0')}`;
  };
  const messagesOf = (channel: string) => {
    const list = channels.get(channel) ?? [];
    channels.set(channel, list);
    return list;
  };
  const find = (args: Args, key: string) => {
    const message = messagesOf(text(args.channel)).find((one) => one.ts === args[key]);
    if (!message) throw new Refused('message_not_found');
    return message;
  };
  const known = (user: FakeUser | undefined, error: string, args: Args) => {
    if (!user) throw new Refused(error);
    return { ok: true, user: renderUser(user, identity.teamId, args.include_locale === 'true') };
  };
  // A message to a user goes to the direct-message channel with them, as in Slack.
  const channelFor = (reference: string) => {
    if (reference === '') throw new Refused('channel_not_found');
    return reference.startsWith('U') ? `D${reference.slice(1)}` : reference;
  };
  const storeView = (view: Args, id: string) => {
    checkView(view);
    const stored = {
      ...view,
      id,
      hash: nextTs(),
      team_id: identity.teamId,
      app_id: identity.appId,
      blocks: withBlockIds(view.blocks, nextId),
    };
    views.set(id, stored);
    return stored;
  };

  const standard: Record<string, Handler> = {
    'auth.test': () => ({
      ok: true,
      url: 'https://ieum-test.slack.com/',
      team: '시험 정부',
      team_id: identity.teamId,
      user: 'ieum',
      user_id: identity.botUserId,
      bot_id: identity.botId,
      is_enterprise_install: false,
    }),
    'chat.postMessage': (args) => {
      const channel = channelFor(text(args.channel));
      const content = checkContent(args, nextId);
      const message: FakeMessage = {
        type: 'message',
        channel,
        ts: nextTs(),
        user: identity.botUserId,
        bot_id: identity.botId,
        app_id: identity.appId,
        ...content,
        ...(isRecord(args.metadata)
          ? { metadata: args.metadata as NonNullable<FakeMessage['metadata']> }
          : {}),
        ...(typeof args.thread_ts === 'string' ? { thread_ts: args.thread_ts } : {}),
      };
      messagesOf(channel).push(message);
      return { ok: true, channel, ts: message.ts, message };
    },
    'chat.update': (args) => {
      const message = find(args, 'ts');
      Object.assign(message, checkContent(args, nextId), {
        edited: { user: identity.botUserId, ts: nextTs() },
      });
      return { ok: true, channel: message.channel, ts: message.ts, text: message.text, message };
    },
    'chat.delete': (args) => {
      const message = find(args, 'ts');
      const list = messagesOf(message.channel);
      list.splice(list.indexOf(message), 1);
      return { ok: true, channel: message.channel, ts: message.ts };
    },
    'chat.postEphemeral': (args) => {
      if (!text(args.user)) throw new Refused('user_not_in_channel');
      checkContent(args, nextId);
      return { ok: true, message_ts: nextTs() };
    },
    'conversations.open': (args) => {
      const user = text(args.users).split(',')[0] ?? '';
      if (!users.has(user)) throw new Refused('user_not_found');
      return { ok: true, channel: { id: channelFor(user) } };
    },
    'conversations.history': (args) => {
      const oldest = Number(args.oldest ?? 0);
      const latest = Number(args.latest ?? Number.POSITIVE_INFINITY);
      const inclusive = args.inclusive === 'true';
      const found = messagesOf(text(args.channel))
        .filter(({ thread_ts, ts }) => thread_ts === undefined || thread_ts === ts)
        .filter(({ ts }) =>
          inclusive
            ? Number(ts) >= oldest && Number(ts) <= latest
            : Number(ts) > oldest && Number(ts) < latest,
        )
        .reverse();
      const limit = Number(args.limit ?? 100);
      const withMetadata = args.include_all_metadata === 'true';
      const messages = found.slice(0, limit).map(({ metadata, ...message }) => ({
        ...message,
        ...(withMetadata && metadata ? { metadata } : {}),
      }));
      return { ok: true, messages, has_more: found.length > limit };
    },
    'conversations.replies': (args) => {
      const root = messagesOf(text(args.channel)).find(({ ts }) => ts === args.ts);
      if (!root) throw new Refused('thread_not_found');
      const replies = messagesOf(text(args.channel)).filter(
        ({ thread_ts, ts }) =>
          thread_ts === root.ts && ts !== root.ts && Number(ts) > Number(args.oldest ?? 0),
      );
      const limit = Number(args.limit ?? 1_000);
      // Each page begins with the message that the thread is of.
      const messages = [root, ...replies.slice(0, limit - 1)].map(({ metadata: _, ...message }) => message);
      return { ok: true, messages, has_more: replies.length > limit - 1 };
    },
    'users.info': (args) => known(users.get(text(args.user)), 'user_not_found', args),
    'users.lookupByEmail': (args) =>
      known(
        [...users.values()].find((user) => user.email?.toLowerCase() === text(args.email).toLowerCase()),
        'users_not_found',
        args,
      ),
    'users.list': (args) => ({
      ok: true,
      members: [...users.values()].map((user) =>
        renderUser(user, identity.teamId, args.include_locale === 'true'),
      ),
      response_metadata: { next_cursor: '' },
    }),
    'reactions.add': (args) => {
      const message = find(args, 'timestamp');
      const name = text(args.name);
      message.reactions ??= [];
      if (message.reactions.some((one) => one.name === name)) throw new Refused('already_reacted');
      message.reactions.push({ name, users: [identity.botUserId], count: 1 });
      return { ok: true };
    },
    'views.open': (args) => {
      if (!text(args.trigger_id)) throw new Refused('invalid_trigger_id');
      return { ok: true, view: storeView(record(args.view), nextId('V')) };
    },
    'views.push': (args) => {
      if (!text(args.trigger_id)) throw new Refused('invalid_trigger_id');
      return { ok: true, view: storeView(record(args.view), nextId('V')) };
    },
    'views.update': (args) => {
      const present = [...views.values()].find(
        (view) => view.id === args.view_id || (args.external_id && view.external_id === args.external_id),
      );
      if (!present) throw new Refused('not_found');
      if (args.hash !== undefined && args.hash !== present.hash) throw new Refused('hash_conflict');
      return { ok: true, view: storeView(record(args.view), text(present.id)) };
    },
    'files.getUploadURLExternal': (args) => {
      const length = Number(args.length);
      if (!text(args.filename) || !(length > 0)) throw new Refused('invalid_arguments');
      const id = nextId('F');
      files.set(id, { id, name: text(args.filename), complete: false, deleted: false });
      return { ok: true, upload_url: `${base}/upload/${id}-${length}`, file_id: id };
    },
    'files.completeUploadExternal': (args) => {
      const asked = typeof args.files === 'string' ? JSON.parse(args.files) : args.files;
      const [{ id, title }] = asked as [{ id: string; title?: string }];
      const file = files.get(id);
      if (!file?.bytes || file.deleted) throw new Refused('file_not_found');
      const channel = text(args.channel_id);
      Object.assign(file, { complete: true, ...(title ? { title } : {}), ...(channel ? { channel } : {}) });
      return { ok: true, files: [{ id, title }] };
    },
    'files.delete': (args) => {
      const file = files.get(text(args.file));
      if (!file) throw new Refused('file_not_found');
      if (file.deleted) throw new Refused('file_deleted');
      file.deleted = true;
      return { ok: true };
    },
    'views.publish': (args) => {
      const view = storeView(record(args.view), nextId('V'));
      homes.set(text(args.user_id), view);
      return { ok: true, view };
    },
  };

  function perform(call: FakeCall): Args {
    if (call.token !== identity.botToken)
      return { ok: false, error: call.token ? 'invalid_auth' : 'not_authed' };
    const handler = own.get(call.method) ?? standard[call.method];
    if (!handler) return { ok: false, error: 'unknown_method' };
    try {
      return handler(call.args);
    } catch (error) {
      if (error instanceof Refused) return { ok: false, error: error.message };
      throw error;
    }
  }

  function takeTrouble(call: FakeCall): FakeBehaviour | undefined {
    const trouble = troubles.find((one) => one.method === call.method && one.left > 0 && one.when(call.args));
    if (trouble) trouble.left -= 1;
    return trouble?.behaviour;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, area, name = ''] = (request.url ?? '').split('?')[0]?.split('/') ?? [];
    if (area === 'upload') {
      const [id = '', length] = name.split('-');
      const file = files.get(id);
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const bytes = Buffer.concat(parts);
      const isWhole = file && bytes.length === Number(length);
      if (isWhole) file.bytes = bytes;
      response.writeHead(isWhole && request.headers['content-length'] === length ? 200 : 400);
      response.end('OK');
      return;
    }
    const body = await readBody(request);
    if (area === 'response') {
      responses.push({ key: decodeURIComponent(name), body: JSON.parse(body) as Args });
      response.end('ok');
      return;
    }
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const call: FakeCall = { method: name, args: decodeArgs(request, body), token, at: Date.now() };
    calls.push(call);

    const trouble = takeTrouble(call);
    const send = (status: number, answer: Args, headers: Record<string, string> = {}) => {
      call.answer = answer;
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
      response.end(JSON.stringify(answer));
    };
    switch (trouble?.kind) {
      case 'rateLimited':
        send(429, { ok: false, error: 'ratelimited' }, { 'retry-after': String(trouble.retryAfterSeconds) });
        return;
      case 'error':
        send(200, { ok: false, error: trouble.error, ...trouble.extra });
        return;
      case 'httpError':
        send(trouble.status, { ok: false, error: 'internal_error' });
        return;
      case 'hangAfter':
        perform(call);
        return;
      case 'hang':
        return;
      case 'dropBefore':
        request.socket.destroy();
        return;
      case 'dropAfter':
        perform(call);
        request.socket.destroy();
        return;
      case 'delay':
        await new Promise((resolve) => setTimeout(resolve, trouble.milliseconds));
        break;
      case 'wait':
        await trouble.until;
    }
    send(200, perform(call));
  }

  // It never hangs up by itself: whoever sends on an idle connection just then would get an error for an answer.
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    handle(request, response).catch((error: unknown) => {
      response.writeHead(500);
      response.end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The Slack fake has no port.');
  const base = `http://127.0.0.1:${address.port}`;

  return {
    apiUrl: `${base}/api/`,
    botToken: identity.botToken,
    teamId: identity.teamId,
    botUserId: identity.botUserId,
    appId: identity.appId,
    calls,
    callsOf: (method) => calls.filter((call) => call.method === method),
    responses,
    responseUrl: (key) => `${base}/response/${encodeURIComponent(key)}`,
    messages: (channel) => channels.get(channelFor(channel)) ?? [],
    files: () => [...files.values()],
    home: (user) => homes.get(user),
    misbehave(method, behaviour, { times = 1, when = () => true } = {}) {
      troubles.push({ method, behaviour, left: times, when });
    },
    answer: (method, handler) => void own.set(method, handler),
    addUser: (user) => void users.set(user.id, user),
    clear() {
      calls.length = 0;
      responses.length = 0;
      troubles = [];
      for (const store of [channels, views, homes, files, own]) store.clear();
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return body;
}

function decodeArgs(request: IncomingMessage, body: string): Args {
  if (request.headers['content-type']?.includes('json')) return JSON.parse(body) as Args;
  const args: Args = Object.fromEntries(new URLSearchParams(body));
  for (const key of ['blocks', 'attachments', 'view', 'metadata']) {
    if (typeof args[key] === 'string') args[key] = JSON.parse(args[key]);
  }
  return args;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isRecord(value: unknown): value is Args {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function record(value: unknown): Args {
  if (!isRecord(value)) throw new Refused('invalid_arguments');
  return value;
}

function renderUser(user: FakeUser, teamId: string, includeLocale: boolean): Args {
  const name = user.name ?? user.id.toLowerCase();
  const realName = user.realName ?? name;
  return {
    id: user.id,
    team_id: teamId,
    name,
    real_name: realName,
    deleted: user.deleted ?? false,
    is_bot: user.isBot ?? false,
    tz: 'Asia/Seoul',
    tz_offset: 32_400,
    ...(includeLocale ? { locale: user.locale ?? 'ko-KR' } : {}),
    profile: { real_name: realName, display_name: name, ...(user.email ? { email: user.email } : {}) },
  };
}

/** Slack gives every block an id that has none, and shows it in history and payloads. */
function withBlockIds(blocks: unknown, nextId: (prefix: string) => string): Args[] {
  if (!Array.isArray(blocks)) return [];
  return blocks.filter(isRecord).map((block) => ({ block_id: nextId('b'), ...block }));
}

function checkContent(args: Args, nextId: (prefix: string) => string): { text: string; blocks?: Args[] } {
  const content = text(args.text);
  if (content === '' && args.blocks === undefined) throw new Refused('no_text');
  if (content.length > 40_000) throw new Refused('msg_too_long');
  if (args.blocks === undefined) return { text: content };
  if (breaksBlockLimits(args.blocks, 50)) throw new Refused('invalid_blocks');
  return { text: content, blocks: withBlockIds(args.blocks, nextId) };
}

function checkView(view: Args): void {
  if (breaksBlockLimits(view.blocks, 100)) throw new Refused('invalid_blocks');
  if (text(view.private_metadata).length > 3_000) throw new Refused('invalid_arguments');
  if (view.type === 'modal' && text(isRecord(view.title) ? view.title.text : undefined).length > 24) {
    throw new Refused('invalid_arguments');
  }
}
