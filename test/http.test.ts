import { createServer } from 'node:net';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { Registry } from 'prom-client';
import { afterEach, describe, expect, test } from 'vitest';
import { createHealthRoutes, type HealthChecks, type HealthOptions, openHealthServer } from '../src/http.ts';

const closers: Array<() => Promise<unknown>> = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serve(checks: HealthChecks, options?: HealthOptions, registry = new Registry()) {
  const server = await openHealthServer(createHealthRoutes(checks, registry, options), 0);
  closers.push(server.close);
  return (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${server.port}${path}`, init);
}

const yes = async () => true;
const silent = () => new Promise<boolean>(() => {});

describe('GET /healthz', () => {
  test('says that the process lives, even when nothing else does', async () => {
    const get = await serve({ database: silent });
    const response = await get('/healthz?probe=1');
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
  });
});

describe('GET /readyz', () => {
  test('is 200 when every check holds', async () => {
    const get = await serve({ database: yes, queue: yes, migrations: yes });
    const response = await get('/readyz');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      status: 'ok',
      checks: { database: 'ok', queue: 'ok', migrations: 'ok' },
    });
  });

  test('is 503 and names each check that says no, fails or does not answer in time', async () => {
    const faults: string[] = [];
    const checks: HealthChecks = {
      database: () => Promise.reject(new Error('password authentication failed for "ieum_login"')),
      queue: async () => false,
      migrations: silent,
      thrower: () => {
        throw new Error('at once');
      },
      other: yes,
    };
    const get = await serve(checks, {
      timeoutMs: 100,
      onFault: (check, error) => faults.push(`${check}: ${error instanceof Error ? error.message : ''}`),
    });
    const response = await get('/readyz');
    const text = await response.text();
    expect(response.status).toBe(503);
    expect(JSON.parse(text)).toEqual({
      status: 'fault',
      checks: { database: 'fault', queue: 'fault', migrations: 'fault', thrower: 'fault', other: 'ok' },
    });
    expect(text).not.toContain('ieum_login');
    expect(faults.sort()).toEqual([
      'database: password authentication failed for "ieum_login"',
      'migrations: No answer within 100 ms',
      'queue: The check said no',
      'thrower: at once',
    ]);
  });

  test('waits two seconds for a check, no longer', async () => {
    const get = await serve({ database: silent });
    const started = performance.now();
    expect((await get('/readyz')).status).toBe(503);
    expect(performance.now() - started).toBeGreaterThan(1_900);
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  test('runs a check that hangs only once at a time, and asks again once it has answered', async () => {
    let runs = 0;
    let answer = (_: boolean) => {};
    const hanging = () => {
      runs++;
      return new Promise<boolean>((resolve) => {
        answer = resolve;
      });
    };
    const get = await serve({ database: hanging }, { timeoutMs: 50 });
    await get('/readyz');
    await get('/readyz');
    expect(runs).toBe(1);
    answer(true);
    await get('/readyz');
    expect(runs).toBe(2);
  });
});

describe('GET /metrics', () => {
  test('shows the registry in the text format of Prometheus', async () => {
    const registry = new Registry();
    const get = await serve({}, {}, registry);
    const response = await get('/metrics');
    expect(response.headers.get('content-type')).toBe(registry.contentType);
    expect(response.status).toBe(200);
  });

  test('answers 500 when the registry fails, and the process goes on', async () => {
    const broken = new Registry();
    broken.metrics = () => Promise.reject(new Error('broken'));
    const get = await serve({}, {}, broken);
    expect((await get('/metrics')).status).toBe(500);
    expect((await get('/healthz')).status).toBe(200);
  });
});

describe('the server for processes without another', () => {
  test('serves nothing else', async () => {
    const get = await serve({});
    expect((await get('/slack/events', { method: 'POST' })).status).toBe(404);
    expect((await get('/healthz', { method: 'POST' })).status).toBe(405);
  });

  test('a taken port is an error at once', async () => {
    const other = createServer().listen(0);
    closers.push(async () => other.close());
    const address = other.address();
    if (typeof address !== 'object' || !address) throw new Error('no port');
    await expect(openHealthServer([], address.port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

test("the same routes serve as Bolt's custom routes", async () => {
  const routes = createHealthRoutes({ database: yes }, new Registry());
  const receiver = new HTTPReceiver({
    signingSecret: 'secret',
    logLevel: LogLevel.ERROR,
    customRoutes: routes,
  });
  const app = new App({ receiver, token: 'xoxb-1', botId: 'B1', botUserId: 'U1', logLevel: LogLevel.ERROR });
  const server = await app.start(0);
  closers.push(() => app.stop());
  const address = 'address' in server ? server.address() : null;
  if (typeof address !== 'object' || !address) throw new Error('no port');
  const response = await fetch(`http://127.0.0.1:${address.port}/readyz`);
  expect([response.status, await response.json()]).toEqual([
    200,
    { status: 'ok', checks: { database: 'ok' } },
  ]);
});
