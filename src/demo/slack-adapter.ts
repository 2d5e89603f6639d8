import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { LOCAL_SLACK_BOT_USER_ID } from './local-slack.ts';
import {
  BUTTONS,
  isObject,
  type Json,
  type Offers,
  searchesOf,
  toButtonPress,
  toPageImages,
  toPageTexts,
  toPoorerView,
  toSlackSubmission,
} from './poorer-views.ts';
import { acceptTextSocket, openTextSocket, type TextSocket } from './text-socket.ts';

type Options = NonNullable<ReturnType<Offers['get']>>;

/** How long the bot may take to say what a select offers. */
const SUGGESTION_MS = 3_000;

export interface SlackAdapter {
  /** What the bot takes for Slack's Web API. */
  readonly apiUrl: string;
  stop(): Promise<void>;
}

/**
 * Stands between the bot and a local Slack, Web API and Socket Mode alike, and makes up for what the latter lacks: views
 * are made usable in its page, submissions complete; names typed after `@` are found; a button of App Home says that it is
 * one; profiles have a locale. Listens on 127.0.0.1.
 */
export async function startSlackAdapter(options: {
  /** The local Slack's Web API, with a slash at the end. */
  slackApiUrl: string;
  /** What the search of an action would find, 100 at most; undefined: the bot is asked, as if nothing had been typed. */
  listOffers: (actionId: string) => Promise<Options | undefined>;
  /** The language of those who do not use Slack in Korean, by user id. */
  locales: Readonly<Record<string, string>>;
}): Promise<SlackAdapter> {
  const { slackApiUrl, listOffers, locales } = options;
  const sockets = new Set<TextSocket>();
  /** Where a websocket that we offered leads to, by path. */
  const upstream = new Map<string, string>();
  let origin = '';

  /** The page has one stack of dialogs for all, so the latest act is that of whoever sees the next one. */
  let latest: Json = {};
  /** Questions of ours to the bot, by envelope. */
  const asked = new Map<string, (options: Options) => void>();
  let askBot: ((envelope: Json) => void) | undefined;

  /** What the bot would offer to whoever has typed nothing yet. */
  function suggest(view: Json, search: { blockId: string; actionId: string }): Promise<Options> {
    const { user, team, api_app_id, token } = latest;
    const about = { action_id: search.actionId, block_id: search.blockId, value: '' };
    const payload = { type: 'block_suggestion', user, team, api_app_id, token, ...about, view };
    const envelope_id = `suggestion-${randomUUID()}`;
    return new Promise((answer) => {
      const give = (options: Options) => {
        clearTimeout(timer);
        asked.delete(envelope_id);
        answer(options);
      };
      const timer = setTimeout(() => give([]), SUGGESTION_MS);
      asked.set(envelope_id, give);
      askBot?.({ envelope_id, type: 'interactive', accepts_response_payload: true, payload });
    });
  }

  /** Where the page finds a file that the bot has uploaded. */
  const fileUrl = (id: string) =>
    new URL(`/files/${LOCAL_SLACK_BOT_USER_ID}/${id}/picture.png`, slackApiUrl).href;

  async function adaptView(view: unknown): Promise<unknown> {
    if (!isObject(view)) return view;
    const offers = new Map<string, Options>();
    for (const search of searchesOf(view)) {
      if (offers.has(search.actionId)) continue;
      offers.set(search.actionId, (await listOffers(search.actionId)) ?? (await suggest(view, search)));
    }
    return toPageTexts(toPoorerView(view, offers));
  }

  /** The parameters of a Web API call; `view` and `blocks` are JSON in them. */
  async function adaptCall(body: string): Promise<string> {
    const fields = new URLSearchParams(body);
    const view = fields.get('view');
    if (view) fields.set('view', JSON.stringify(await adaptView(JSON.parse(view))));
    const blocks = fields.get('blocks');
    if (blocks) fields.set('blocks', JSON.stringify(toPageImages(toPageTexts(JSON.parse(blocks)), fileUrl)));
    const text = fields.get('text');
    if (text) fields.set('text', String((toPageTexts({ text }) as Json).text));
    return fields.toString();
  }

  function adaptAnswer(method: string, answer: Json): Json {
    if (method === 'apps.connections.open' && typeof answer.url === 'string') {
      const { pathname } = new URL(answer.url);
      upstream.set(pathname, answer.url);
      return { ...answer, url: `${origin.replace(/^http/, 'ws')}${pathname}` };
    }
    if (method === 'users.info' && isObject(answer.user)) {
      return { ...answer, user: { ...answer.user, locale: locales[String(answer.user.id)] ?? 'ko-KR' } };
    }
    return answer;
  }

  async function serveCall(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', origin);
    const raw = await readBody(request);
    const type = request.headers['content-type'] ?? '';
    const isForm = type.startsWith('application/x-www-form-urlencoded');
    // Answers to buttons and commands go to an address of their own; see `adaptEnvelope`.
    const hook = pathname === '/respond' ? searchParams.get('to') : undefined;
    const method = pathname.replace(/^\/api\//, '');
    const body = hook
      ? JSON.stringify(toPageTexts(JSON.parse(raw.toString('utf8'))))
      : isForm
        ? await adaptCall(raw.toString('utf8'))
        : raw;
    const answer = await fetch(hook ?? `${slackApiUrl}${method}`, {
      method: 'POST',
      headers: {
        'content-type': type,
        ...(request.headers.authorization ? { authorization: request.headers.authorization } : {}),
      },
      body,
    });
    const text = await answer.text();
    const contentType = answer.headers.get('content-type') ?? 'text/plain';
    response.writeHead(answer.status, { 'content-type': contentType });
    response.end(
      !hook && contentType.includes('json') ? JSON.stringify(adaptAnswer(method, JSON.parse(text))) : text,
    );
  }

  /** What Slack says to the bot, and what it is answered in the bot's place. */
  function adaptEnvelope(envelope: Json): { toBot?: Json; answer?: Json } {
    const { payload } = envelope;
    if (!isObject(payload)) return { toBot: envelope };
    latest = actorOf(payload) ?? latest;
    const press = payload.type === 'view_submission' ? toButtonPress(payload) : undefined;
    if (press?.chosen) {
      // The modal stays, as it does after a press; the bot may put another in its place.
      return {
        toBot: { ...envelope, payload: press.chosen },
        answer: { response_action: 'update', view: payload.view },
      };
    }
    if (press) {
      return { answer: { response_action: 'errors', errors: { [BUTTONS]: '하나를 고르십시오.' } } };
    }
    const { response_url: hook } = payload;
    const adapted: Json = hook
      ? { ...payload, response_url: `${origin}/respond?to=${encodeURIComponent(String(hook))}` }
      : { ...payload };
    if (envelope.type === 'slash_commands') adapted.text = findMentions(String(payload.text ?? ''));
    if (payload.type === 'view_submission' && isObject(payload.view)) {
      adapted.view = toSlackSubmission(payload.view);
    }
    if (payload.type === 'block_actions' && isObject(payload.channel) && payload.channel.id === '') {
      // A button of App Home; there it looks like one of a message that is nowhere.
      delete adapted.channel;
      delete adapted.message;
      delete adapted.response_url;
      adapted.container = { type: 'view' };
    }
    return { toBot: { ...envelope, payload: adapted } };
  }

  /** What the bot acknowledges with: a view to show, or a message. */
  async function adaptAck(ack: Json): Promise<Json> {
    const { payload } = ack;
    if (!isObject(payload)) return ack;
    if (!isObject(payload.view)) return { ...ack, payload: toPageTexts(payload) };
    return { ...ack, payload: { ...payload, view: await adaptView(payload.view) } };
  }

  async function serveSocket(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const target = upstream.get(request.url?.split('?')[0] ?? '');
    if (!target) {
      socket.destroy();
      return;
    }
    let bot: TextSocket | undefined;
    // What Slack says before the bot is there: the greeting.
    const early: string[] = [];
    /** Envelopes that are answered already. */
    const answered = new Set<unknown>();
    const send = (text: string) => (bot ? bot.send(text) : early.push(text));
    const slack = await openTextSocket(target, {
      onText(text) {
        const envelope: Json = JSON.parse(text);
        const { toBot, answer } = adaptEnvelope(envelope);
        if (answer) {
          answered.add(envelope.envelope_id);
          slack.send(JSON.stringify({ envelope_id: envelope.envelope_id, payload: answer }));
        }
        if (toBot) send(JSON.stringify(toBot));
      },
      onClose: () => bot?.close(),
    });
    let order = Promise.resolve();
    const accepted = acceptTextSocket(request, socket, head, {
      onText(text) {
        const ack: Json = JSON.parse(text);
        if (answered.delete(ack.envelope_id)) return;
        const give = asked.get(String(ack.envelope_id));
        if (give) {
          const found = isObject(ack.payload) ? ack.payload.options : [];
          give(Array.isArray(found) ? found : []);
          return;
        }
        order = order
          .then(async () => slack.send(JSON.stringify(await adaptAck(ack))))
          // Unanswered is what an answer that fails here would be anyway.
          .catch(() => {});
      },
      onClose() {
        slack.close();
        sockets.delete(accepted);
      },
    });
    bot = accepted;
    askBot = (envelope) => accepted.send(JSON.stringify(envelope));
    sockets.add(accepted);
    for (const text of early) accepted.send(text);
  }

  const server = createServer((request, response) => {
    serveCall(request, response).catch(() => {
      if (!response.headersSent) response.writeHead(502);
      response.end();
    });
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => {});
    serveSocket(request, socket, head).catch(() => socket.destroy());
  });
  await new Promise<void>((done, fail) => server.once('error', fail).listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    apiUrl: `${origin}/api/`,
    async stop() {
      for (const socket of sockets) socket.close();
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Who acts, as a suggestion names them; a command has the ids beside each other. */
function actorOf(payload: Json): Json | undefined {
  const { user, team, api_app_id, token, user_id, team_id } = payload;
  if (isObject(user)) return { user, team, api_app_id, token };
  return user_id ? { user: { id: user_id }, team: { id: team_id }, api_app_id, token } : undefined;
}

/** The page finds people after `@` by Latin letters only; without the sign the bot looks for the name. */
function findMentions(text: string): string {
  return text.replace(/(^|[\s,])@(?=[가-힣])/g, '$1');
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
