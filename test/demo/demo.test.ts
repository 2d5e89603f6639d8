import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSlackFake } from '../support/slack.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const TSX = import.meta.resolve('tsx');
/** Loaded first, it makes this machine one for which there is no local Slack. */
const WITHOUT_LOCAL_SLACK = `data:text/javascript,${encodeURIComponent(`
  import Module from 'node:module';
  const resolve = Module._resolveFilename;
  Module._resolveFilename = function (request, ...rest) {
    if (request.startsWith('local-slack-')) throw Object.assign(new Error(request), { code: 'MODULE_NOT_FOUND' });
    return resolve.call(this, request, ...rest);
  };`)}`;

/** Where a demo works and where its temporary files go: whatever it starts has this in its arguments or works in it. */
let directory: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ieum-demo-test-'));
  // Postgres runs as somebody else when we are root.
  await chmod(directory, 0o755);
});

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  for (let tries = 0; tries < 1_000 && (await processesHere()).length > 0; tries += 1) await sleep(50);
  await rm(directory, { recursive: true, force: true });
});

function demo(args: string[], options: { first?: string; env?: Record<string, string> } = {}) {
  const imports = ['--import', TSX, ...(options.first ? ['--import', options.first] : [])];
  const child = spawn(process.execPath, [...imports, MAIN, 'demo', ...args], {
    cwd: directory,
    env: { PATH: process.env.PATH, TMPDIR: directory, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  const exited = once(child, 'close').then(([code]) => code as number | null);
  return {
    child,
    exited,
    output: () => output,
    async says(words: string): Promise<string> {
      const deadline = Date.now() + 180_000;
      while (!output.includes(words)) {
        if (child.exitCode !== null || Date.now() > deadline)
          throw new Error(`Never said ${words}:\n${output}`);
        await sleep(50);
      }
      return output;
    },
  };
}

/** Ids of living processes that the demos of this test have started; a zombie has no arguments any more. */
async function processesHere(): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    ids.map(async (id) => {
      const args = await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '');
      const cwd = await readlink(`/proc/${id}/cwd`).catch(() => '');
      return args !== '' && (args.includes(directory) || cwd.startsWith(directory)) ? id : undefined;
    }),
  );
  return found.filter((id) => id !== undefined);
}

async function expectNothingLeft(): Promise<void> {
  await expect.poll(processesHere, { timeout: 60_000 }).toEqual([]);
  expect((await readdir(directory)).filter((name) => name.startsWith('ieum-'))).toEqual([]);
}

/** Types a command into the page of a demo and waits until the latest message of that channel says it. */
async function expectAnswer(url: string, user: string, text: string, words: string): Promise<void> {
  const channel = 'C0GENERAL';
  await fetch(`${url}/_control/command`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ channel, user, command: '/협업', text }),
  });
  const latest = async () => {
    const answer = await fetch(`${url}/_control/messages/${channel}`);
    return JSON.stringify(((await answer.json()) as { messages: unknown[] }).messages.at(-1));
  };
  await expect.poll(latest, { timeout: 60_000 }).toContain(words);
}

test('the story is played through the messenger, checks what it sees, and leaves books that verify', async () => {
  const { exited, output } = demo(['--once']);
  const code = await exited;
  expect(code, output()).toBe(0);
  for (const line of [
    '협업포인트 10점을 보냈습니다.',
    '같은 부서(인력정책과) 동료에게는 보낼 수 없습니다.',
    '#협업-게시판 · 모두에게 보임',
    '특별협업포인트 100점을 받았습니다.',
    '운영자가 비공개로 바꾼 메시지입니다.',
    '모두 동의해 협업과제가 등록되었습니다.',
    '신청 처리 기간: 12일 → 5일, 58.3% 단축',
    '근무일로 7일 남음',
    '에 다시 보내 드립니다.',
    '답변을 제출했습니다.',
    '답변을 기다리는 평가',
    '답변을 기한 뒤 제출로 받았습니다.',
    '장부에 이상이 없습니다. · The books agree.',
  ])
    expect(output()).toContain(line);
  expect(output()).toMatch(/합계 total +([\d,]+) +\1 +0$/m);
  expect(output()).toMatch(/확인한 것 \d+가지가 모두 맞습니다/);
  await expectNothingLeft();
});

test('the story broken off by Ctrl-C is no success and leaves nothing behind', async () => {
  const { child, exited, says } = demo(['--once']);
  await says('2. @멘션');
  child.kill('SIGINT');
  expect(await exited).toBe(1);
  await expectNothingLeft();
});

test('the page opens beside a busy port, Ctrl-C leaves no process, and a second run has the data of the first', async () => {
  const busy = createServer().listen(0);
  await once(busy, 'listening');
  const { port } = busy.address() as AddressInfo;
  const first = demo(['--port', String(port)]);
  const said = await first.says('Ctrl-C');
  expect(said).toContain(`포트 ${port}번은 다른 프로그램이 쓰고 있어`);
  expect(said).toContain('모든 네트워크에서 열리고');
  const url = /http:\/\/localhost:\d+/.exec(said)?.[0] ?? '';
  expect(url).not.toBe(`http://localhost:${port}`);
  expect(await (await fetch(url)).text()).toContain('<title>local-slack</title>');
  // As the help card writes it, which the page does not take for a mention.
  const give = '주기 @이서준(중기부) 창업 자료를 먼저 공유해 주셔서 고맙습니다';
  await expectAnswer(url, 'UNURIBAEMOEL', give, '190점');

  const second = demo([]);
  expect(await second.exited, second.output()).toBe(1);
  expect(second.output()).toContain('체험판이 이미 돌고 있습니다');

  expect((await processesHere()).length).toBeGreaterThan(3);
  first.child.kill('SIGINT');
  expect(await first.exited, first.output()).toBe(0);
  await expectNothingLeft();

  const again = demo(['--port', '0']);
  const url2 = /http:\/\/localhost:\d+/.exec(await again.says('Ctrl-C'))?.[0] ?? '';
  await expectAnswer(url2, 'UNURIBAEMOEL', '잔여', '190점');
  again.child.kill('SIGTERM');
  expect(await again.exited).toBe(0);
  await expectNothingLeft();

  const fresh = demo(['--fresh', '--port', '0']);
  const url3 = /http:\/\/localhost:\d+/.exec(await fresh.says('Ctrl-C'))?.[0] ?? '';
  await expectAnswer(url3, 'UNURIBAEMOEL', '잔여', '200점');
  busy.close();
}, 600_000);

test.each([[[]], [['--once']]])(
  'without a local Slack "demo %s" says so and how to connect a real workspace, and starts nothing',
  async (args) => {
    const { exited, output } = demo(args, { first: WITHOUT_LOCAL_SLACK });
    expect(await exited).toBe(1);
    expect(output()).toMatch(/시험용 메신저가 없습니다[\s\S]*README\.md[\s\S]*There is no local messenger/);
    expect(await readdir(directory)).not.toContain('.ieum');
  },
);

test('without a local Slack but with the SLACK_ variables it runs with that workspace', async () => {
  const slack = await startSlackFake({});
  const real = demo([], {
    first: WITHOUT_LOCAL_SLACK,
    env: {
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_SIGNING_SECRET: '0123456789abcdef',
      SLACK_API_URL: slack.apiUrl,
      PORT: '0',
    },
  });
  const port = /포트 (\d+)/.exec(await real.says('Ctrl-C'))?.[1];
  const ready = async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status;
  await expect.poll(ready, { timeout: 60_000 }).toBe(200);
  real.child.kill('SIGINT');
  expect(await real.exited, real.output()).toBe(0);
  await expectNothingLeft();
  await slack.stop();
});
