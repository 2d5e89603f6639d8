import { userInfo } from 'node:os';
import type { Config, DatabaseConfig } from './config.ts';
import type { Database, openPool } from './database/database.ts';

// What the commands share. Everything heavy is loaded when it is used: help and wrong usage answer at once.

/** 0: done; 1: refused or failed; 2: wrong usage or configuration. */
export type ExitCode = 0 | 1 | 2;

/** What was asked for cannot be understood; the message says why, for the person who typed it. */
export class WrongUsage extends Error {}

/** Tells the person, and the log under the same reference, that something unforeseen happened. */
export async function reportUnexpected(error: unknown): Promise<ExitCode> {
  const [{ openLog }, { logFault }] = await Promise.all([import('./log.ts'), import('./messenger/fault.ts')]);
  const reference = logFault(openLog('error', 'stderr'), error);
  const hint = hintFor(codeOf(error));
  if (hint) complain(hint);
  complain(`문제가 생겨 멈췄습니다. 로그에서 이 번호를 찾으세요: ${reference}`);
  complain(`Something broke. The log has it under the reference ${reference}`);
  return 1;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** What to do about the faults that everyone meets once. */
function hintFor(code: string): string | undefined {
  if (['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', '28P01', '28000', '3D000'].includes(code))
    return '서버에 연결하지 못했습니다. DATABASE_URL의 주소와 로그인을 확인해 주십시오. / Cannot connect: check DATABASE_URL.';
  if (['3F000', '42P01', '42883', '22023'].includes(code))
    return '데이터베이스가 최신이 아닌 듯합니다. ieum migrate를 먼저 실행해 주십시오. / Run `ieum migrate` first.';
  if (code === '42501')
    return '데이터베이스 로그인에 권한이 없습니다. 역할 ieum_app에 넣어 주십시오. / Grant the role ieum_app to the login.';
  if (code === 'EADDRINUSE')
    return '다른 프로그램이 쓰는 포트입니다. PORT를 바꿔 주십시오. / The port is taken: change PORT.';
  if (['ENOENT', 'EACCES', 'EISDIR', 'EROFS', 'ENOSPC'].includes(code))
    return '파일을 읽거나 쓸 수 없습니다. 경로와 권한을 확인해 주십시오. / A file cannot be read or written.';
  return undefined;
}

/**
 * Reads the environment and `.env`.
 * @throws {WrongUsage} with everything that is wrong in it
 */
export async function readConfig(needs: 'all'): Promise<Config>;
export async function readConfig(needs: 'database'): Promise<DatabaseConfig>;
export async function readConfig(needs: 'all' | 'database'): Promise<Config | DatabaseConfig> {
  const { parseConfig, readEnv, renderFaults } = await import('./config.ts');
  const env = readEnv(process.env);
  const result = needs === 'all' ? parseConfig(env) : parseConfig(env, needs);
  if (!result.ok) throw new WrongUsage(renderFaults(result.faults));
  return result.config;
}

type Pool = ReturnType<typeof openPool>;

/** Works on the database as the application's role, and closes what it opened. */
export async function withPool<T>(work: (pool: Pool) => Promise<T>): Promise<T> {
  const { databaseUrl } = await readConfig('database');
  const { APP_ROLE, openPool } = await import('./database/database.ts');
  const pool = openPool(databaseUrl, { role: APP_ROLE, max: 4 });
  try {
    return await work(pool);
  } finally {
    await pool.end();
  }
}

/** As `withPool`, for work that needs no connection of its own. */
export async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const { openDatabase } = await import('./database/database.ts');
  return withPool((pool) => work(openDatabase(pool)));
}

/** Shows on stderr how far the work is, where somebody watches. */
export async function withProgress<T>(
  work: (show: (label: string, done: number, total?: number) => void) => Promise<T>,
): Promise<T> {
  const { openProgress } = await import('./progress.ts');
  const progress = await openProgress();
  try {
    return await work(progress.show);
  } finally {
    progress.end();
  }
}

/** Who the access log names: the command line knows no official, only the machine's user. */
export function actorLabel(): string {
  try {
    return `cli:${userInfo().username}`;
  } catch {
    // A container may run under a number without a name.
    return `cli:uid-${process.getuid?.() ?? 'unknown'}`;
  }
}

/** Answers, on stdout. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Complains, on stderr: nothing but data may stand in an export on stdout. */
export function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}
