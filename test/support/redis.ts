import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface TestRedis {
  url: string;
  port: number;
  pid: number;
  stop(): Promise<void>;
}

/**
 * Starts a redis-server of its own, on a free port (or on `port`), that keeps nothing on disk.
 * @throws when there is no redis-server: tests never skip for want of a server
 */
export async function startRedis(options: { port?: number } = {}): Promise<TestRedis> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOn(options.port ?? (await findFreePort()));
    } catch (error) {
      // A port that was free a moment ago may be somebody's own end of a connection by now.
      if (attempt === 5) throw error;
    }
  }
}

async function startOn(port: number): Promise<TestRedis> {
  const directory = await mkdtemp(path.join(tmpdir(), 'ieum-redis-'));
  const args = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    directory,
  ];
  const server = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(server, 'exit').catch(() => undefined);
  const kill = () => server.kill('SIGKILL');
  process.once('exit', kill);

  async function stop(): Promise<void> {
    process.off('exit', kill);
    server.kill('SIGTERM');
    await exited;
    await rm(directory, { recursive: true, force: true });
  }

  try {
    await new Promise<void>((resolve, reject) => {
      let output = '';
      server.on('error', (error) =>
        reject(
          'code' in error && error.code === 'ENOENT'
            ? new Error('redis-server is missing; tests need it: apt-get install redis-server')
            : error,
        ),
      );
      server.on('exit', () => reject(new Error(`redis-server ended at once:\n${output}`)));
      server.stdout.on('data', (chunk) => {
        output += chunk;
        if (output.includes('Ready to accept connections')) resolve();
      });
    });
  } catch (error) {
    process.off('exit', kill);
    kill();
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
  if (server.pid === undefined) throw new Error('redis-server has no process id');
  return { url: `redis://127.0.0.1:${port}`, port, pid: server.pid, stop };
}

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
