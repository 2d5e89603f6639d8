import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { type BilingualText, fixes, problems, type Variable } from './config-texts.ts';
import type { QueueConfig } from './queue/connection.ts';

/** What commands that only work on the books need. */
export interface DatabaseConfig {
  /** The application's login, a member of the role `ieum_app`. */
  databaseUrl: string;
  /** The owner's login; only migrations use it. */
  migrationDatabaseUrl: string;
  logLevel: LogLevel;
}

/** What the running bot needs. */
export interface Config extends DatabaseConfig {
  queue: QueueConfig;
  slack: SlackConfig;
  /** 0: any free port. */
  port: number;
  /** Names of emojis, without colons, that offer the dialog. */
  reactions: string[];
}

export interface SlackConfig {
  botToken: string;
  /** Signed requests to our port, or a websocket that we open ourselves. */
  mode: { kind: 'http'; signingSecret: string } | { kind: 'socket'; appToken: string };
  /** Ends with a slash; absent: Slack itself. */
  apiUrl?: string;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One thing wrong with one variable. It never holds the variable's value, which may be a secret. */
export interface ConfigFault {
  variable: string;
  problem: BilingualText;
  fix: BilingualText;
}

export type Env = Record<string, string | undefined>;
type Parsed<T> = { ok: true; config: T } | { ok: false; faults: ConfigFault[] };

/**
 * The environment, completed from the file `.env` in `directory` if there is one. What the environment has set stays,
 * and the process's own environment is not touched.
 * @throws when there is a `.env` that cannot be read
 */
export function readEnv(env: Env, directory = '.'): Env {
  const file = join(directory, '.env');
  return existsSync(file) ? { ...parseEnv(readFileSync(file, 'utf8')), ...env } : { ...env };
}

const required = z.string({ error: 'missing' });

const postgresUrl = required.refine((text) => {
  const url = parseUrl(text, ['postgres:', 'postgresql:']);
  return url !== undefined && url.pathname.length > 1;
}, 'malformed');

const redisUrls = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .refine((parts) => parts.every((part) => parseUrl(part, ['redis:', 'rediss:'])?.hostname), 'malformed');

const databaseShape = {
  DATABASE_URL: postgresUrl,
  MIGRATION_DATABASE_URL: postgresUrl.optional(),
  LOG_LEVEL: z
    .string()
    .toLowerCase()
    .pipe(z.enum(LOG_LEVELS, { error: 'malformed' }))
    .default('info'),
};

const fullShape = {
  ...databaseShape,
  REDIS_URL: redisUrls.optional(),
  SLACK_BOT_TOKEN: required.regex(/^xoxb-[\w.-]+$/, 'malformed'),
  SLACK_APP_TOKEN: z
    .string()
    .regex(/^xapp-[\w.-]+$/, 'malformed')
    .optional(),
  // A token of Slack's in this place is a mix-up that would only show as refused requests.
  SLACK_SIGNING_SECRET: z
    .string()
    .regex(/^(?!xox|xapp-)\S{8,}$/, 'malformed')
    .optional(),
  SLACK_API_URL: z
    .string()
    .refine((text) => parseUrl(text, ['http:', 'https:']), 'malformed')
    .transform((text) => text.replace(/\/*$/, '/'))
    .optional(),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'malformed')
    .transform(Number)
    .refine((port) => port <= 65_535, 'malformed')
    .default(3000),
  IEUM_REACTIONS: z
    .string()
    .normalize('NFC')
    .transform((text) => text.split(',').map((name) => name.trim().replace(/^:|:$/g, '')))
    .refine((names) => names.every((name) => /^[\p{Ll}\p{Lo}\p{N}_+'-]+$/u.test(name)), 'malformed')
    .transform((names) => [...new Set(names)])
    .default(['협업', 'handshake']),
} satisfies Record<Variable, z.ZodType>;

/**
 * Reads the configuration out of `env` and lists everything that is wrong with it at once. A variable set to nothing
 * counts as not set. With both an app token and a signing secret, Socket Mode holds: an app token exists only where
 * someone made one for Socket Mode, while Slack gives every app a signing secret.
 * @param needs `database`: what only the messenger or the queue need is neither asked for nor looked at
 */
export function parseConfig(env: Env, needs: 'database'): Parsed<DatabaseConfig>;
export function parseConfig(env: Env, needs?: 'all'): Parsed<Config>;
export function parseConfig(env: Env, needs: 'all' | 'database' = 'all'): Parsed<DatabaseConfig | Config> {
  const given = Object.fromEntries(
    Object.entries(env)
      .map(([name, value]) => [name, value?.trim()] as const)
      .filter(([, value]) => value),
  );
  const typos = findTypos(Object.keys(given));
  if (needs === 'database') {
    const parsed = z.object(databaseShape).safeParse(given);
    const faults = [...toFaults(parsed.error), ...typos];
    return parsed.data && faults.length === 0
      ? { ok: true, config: toDatabaseConfig(parsed.data) }
      : { ok: false, faults };
  }
  const parsed = z.object(fullShape).safeParse(given);
  const hasMode = given.SLACK_APP_TOKEN ?? given.SLACK_SIGNING_SECRET;
  const modeFaults = hasMode ? [] : [toFault('SLACK_SIGNING_SECRET', 'noMode')];
  const faults = [...toFaults(parsed.error), ...modeFaults, ...typos];
  return parsed.data && faults.length === 0
    ? { ok: true, config: toConfig(parsed.data) }
    : { ok: false, faults };
}

/** All faults as text for a terminal, Korean first. */
export function renderFaults(faults: ConfigFault[]): string {
  const head = `설정에 고칠 곳이 ${faults.length}건 있습니다.\nThe configuration has ${faults.length} fault(s).`;
  return [head, ...faults.map(renderFault)].join('\n\n');
}

function renderFault({ variable, problem, fix }: ConfigFault): string {
  return `${variable}\n  ${problem.ko} ${fix.ko}\n  ${variable} ${problem.en} ${fix.en}`;
}

function toDatabaseConfig(values: z.output<z.ZodObject<typeof databaseShape>>): DatabaseConfig {
  return {
    databaseUrl: values.DATABASE_URL,
    migrationDatabaseUrl: values.MIGRATION_DATABASE_URL ?? values.DATABASE_URL,
    logLevel: values.LOG_LEVEL,
  };
}

function toConfig(values: z.output<z.ZodObject<typeof fullShape>>): Config {
  return {
    ...toDatabaseConfig(values),
    queue: values.REDIS_URL
      ? { kind: 'redis', urls: values.REDIS_URL }
      : { kind: 'postgres', databaseUrl: values.DATABASE_URL },
    slack: {
      botToken: values.SLACK_BOT_TOKEN,
      mode: values.SLACK_APP_TOKEN
        ? { kind: 'socket', appToken: values.SLACK_APP_TOKEN }
        : { kind: 'http', signingSecret: values.SLACK_SIGNING_SECRET ?? '' },
      ...(values.SLACK_API_URL && { apiUrl: values.SLACK_API_URL }),
    },
    port: values.PORT,
    reactions: values.IEUM_REACTIONS,
  };
}

function parseUrl(text: string, protocols: string[]): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url && protocols.includes(url.protocol) ? url : undefined;
}

function toFaults(error: z.ZodError | undefined): ConfigFault[] {
  return (error?.issues ?? []).map(({ path, message }) =>
    toFault(String(path[0]) as Variable, message === 'missing' ? 'missing' : 'malformed'),
  );
}

function toFault(variable: Variable, problem: keyof typeof problems): ConfigFault {
  return { variable, problem: problems[problem], fix: fixes[variable] };
}

/** Our own variables that nobody reads: someone believes to have set something. */
function findTypos(names: string[]): ConfigFault[] {
  const known = Object.keys(fullShape).filter((name) => name.startsWith('IEUM_'));
  return names
    .filter((name) => name.startsWith('IEUM_') && !known.includes(name))
    .map((variable) => ({
      variable,
      problem: problems.unknown,
      fix: {
        ko: `쓸 수 있는 이름: ${known.join(', ')}. 필요 없으면 지워 주십시오.`,
        en: `Known names: ${known.join(', ')}. Otherwise remove it.`,
      },
    }));
}
