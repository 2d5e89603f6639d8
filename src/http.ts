import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Registry } from 'prom-client';
import { within } from './queue/within.ts';
import { shareWhilePending } from './share-while-pending.ts';

/** Serves on a bare `node:http` server and as one of Bolt's `customRoutes` alike. */
export interface Route {
  path: string;
  method: 'GET';
  handler: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

/** By name, what must hold before requests are sent here. True is good; false, an error or silence is a fault. */
export type HealthChecks = Record<string, () => Promise<boolean>>;

export interface HealthOptions {
  /** How long each check may take. */
  timeoutMs?: number;
  /** Told why a check failed: the answer names it only, as anyone may ask. */
  onFault?: (check: string, error: unknown) => void;
}

/**
 * `GET /healthz`: this process lives. `GET /readyz`: each check by name with `ok` or `fault`, status 200 or 503.
 * `GET /metrics`: the registry in Prometheus' text format. No handler ever rejects.
 */
export function createHealthRoutes(
  checks: HealthChecks,
  registry: Registry,
  { timeoutMs = 2_000, onFault = () => {} }: HealthOptions = {},
): Route[] {
  // Of a check that hangs, one runs at a time: probes come every few seconds and would take up the whole pool.
  const shared = Object.entries(checks).map(
    ([name, check]) => [name, shareWhilePending(async () => check())] as const,
  );

  async function run(name: string, check: () => Promise<boolean>): Promise<[string, 'ok' | 'fault']> {
    try {
      if (await within(timeoutMs, check())) return [name, 'ok'];
      onFault(name, new Error('The check said no'));
    } catch (error) {
      onFault(name, error);
    }
    return [name, 'fault'];
  }

  return [
    {
      path: '/healthz',
      method: 'GET',
      handler: async (_request, response) => answerJson(response, 200, { status: 'ok' }),
    },
    {
      path: '/readyz',
      method: 'GET',
      handler: async (_request, response) => {
        const results = await Promise.all(shared.map(([name, check]) => run(name, check)));
        const isReady = results.every(([, result]) => result === 'ok');
        answerJson(response, isReady ? 200 : 503, {
          status: isReady ? 'ok' : 'fault',
          checks: Object.fromEntries(results),
        });
      },
    },
    {
      path: '/metrics',
      method: 'GET',
      handler: async (_request, response) => {
        try {
          const text = await registry.metrics();
          response.writeHead(200, { 'content-type': registry.contentType }).end(text);
        } catch (error) {
          onFault('metrics', error);
          answerJson(response, 500, { status: 'fault' });
        }
      },
    },
  ];
}

/**
 * Serves `routes` and nothing else, for processes that have no other HTTP server (Socket Mode, worker).
 * @param port 0: any free one
 * @returns the port in use, and `close`, which ends idle connections and waits for requests under way
 * @throws when the port is taken
 */
export async function openHealthServer(
  routes: Route[],
  port: number,
): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const path = request.url?.split('?', 1)[0];
    const route = routes.find((candidate) => candidate.path === path);
    if (!route) answerJson(response, 404, { status: 'not found' });
    else if (route.method !== request.method) answerJson(response, 405, { status: 'method not allowed' });
    else void route.handler(request, response);
  });
  server.listen(port);
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: async () => {
      server.close();
      server.closeIdleConnections();
      await once(server, 'close');
    },
  };
}

function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(body)}\n`);
}
