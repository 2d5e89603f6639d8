import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { TEAM } from './world.ts';

export const SECRET = 'bench-secret';
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** Sends one signed `/협업` and resolves with the answer's body. @throws when it is not 200 */
export function sendCommand(port: number, userId: string, text: string, triggerId: string): Promise<string> {
  const body = new URLSearchParams({
    team_id: TEAM,
    channel_id: 'C0ANY',
    user_id: userId,
    command: '/협업',
    text,
    trigger_id: triggerId,
    response_url: 'http://127.0.0.1:1/',
    api_app_id: 'A0',
  }).toString();
  const timestamp = Math.floor(Date.now() / 1_000);
  const digest = createHmac('sha256', SECRET).update(`v0:${timestamp}:${body}`).digest('hex');
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        path: '/slack/events',
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': Buffer.byteLength(body),
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': `v0=${digest}`,
        },
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => {
          text += chunk;
        });
        answer.on('end', () =>
          answer.statusCode === 200
            ? resolve(text)
            : reject(new Error(`answered ${answer.statusCode}: ${text}`)),
        );
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Runs a file of this folder, or main.ts, as a process of its own until `stop`. */
export async function startProcess(file: string, args: string[], env: Record<string, string>, ready: RegExp) {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(new URL(file, import.meta.url)), ...args],
    {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const found = await new Promise<RegExpExecArray>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      const match = ready.exec(line);
      if (match) resolve(match);
      else if (line.includes('"level":50')) process.stderr.write(`${line}\n`);
    });
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
  });
  return {
    found,
    async stop() {
      if (child.exitCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}

export function closeConnections(): void {
  agent.destroy();
}
