import { createHmac, randomBytes } from 'node:crypto';
import type { ViewValues } from '../../src/demo/screen.ts';

/** A request as Slack would send it, not yet signed. */
export interface SlackRequest {
  contentType: 'application/x-www-form-urlencoded' | 'application/json';
  body: string;
}

/** Who acts, and where. All of it has a default, so that a test names only what it is about. */
export interface SlackContext {
  teamId?: string;
  appId?: string;
  userId?: string;
  userName?: string;
  channelId?: string;
  /** Where `respond()` goes; see `SlackFake.responseUrl`. */
  responseUrl?: string;
  /** Unique by default; give one twice to deliver the same act twice. */
  triggerId?: string;
}

export function newTriggerId(): string {
  return `${Date.now()}.${randomBytes(4).readUInt32BE()}.${randomBytes(12).toString('hex')}`;
}

/**
 * Sends `request` to the bot with Slack's v0 signature.
 *
 * @param options.timestamp seconds since 1970; default now. Slack's five minutes count from it.
 * @param options.signature instead of the right one
 * @param options.headers more of them, such as `x-slack-retry-num`
 */
export function signedRequest(
  secret: string,
  url: string,
  request: SlackRequest,
  options: {
    timestamp?: number;
    signature?: string;
    headers?: Record<string, string>;
    signal?: AbortSignal;
  } = {},
): Promise<Response> {
  const timestamp = options.timestamp ?? Math.floor(Date.now() / 1000);
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${request.body}`).digest('hex');
  return fetch(url, {
    method: 'POST',
    headers: {
      // Exactly this: Bolt takes `…urlencoded;charset=UTF-8`, which fetch adds to URLSearchParams, for JSON.
      'content-type': request.contentType,
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': options.signature ?? `v0=${digest}`,
      ...options.headers,
    },
    body: request.body,
    ...(options.signal ? { signal: options.signal } : {}),
  });
}

/** `/협업 @받는이 고맙습니다` is `{ command: '/협업', text: '<@U02> 고맙습니다' }`. */
export function slashCommand(act: SlackContext & { command: string; text: string }): SlackRequest {
  const who = withDefaults(act);
  return form({
    token: 'verification-token',
    team_id: who.teamId,
    team_domain: 'ieum-test',
    channel_id: who.channelId,
    channel_name: 'directmessage',
    user_id: who.userId,
    user_name: who.userName,
    command: act.command,
    text: act.text,
    api_app_id: who.appId,
    is_enterprise_install: 'false',
    response_url: who.responseUrl,
    trigger_id: who.triggerId,
  });
}

/** Someone used a button or a select of a message, or, without `message`, of a modal or a home given by `view`. */
export function blockActions(
  act: SlackContext & {
    action: { type?: string; action_id: string; block_id?: string; value?: string; [more: string]: unknown };
    message?: { ts: string; [more: string]: unknown };
    view?: Record<string, unknown>;
  },
): SlackRequest {
  const who = withDefaults(act);
  const { message, view } = act;
  return interaction(who, {
    type: 'block_actions',
    trigger_id: who.triggerId,
    container: message
      ? { type: 'message', message_ts: message.ts, channel_id: who.channelId, is_ephemeral: false }
      : { type: 'view', view_id: view?.id },
    ...(message
      ? { channel: { id: who.channelId, name: 'directmessage' }, message, response_url: who.responseUrl }
      : {}),
    ...(view ? { view: { team_id: who.teamId, app_id: who.appId, ...view } } : {}),
    actions: [{ type: 'button', block_id: 'block', action_ts: `${Date.now() / 1000}`, ...act.action }],
  });
}

/** Someone submitted a modal; `view` is what the bot opened, best taken from the fake's answer. */
export function viewSubmission(
  act: SlackContext & {
    view: { callback_id: string; id?: string; private_metadata?: string; [more: string]: unknown };
    values: ViewValues;
  },
): SlackRequest {
  const who = withDefaults(act);
  return interaction(who, {
    type: 'view_submission',
    trigger_id: who.triggerId,
    response_urls: [],
    view: {
      id: `V${randomBytes(5).toString('hex').toUpperCase()}`,
      team_id: who.teamId,
      app_id: who.appId,
      type: 'modal',
      private_metadata: '',
      blocks: [],
      ...act.view,
      state: { values: act.values },
    },
  });
}

/** A global shortcut, or with `message` one on a message. */
export function shortcut(
  act: SlackContext & { callbackId: string; message?: { ts: string; user?: string; text?: string } },
): SlackRequest {
  const who = withDefaults(act);
  return interaction(who, {
    type: act.message ? 'message_action' : 'shortcut',
    callback_id: act.callbackId,
    trigger_id: who.triggerId,
    action_ts: `${Date.now() / 1000}`,
    ...(act.message
      ? {
          channel: { id: who.channelId, name: 'directmessage' },
          message: { type: 'message', ...act.message },
          message_ts: act.message.ts,
          response_url: who.responseUrl,
        }
      : {}),
  });
}

/** An event of the Events API. `eventId` is unique by default; Slack repeats it when it retries. */
export function eventCallback(
  act: SlackContext & { event: { type: string; [more: string]: unknown }; eventId?: string },
): SlackRequest {
  const who = withDefaults(act);
  return {
    contentType: 'application/json',
    body: JSON.stringify({
      token: 'verification-token',
      team_id: who.teamId,
      api_app_id: who.appId,
      type: 'event_callback',
      event_id: act.eventId ?? `Ev${randomBytes(6).toString('hex').toUpperCase()}`,
      event_time: Math.floor(Date.now() / 1000),
      authorizations: [{ enterprise_id: null, team_id: who.teamId, user_id: 'U0BOT', is_bot: true }],
      event: act.event,
    }),
  };
}

function withDefaults(act: SlackContext) {
  return {
    teamId: act.teamId ?? 'T01TEST',
    appId: act.appId ?? 'A01TEST',
    userId: act.userId ?? 'U01GIVER',
    userName: act.userName ?? 'giver',
    channelId: act.channelId ?? 'C01TEST',
    // Nobody listens on the discard port: a bot that answers there notices at once.
    responseUrl: act.responseUrl ?? 'http://127.0.0.1:9/response',
    triggerId: act.triggerId ?? newTriggerId(),
  };
}

function interaction(who: ReturnType<typeof withDefaults>, payload: Record<string, unknown>): SlackRequest {
  const user = { id: who.userId, username: who.userName, name: who.userName, team_id: who.teamId };
  const team = { id: who.teamId, domain: 'ieum-test' };
  const base = {
    api_app_id: who.appId,
    token: 'verification-token',
    team,
    user,
    is_enterprise_install: false,
  };
  return form({ payload: JSON.stringify({ ...base, ...payload }) });
}

function form(fields: Record<string, string>): SlackRequest {
  return { contentType: 'application/x-www-form-urlencoded', body: new URLSearchParams(fields).toString() };
}
