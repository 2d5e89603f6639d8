import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { App, HTTPReceiver, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { SlackConfig } from '../config.ts';
import { openHealthServer, type Route } from '../http.ts';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { logFault } from './fault.ts';
import type { Identity } from './identity.ts';
import { createInFlight } from './in-flight.ts';
import { createListeners, type Listeners } from './listeners.ts';
import { bridgeLog, clientOptions, openSlackClient } from './slack-client.ts';

/** Where Slack sends its requests. */
const ENDPOINT = '/slack/events';
/** Slack's own tolerance; Bolt checks it for the past only. */
const TOLERANCE_S = 5 * 60;
const STOP_TIMEOUT_MS = 8_000;

export interface Bolt extends Listeners {
  /** The workspace and the bot's user, as Slack names them. */
  readonly teamId: string;
  readonly botUserId: string;
  /**
   * Begins to take requests.
   * @returns the port in use
   * @throws when the port is taken
   */
  start(): Promise<{ port: number }>;
  /** Takes no new requests, waits for those under way (8 s at most) and leaves. May be called twice. */
  stop(): Promise<void>;
}

/**
 * Opens the Slack edge: signed requests at `/slack/events`, or Socket Mode with the routes on a port of their own.
 * Asks Slack once who the bot is.
 * @throws when Slack refuses the token or cannot be reached
 */
export async function openBolt(options: {
  slack: SlackConfig;
  port: number;
  identity: Identity;
  log: Logger;
  customRoutes?: Route[];
  metrics?: Pick<Metrics, 'observeAck'>;
  /** Called after something was put into the outbox here. */
  wake?: (teamId: string) => Promise<void>;
}): Promise<Bolt> {
  const { slack, port, identity, log, customRoutes = [], metrics, wake } = options;
  const self = await openSlackClient(slack, log).auth.test();
  const { team_id: teamId, user_id: botUserId, bot_id: botId } = self;
  if (!teamId || !botUserId || !botId)
    throw new Error('Slack does not take SLACK_BOT_TOKEN for the token of a bot');

  const inFlight = createInFlight();
  const edge =
    slack.mode.kind === 'http'
      ? openHttpEdge(slack.mode.signingSecret, port, customRoutes, log, inFlight.track)
      : openSocketEdge(slack, slack.mode.appToken, port, customRoutes, log);
  const app = new App({
    receiver: edge.receiver,
    authorize: async () => ({ botToken: slack.botToken, botId, botUserId }),
    clientOptions: clientOptions(slack, log),
    logger: bridgeLog(log),
    // Without it App sets a level of its own.
    logLevel: bridgeLog(log).getLevel(),
    convoStore: false,
    extendedErrorHandler: true,
  });
  app.use(({ next }) => inFlight.track(next()));
  // The last net: listeners answer their own faults. Thrown on, an event that failed is sent again by Slack.
  app.error(async ({ error, body }: { error: Error; body: object }) => {
    logFault(log, error, { type: 'type' in body ? body.type : 'command' });
    throw error;
  });

  let stopping: Promise<void> | undefined;
  return {
    ...createListeners({ app, identity, log, track: inFlight.track, metrics, wake }),
    teamId,
    botUserId,
    start: () => edge.start(app),
    stop() {
      stopping ??= edge.stop(async () => {
        if (!(await inFlight.settled(STOP_TIMEOUT_MS)))
          log.error('requests were still under way at the stop');
      });
      return stopping;
    },
  };
}

interface Edge {
  receiver: Receiver;
  start(app: App): Promise<{ port: number }>;
  stop(drained: () => Promise<void>): Promise<void>;
}

function openHttpEdge(
  signingSecret: string,
  port: number,
  customRoutes: Route[],
  log: Logger,
  track: (work: Promise<void>) => Promise<void>,
): Edge {
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: [ENDPOINT],
    processBeforeResponse: true,
    customRoutes: customRoutes.map((route) => ({
      ...route,
      handler: (request: IncomingMessage, response: ServerResponse) => {
        route.handler(request, response).catch((error: unknown) => {
          logFault(log, error, { path: route.path });
          if (!response.headersSent) response.writeHead(500);
          response.end();
        });
      },
    })),
    logger: bridgeLog(log),
  });
  const receive = receiver.requestListener;
  receiver.requestListener = (request, response) => {
    // Bolt refuses requests of long ago; one signed for later could be kept and used then.
    const aheadS = Number(request.headers['x-slack-request-timestamp']) - Date.now() / 1_000;
    if (aheadS > TOLERANCE_S) {
      log.warn('request refused: its time is in the future');
      response.writeHead(401).end();
      return;
    }
    void track(new Promise<void>((resolve) => response.once('close', resolve)));
    receive(request, response);
  };
  let server: Server | undefined;
  return {
    receiver,
    async start() {
      server = await receiver.start(port);
      const address = server.address();
      return { port: typeof address === 'object' && address ? address.port : port };
    },
    async stop(drained) {
      if (!server) return drained();
      const closed = receiver.stop();
      server.closeIdleConnections();
      await drained();
      // A kept-alive connection that was busy a moment ago would hold the server for seconds.
      server.closeAllConnections();
      await closed;
    },
  };
}

function openSocketEdge(
  slack: SlackConfig,
  appToken: string,
  port: number,
  customRoutes: Route[],
  log: Logger,
): Edge {
  // Its own options: here retries are right, a websocket has to be opened again whenever it breaks.
  const receiver = new SocketModeReceiver({
    appToken,
    installerOptions: { clientOptions: slack.apiUrl ? { slackApiUrl: slack.apiUrl } : {} },
    logger: bridgeLog(log),
    logLevel: bridgeLog(log).getLevel(),
  });
  let health: Awaited<ReturnType<typeof openHealthServer>> | undefined;
  return {
    receiver,
    async start() {
      if (customRoutes.length > 0) health = await openHealthServer(customRoutes, port);
      await receiver.start();
      return { port: health?.port ?? 0 };
    },
    async stop(drained) {
      // The websocket has to stay for the acks; what arrives meanwhile is worked off too.
      await drained();
      if (receiver.client.websocket) await receiver.client.disconnect();
      await health?.close();
    },
  };
}
