import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { userInfo } from 'node:os';
import type { Config, DatabaseConfig } from './config.ts';
import type { Database } from './database/database.ts';

// Each command loads what it needs when it runs: help and wrong usage answer at once.

/** 0: done; 1: refused or failed; 2: wrong usage or configuration. */
export type ExitCode = 0 | 1 | 2;
export type Role = 'bot' | 'worker' | 'all';

export interface ExportOptions {
  kind: 'gifts' | 'balances';
  /** Days in Asia/Seoul, both included. */
  from: string;
  to: string;
  reason: string;
  /** Absent: stdout. */
  out?: string;
  bom?: boolean;
}

export interface DemoOptions {
  once?: boolean;
  fresh?: boolean;
  port?: number;
}

/** What was asked for cannot be understood; the message says why, for the person who typed it. */
export class WrongUsage extends Error {}

/** Runs until a signal ends the process; see `stopOnSignals`. */
export async function startSystem(role: Role): Promise<ExitCode> {
  const config = await readConfig('all');
  const [{ openSystem }, { openLog }, { stopOnSignals }] = await Promise.all([
    import('./compose.ts'),
    import('./log.ts'),
    import('./shutdown.ts'),
  ]);
  const logger = openLog(config.logLevel);
  const system = await openSystem(config);
  const starting = system.start(role);
  stopOnSignals({
    logger,
    stop: async () => {
      await starting.catch(() => {});
      await system.stop();
    },
  });
  try {
    await starting;
  } catch (error) {
    const exitCode = await reportUnexpected(error);
    await system.stop();
    process.exit(exitCode);
  }
  logger.info({ role, slack: config.slack.mode.kind, queue: config.queue.kind }, 'started');
  return new Promise(() => {});
}

export async function migrate(): Promise<ExitCode> {
  const { migrationDatabaseUrl } = await readConfig('database');
  const { migrateToLatest } = await import('./database/migrate.ts');
  const applied = await migrateToLatest(migrationDatabaseUrl);
  for (const name of applied) say(name);
  say(
    applied.length > 0
      ? `마이그레이션 ${applied.length}건을 적용했습니다. / ${applied.length} migration(s) applied.`
      : '이미 최신입니다. / Already up to date.',
  );
  return 0;
}

export async function importData(directory: string): Promise<ExitCode> {
  const { importDirectory } = await import('./directory/import.ts');
  return withDatabase(async (database) => {
    const outcome = await withProgress('import', (show) =>
      importDirectory(database, { directory, actorLabel: actorLabel(), now: new Date(), onProgress: show }),
    );
    return 0;
  });
}

export async function exportData(options: ExportOptions): Promise<ExitCode> {
  const { kind, from, to, reason, out: file, bom } = options;
  if (from > to) throw new WrongUsage('--from이 --to보다 늦습니다. / --from is later than --to.');
  const { runExport } = await import('./points/export.ts');
  return withDatabase(async (database) => {
    // Under its own name the file appears only when it is whole. What is in it is for its owner's eyes.
    const partial = `${file}.part`;
    const out = file === undefined ? process.stdout : createWriteStream(partial, { mode: 0o600 });
    try {
      if (bom) out.write('\ufeff');
      await runExport(database, { kind, from, to, reason, actorLabel: actorLabel(), now: new Date() }, out);
      if (file !== undefined) await rename(partial, file);
      return 0;
    } catch (error) {
      if (file !== undefined) await rm(partial, { force: true });
      throw error;
    }
  });
}

export async function verify(head: { position: number; hash: string } | undefined): Promise<ExitCode> {
  const { verifyLedger } = await import('./points/verify.ts');
  return withDatabase(async (database) => {
    const outcome = await withProgress('verify', (show) =>
      verifyLedger(database, { ...(head && { head }), onProgress: show }),
    );
    return 0;
  });
}

export async function tryOut(options: DemoOptions): Promise<ExitCode> {
  const { runDemo } = await import('./demo/demo.ts');
  return runDemo(options);
}

/** Tells the person, and the log under the same reference, that something unforeseen happened. */
export async function reportUnexpected(error: unknown): Promise<1> {
  const reference = randomBytes(4).toString('hex');
  const { openLog } = await import('./log.ts');
  openLog('error', 'stderr').error({ err: error, reference }, 'command failed');
  const hint = hintFor(error);
  process.stderr.write(
    `${hint ? `${hint}\n` : ''}문제가 생겨 멈췄습니다. 로그의 참조 번호: ${reference}\n` +
      `Something went wrong. Reference in the log: ${reference}\n`,
  );
  return 1;
}

/** What to do about the faults that everyone meets once. */
function hintFor(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', '28P01', '28000', '3D000'].includes(code))
    return '서버에 연결하지 못했습니다. DATABASE_URL 등 주소와 로그인을 확인해 주세요. / A server cannot be reached: check DATABASE_URL.';
  if (['3F000', '42P01', '42883'].includes(code))
    return '데이터베이스가 최신이 아닙니다. ieum migrate를 먼저 실행해 주세요. / Run `ieum migrate` first.';
  if (code === 'EADDRINUSE')
    return '다른 프로그램이 쓰는 포트입니다. PORT를 바꿔 주세요. / The port is taken: change PORT.';
  return undefined;
}

async function readConfig(needs: 'all'): Promise<Config>;
async function readConfig(needs: 'database'): Promise<DatabaseConfig>;
async function readConfig(needs: 'all' | 'database'): Promise<Config | DatabaseConfig> {
  const { parseConfig, readEnv, renderFaults } = await import('./config.ts');
  const env = readEnv(process.env);
  const result = needs === 'all' ? parseConfig(env) : parseConfig(env, needs);
  if (!result.ok) throw new WrongUsage(renderFaults(result.faults));
  return result.config;
}

async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const { databaseUrl } = await readConfig('database');
  const { APP_ROLE, openDatabase, openPool } = await import('./database/database.ts');
  const database = openDatabase(openPool(databaseUrl, { role: APP_ROLE, max: 4 }));
  try {
    return await work(database);
  } finally {
    await database.destroy();
  }
}

async function withProgress<T>(
  label: string,
  work: (show: (done: number, total: number) => void) => Promise<T>,
): Promise<T> {
  const { openProgress } = await import('./progress.ts');
  const progress = await openProgress(label);
  try {
    return await work(progress.show);
  } finally {
    progress.end();
  }
}

/** Who the access log names: the command line knows no official, only the machine's user. */
function actorLabel(): string {
  try {
    return `cli:${userInfo().username}`;
  } catch {
    // A container may run under a number without a name.
    return `cli:uid-${process.getuid?.() ?? 'unknown'}`;
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
