import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Config, type Env, parseConfig, readEnv, renderFaults } from '../src/config.ts';

const GOOD = {
  DATABASE_URL: 'postgres://login:pw@db.example:5432/ieum',
  SLACK_BOT_TOKEN: 'xoxb-1-2-abc',
  SLACK_SIGNING_SECRET: '0123456789abcdef',
};

function parsed(env: Env): Config {
  const result = parseConfig(env);
  if (!result.ok) throw new Error(renderFaults(result.faults));
  return result.config;
}

function faultyVariables(env: Env, needs?: 'database'): string[] {
  const result = needs ? parseConfig(env, needs) : parseConfig(env);
  return result.ok ? [] : result.faults.map((fault) => fault.variable);
}

describe('what is not set takes its default', () => {
  test('the queue lives in the same PostgreSQL, requests come by HTTP on port 3000', () => {
    expect(parsed(GOOD)).toEqual({
      databaseUrl: GOOD.DATABASE_URL,
      migrationDatabaseUrl: GOOD.DATABASE_URL,
      queue: { kind: 'postgres', databaseUrl: GOOD.DATABASE_URL },
      slack: { botToken: GOOD.SLACK_BOT_TOKEN, mode: { kind: 'http', signingSecret: '0123456789abcdef' } },
      port: 3000,
      logLevel: 'info',
      reactions: ['협업', 'handshake'],
    });
  });

  test('a variable set to nothing counts as not set', () => {
    const empty = { REDIS_URL: '', SLACK_APP_TOKEN: ' ', PORT: '', LOG_LEVEL: '', IEUM_REACTIONS: '' };
    expect(parsed({ ...GOOD, ...empty })).toEqual(parsed(GOOD));
    expect(faultyVariables({ ...GOOD, DATABASE_URL: '  ' })).toEqual(['DATABASE_URL']);
  });

  test('TZ never matters', () => {
    expect(parsed({ ...GOOD, TZ: 'America/New_York' })).toEqual(parsed(GOOD));
    expect(parsed({ ...GOOD, TZ: 'no such place' })).toEqual(parsed(GOOD));
  });
});

describe('what is set is taken', () => {
  test('the owner of the database may have another login', () => {
    const MIGRATION_DATABASE_URL = 'postgresql://owner:pw@db.example/ieum';
    expect(parsed({ ...GOOD, MIGRATION_DATABASE_URL }).migrationDatabaseUrl).toBe(MIGRATION_DATABASE_URL);
  });

  test('one Redis address is a server, several are the seeds of a cluster', () => {
    expect(parsed({ ...GOOD, REDIS_URL: 'redis://a:6379' }).queue).toEqual({
      kind: 'redis',
      urls: ['redis://a:6379'],
    });
    expect(parsed({ ...GOOD, REDIS_URL: 'rediss://u:p@a:1, rediss://u:p@b:2' }).queue).toEqual({
      kind: 'redis',
      urls: ['rediss://u:p@a:1', 'rediss://u:p@b:2'],
    });
  });

  test('an app token means Socket Mode, also beside a signing secret', () => {
    const socket = { kind: 'socket', appToken: 'xapp-1-a' };
    const { SLACK_SIGNING_SECRET, ...noSecret } = GOOD;
    expect(parsed({ ...noSecret, SLACK_APP_TOKEN: 'xapp-1-a' }).slack.mode).toEqual(socket);
    expect(parsed({ ...GOOD, SLACK_APP_TOKEN: 'xapp-1-a' }).slack.mode).toEqual(socket);
  });

  test.each(['http://127.0.0.1:9/api', 'http://127.0.0.1:9/api/', 'http://127.0.0.1:9/api///'])(
    'the Slack address %s ends with one slash',
    (SLACK_API_URL) => {
      expect(parsed({ ...GOOD, SLACK_API_URL }).slack.apiUrl).toBe('http://127.0.0.1:9/api/');
    },
  );

  test('emoji names lose colons, blanks and doubles, and Hangul is composed', () => {
    const IEUM_REACTIONS = ` :${'협업'.normalize('NFD')}: , clap,+1,clap`;
    expect(parsed({ ...GOOD, IEUM_REACTIONS }).reactions).toEqual(['협업', 'clap', '+1']);
  });

  test('any port from 0 to 65535, no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 65_535 }), (port) => {
        expect(parsed({ ...GOOD, PORT: String(port) }).port).toBe(port);
      }),
    );
    for (const PORT of ['65536', '-1', '3000a', '0x10', '1e3', '3.5'])
      expect(faultyVariables({ ...GOOD, PORT })).toEqual(['PORT']);
  });
});

describe('what is wrong', () => {
  const BAD = {
    DATABASE_URL: 'mysql://root:hunter2@db/ieum',
    MIGRATION_DATABASE_URL: 'postgres://owner:hunter2@db',
    REDIS_URL: 'redis://:hunter2@a,http://hunter2@b',
    SLACK_BOT_TOKEN: 'xoxp-hunter2',
    SLACK_APP_TOKEN: 'xoxb-hunter2',
    SLACK_SIGNING_SECRET: 'xapp-hunter2',
    SLACK_API_URL: 'slack.example/hunter2',
    PORT: 'hunter2',
    LOG_LEVEL: 'hunter2',
    IEUM_REACTIONS: 'a b,hunter2',
    IEUM_REACTION: 'hunter2',
  };

  test('all faults are listed at once, each with the variable, the problem and the way out', () => {
    const result = parseConfig(BAD);
    if (result.ok) throw new Error('accepted');
    expect(result.faults.map((fault) => fault.variable).sort()).toEqual(Object.keys(BAD).sort());
    const text = renderFaults(result.faults);
    expect(text).toContain('설정에 고칠 곳이 11건 있습니다.');
    for (const { variable, problem, fix } of result.faults)
      expect(text).toContain(`${variable}\n  ${problem.ko} ${fix.ko}\n  ${variable} ${problem.en} ${fix.en}`);
  });

  test('no value is ever shown, for it may be a secret', () => {
    const result = parseConfig(BAD);
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });

  test('an empty environment lists what must be set', () => {
    expect(faultyVariables({})).toEqual(['DATABASE_URL', 'SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET']);
  });

  test('a missing way to hear from Slack is found though other variables are faulty too', () => {
    const { SLACK_SIGNING_SECRET, ...noSecret } = GOOD;
    expect(faultyVariables({ ...noSecret, PORT: 'x' })).toEqual(['PORT', 'SLACK_SIGNING_SECRET']);
  });

  test('an unknown IEUM_ name is a probable typo', () => {
    const result = parseConfig({ ...GOOD, IEUM_REACTOINS: 'clap' });
    expect(result).toMatchObject({
      ok: false,
      faults: [
        { variable: 'IEUM_REACTOINS', fix: { en: 'Known names: IEUM_REACTIONS. Otherwise remove it.' } },
      ],
    });
  });

  test('a Redis address without a host, or an empty one in the list, is a fault', () => {
    for (const REDIS_URL of ['redis://', 'redis://a,', 'a:6379'])
      expect(faultyVariables({ ...GOOD, REDIS_URL })).toEqual(['REDIS_URL']);
  });
});

describe('commands on the books alone', () => {
  test('ask for the database, not for the messenger or the queue', () => {
    const { DATABASE_URL } = GOOD;
    const result = parseConfig({ DATABASE_URL, REDIS_URL: 'nonsense' }, 'database');
    expect(result).toEqual({
      ok: true,
      config: { databaseUrl: DATABASE_URL, migrationDatabaseUrl: DATABASE_URL, logLevel: 'info' },
    });
    expect(faultyVariables({ LOG_LEVEL: 'loud', IEUM_X: '1' }, 'database')).toEqual([
      'DATABASE_URL',
      'LOG_LEVEL',
      'IEUM_X',
    ]);
  });
});

describe('the file .env', () => {
  test('completes the environment, never overrides it', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'ieum-env-'));
    try {
      expect(readEnv({ PORT: '1' }, directory)).toEqual({ PORT: '1' });
      await writeFile(join(directory, '.env'), 'PORT=2\nLOG_LEVEL="debug" # more\n');
      expect(readEnv({ PORT: '1' }, directory)).toEqual({ PORT: '1', LOG_LEVEL: 'debug' });
      expect(process.env.LOG_LEVEL).not.toBe('debug');
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  test('.env.example names every variable and lacks only the secrets', () => {
    const example = parseEnv(readFileSync(new URL('../.env.example', import.meta.url), 'utf8'));
    expect(Object.keys(example).sort()).toEqual(
      [
        ...['DATABASE_URL', 'MIGRATION_DATABASE_URL', 'REDIS_URL', 'PORT', 'LOG_LEVEL', 'IEUM_REACTIONS'],
        ...['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN', 'SLACK_API_URL'],
      ].sort(),
    );
    expect(faultyVariables(example)).toEqual(['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET']);
  });
});
