import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { arch, platform } from 'node:process';
import { startTethered } from './tethered-process.ts';

/** Someone of the workspace. Ids are ours to choose and start with `U`. */
export interface LocalSlackUser {
  id: string;
  /** The handle, as in `@kim.hana`; also shown as display name. */
  name: string;
  realName: string;
  email?: string;
}

/** A channel. Only apps whose bot is a member receive its messages and reactions. */
export interface LocalSlackChannel {
  /** Starts with `C`. */
  id: string;
  name: string;
  members: readonly string[];
  isPrivate?: boolean;
  topic?: string;
}

/** Where the bot gets its events: a websocket it opens itself, or signed requests to a URL. */
export type LocalSlackDelivery = { mode: 'socket' } | { mode: 'http'; requestUrl: string };

/** A file as a message shows it. */
export interface LocalSlackFile {
  id: string;
  name: string;
  url_private_download: string;
}

export interface LocalSlackMessage {
  ts: string;
  channel: string;
  user?: string;
  text?: string;
  blocks?: readonly Record<string, unknown>[];
  thread_ts?: string;
  bot_id?: string;
  subtype?: string;
  /** With `subtype: 'ephemeral'`: the only one who would see it in the real Slack. */
  ephemeral_to?: string;
  reactions?: readonly { name: string; users: readonly string[]; count: number }[];
  files?: readonly LocalSlackFile[];
}

/** One step of the traffic with the bot. The newest 1,000 are kept. */
export interface LocalSlackLogEntry {
  id: string;
  /** Milliseconds since 1970. */
  time: number;
  direction: 'to_bot' | 'from_bot' | 'internal';
  /** `web_api`, `events_api`, `slash_commands`, `interactive`, `ack` or `socket`. */
  kind: string;
  /** For a Web API call the method, as in `chat.postMessage`. */
  summary: string;
  /** Arguments, payload or acknowledgement. */
  detail?: unknown;
}

/** What someone does to an element of a message. */
export interface LocalSlackAction {
  type: 'button' | 'static_select' | 'overflow' | 'datepicker';
  action_id: string;
  block_id?: string;
  value?: string;
  selected_option?: { value: string; text?: unknown };
  selected_date?: string;
}

/** Plays the people of the workspace and shows what the bot did. Each call returns once the bot has acknowledged. */
export interface LocalSlackControl {
  message(act: {
    channel: string;
    user: string;
    text: string;
    threadTs?: string;
  }): Promise<LocalSlackMessage>;
  command(act: { channel: string; user: string; command: string; text: string }): Promise<void>;
  interact(act: {
    channel: string;
    messageTs: string;
    user: string;
    action: LocalSlackAction;
  }): Promise<void>;
  /** `present: false` takes the reaction back. `name` is without colons. */
  reaction(act: {
    channel: string;
    ts: string;
    user: string;
    name: string;
    present?: boolean;
  }): Promise<void>;
  editMessage(act: { channel: string; ts: string; user: string; text: string }): Promise<void>;
  deleteMessage(act: { channel: string; ts: string; user: string }): Promise<void>;
  openHome(user: string): Promise<void>;
  log(): Promise<LocalSlackLogEntry[]>;
  /** All messages of a channel, oldest first, ephemeral ones and replies included. */
  messages(channel: string): Promise<LocalSlackMessage[]>;
  /** The direct messages between the bot and someone; empty before the first. */
  directMessages(user: string): Promise<LocalSlackMessage[]>;
  /** What is in a file that was uploaded. */
  download(file: LocalSlackFile): Promise<string>;
  /** Forgets messages, log, modals, homes and direct-message channels. */
  reset(): Promise<void>;
}

export interface LocalSlack {
  readonly available: true;
  /** The browser page; the Web API is at `apiUrl`. */
  readonly url: string;
  readonly apiUrl: string;
  readonly port: number;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  readonly teamId: string;
  readonly appId: string;
  readonly botUserId: string;
  readonly control: LocalSlackControl;
  /** May be called twice. */
  stop(): Promise<void>;
}

/** The program is a native binary, published for some platforms only. */
export interface LocalSlackUnavailable {
  readonly available: false;
  /** `linux-arm64`, say. */
  readonly platform: string;
}

const WORKSPACE = { teamId: 'T01IEUM', domain: 'ieum-demo' };
const APP = {
  appId: 'A01IEUM',
  botUserId: 'U0IEUMBOT',
  botToken: 'xoxb-local-slack',
  appToken: 'xapp-local-slack',
  signingSecret: 'local-slack-signing-secret',
};

/** The bot's user id, which a channel needs among its members before the bot hears anything of it. */
export const LOCAL_SLACK_BOT_USER_ID = APP.botUserId;

/**
 * Starts a throwaway Slack on this machine: Web API, Socket Mode or signed requests, and a browser page on which one
 * acts as any of `users`. Slash commands need no declaration. Nothing is kept after `stop()`, and it also ends when
 * this process does.
 *
 * It listens on every network interface and checks no tokens: never run it with real data.
 */
export async function startLocalSlack(options: {
  users: readonly LocalSlackUser[];
  channels: readonly LocalSlackChannel[];
  workspaceName?: string;
  botName?: string;
  /** Default: Socket Mode. */
  delivery?: LocalSlackDelivery;
  /** 0 or absent: any free port. */
  port?: number;
  log: (line: string) => void;
}): Promise<LocalSlack | LocalSlackUnavailable> {
  const binary = findBinary();
  if (binary === undefined) return { available: false, platform: LOCAL_PLATFORM };

  const directory = await mkdtemp(join(tmpdir(), 'ieum-local-slack-'));
  const configFile = join(directory, 'config.json');
  await writeFile(configFile, JSON.stringify(buildConfig(options)));
  const args = ['--config', configFile, '--port', String(options.port ?? 0), '--base-host', '127.0.0.1'];
  const server = startTethered(binary, [...args, '--files-dir', join(directory, 'files')], {
    lastSignal: 'TERM',
    cwd: directory,
    env: { PATH: process.env.PATH, HOME: directory },
  });
  const port = await new Promise<number>((resolve, reject) => {
    const output: string[] = [];
    server.onLine((line) => {
      output.push(line);
      options.log(line);
      const found = /Control API: +http:\/\/[^:]+:(\d+)/.exec(line);
      if (found) resolve(Number(found[1]));
    });
    void server.exited.then((reason) => {
      reject(new Error(`The local Slack did not start (${reason}):\n${output.join('\n').trim()}`));
    });
  });

  const url = `http://127.0.0.1:${port}`;
  let stopping: Promise<void> | undefined;
  return {
    available: true,
    url,
    apiUrl: `${url}/api/`,
    port,
    botToken: APP.botToken,
    appToken: APP.appToken,
    signingSecret: APP.signingSecret,
    teamId: WORKSPACE.teamId,
    appId: APP.appId,
    botUserId: APP.botUserId,
    control: createControl(url),
    stop() {
      stopping ??= server
        .end([
          { signal: 'SIGTERM', waitMs: 3_000 },
          { signal: 'SIGKILL', waitMs: 3_000 },
        ])
        .finally(() => rm(directory, { recursive: true, force: true }));
      return stopping;
    },
  };
}

/** `linux-arm64`, say. */
export const LOCAL_PLATFORM = `${platform}-${arch}`;

/** Whether this platform has the program. */
export function hasLocalSlack(): boolean {
  return findBinary() !== undefined;
}

function findBinary(): string | undefined {
  const { resolve } = createRequire(import.meta.url);
  try {
    return join(dirname(resolve(`local-slack-${LOCAL_PLATFORM}/package.json`)), 'bin', 'local-slack');
  } catch {
    return undefined;
  }
}

function buildConfig(options: {
  users: readonly LocalSlackUser[];
  channels: readonly LocalSlackChannel[];
  workspaceName?: string;
  botName?: string;
  delivery?: LocalSlackDelivery;
}): unknown {
  const delivery = options.delivery ?? { mode: 'socket' };
  return {
    workspace: { ...WORKSPACE, name: options.workspaceName ?? '이음 시범 정부' },
    apps: [
      {
        ...APP,
        botName: options.botName ?? '이음',
        ...(delivery.mode === 'socket'
          ? { mode: 'socket' }
          : { mode: 'events', requestUrl: delivery.requestUrl }),
      },
    ],
    users: options.users.map(({ id, name, realName, email }) => ({
      id,
      name,
      real_name: realName,
      email,
      tz: 'Asia/Seoul',
    })),
    channels: options.channels.map(({ id, name, members, isPrivate, topic }) => ({
      id,
      name,
      members,
      is_private: isPrivate ?? false,
      topic: topic ?? '',
    })),
  };
}

function createControl(url: string): LocalSlackControl {
  async function call<T>(path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${url}/_control${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`Local Slack ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as T;
  }
  const messages = async (channel: string) =>
    (await call<{ messages: LocalSlackMessage[] }>(`/messages/${encodeURIComponent(channel)}`)).messages;

  return {
    messages,
    async message({ threadTs, ...act }) {
      const body = threadTs === undefined ? act : { ...act, thread_ts: threadTs };
      return (await call<{ message: LocalSlackMessage }>('/message', body)).message;
    },
    async command(act) {
      await call('/command', act);
    },
    async interact(act) {
      await call('/interact', act);
    },
    async reaction(act) {
      await call('/reaction', act);
    },
    async editMessage(act) {
      await call('/edit-message', act);
    },
    async deleteMessage(act) {
      await call('/delete-message', act);
    },
    async openHome(user) {
      await call('/open-home', { user });
    },
    async log() {
      return (await call<{ log: LocalSlackLogEntry[] }>('/log')).log;
    },
    async directMessages(user) {
      const { channels } = await call<{ channels: { id: string; is_im: boolean; members: string[] }[] }>(
        '/state',
      );
      const direct = channels.find((channel) => channel.is_im && channel.members.includes(user));
      return direct ? messages(direct.id) : [];
    },
    async download(file) {
      // Its address may name another host; what counts is the path.
      const response = await fetch(new URL(new URL(file.url_private_download).pathname, url), {
        headers: { authorization: `Bearer ${APP.botToken}` },
      });
      if (!response.ok) throw new Error(`Local Slack ${file.name}: ${response.status}`);
      return response.text();
    },
    async reset() {
      await call('/reset', {});
    },
  };
}
