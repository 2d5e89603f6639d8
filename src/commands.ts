import { writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import {
  actorLabel,
  complain,
  type ExitCode,
  readConfig,
  reportUnexpected,
  say,
  WrongUsage,
  withDatabase,
  withPool,
  withProgress,
} from './command-line.ts';
import type { Role } from './compose.ts';
import type { ExportKind } from './export-kinds.ts';
import type { Format } from './exports/rules.ts';
import type { ExportOutcome } from './exports/run-export.ts';

// Each command loads what it needs when it runs: help and wrong usage answer at once.

export interface ExportOptions {
  kind: ExportKind;
  /** Days in Asia/Seoul, both included; absent: the kind's own. */
  from?: string;
  to?: string;
  /** By its full or its short name; absent: all. */
  agency?: string;
  format?: Format;
  reason: string;
  /** Absent: stdout. */
  out?: string;
  bom?: boolean;
}

export interface DigestOptions {
  /** By its full or its short name. */
  agency: string;
  /** The week's Monday; absent: the newest. */
  week?: string;
  /** Where to put the chart as PNG. */
  chart?: string;
  lang?: 'ko' | 'en';
}

export interface DemoOptions {
  once?: boolean;
  fresh?: boolean;
  port?: number;
}

/** Runs until a signal ends the process; see `stopOnSignals`. */
export async function startSystem(role: Role): Promise<ExitCode> {
  const config = await readConfig('all');
  const [{ openSystem }, { stopOnSignals }] = await Promise.all([
    import('./compose.ts'),
    import('./shutdown.ts'),
  ]);
  const system = await openSystem(config);
  const starting = system.start(role);
  stopOnSignals({
    logger: system.log,
    stop: async () => {
      await starting.catch(() => {});
      await system.stop();
    },
  });
  try {
    const { port } = await starting;
    system.log.info({ role, port, slack: config.slack.mode.kind, queue: config.queue.kind }, 'started');
  } catch (error) {
    const exitCode = await reportUnexpected(error);
    await system.stop();
    process.exit(exitCode);
  }
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
  const [{ importDirectory }, { appendAccess }, { openDatabase }] = await Promise.all([
    import('./directory/import.ts'),
    import('./directory/store.ts'),
    import('./database/database.ts'),
  ]);
  const outcome = await withPool(async (pool) => {
    // Before the first row changes, as no change may go unlogged; a refused import is in the log as well.
    await appendAccess(openDatabase(pool), {
      actorId: null,
      actorLabel: actorLabel(),
      action: 'import',
      subject: `directory from ${resolve(directory)}`,
      origin: hostname(),
    });
    return withProgress((show) =>
      importDirectory(pool, directory, { now: new Date(), actorLabel: actorLabel(), onProgress: show }),
    );
  });
  if (outcome.kind === 'refused') {
    for (const { file, line, reason } of outcome.faults)
      complain(line === 0 ? `${file}: ${reason}` : `${file}:${line}: ${reason}`);
    complain(
      `${outcome.faults.length}건의 오류가 있어 아무것도 바꾸지 않았습니다. / Nothing was changed: ${outcome.faults.length} fault(s).`,
    );
    return 1;
  }
  const names = {
    agency: '기관',
    department: '부서',
    official: '공무원',
    posting: '소속',
    pair: '교류 직위',
    term: '교류 기간',
    holiday: '휴일 예외',
  } as const satisfies Record<keyof typeof outcome.counts, string>;
  for (const [what, { added, changed, unchanged }] of Object.entries(outcome.counts))
    say(
      `${names[what as keyof typeof names]}: 추가 ${added}, 변경 ${changed}, 그대로 ${unchanged}` +
        ` / ${what}: ${added} added, ${changed} changed, ${unchanged} unchanged`,
    );
  return 0;
}

/** Writes the records to `out` or stdout; nothing else goes to stdout. */
export async function exportData({ kind, agency, out, ...more }: ExportOptions): Promise<ExitCode> {
  const [
    { NoFileThere, writeData },
    { exportSources },
    { runExport },
    { findAgencyByName },
    { seoulDay },
    messages,
  ] = await Promise.all([
    import('./data-output.ts'),
    import('./export-sources.ts'),
    import('./exports/run-export.ts'),
    import('./directory/store.ts'),
    import('./calendar/seoul.ts'),
    import('./exports/messages.ts'),
  ]);
  const source = exportSources.find((one) => one.kind === kind);
  if (!source) throw new Error(`nothing is declared for the kind ${kind}`);
  const now = new Date();
  const outcome = await withDatabase(async (database): Promise<ExportOutcome> => {
    const found = agency === undefined ? undefined : await findAgencyByName(database, agency, seoulDay(now));
    if (agency !== undefined && !found)
      return { kind: 'refused', refusals: [{ reason: 'agency_unknown', name: agency }] };
    const scope = found ? { agencyId: found.id } : {};
    const asked = { ...more, ...scope, actorLabel: actorLabel(), origin: hostname(), now };
    const isWhole = (result: ExportOutcome) => result.kind === 'exported';
    return writeData(out, isWhole, (sink) => runExport(database, source, asked, sink));
  }).catch((error: unknown) => {
    if (error instanceof NoFileThere)
      throw new WrongUsage(
        `--out: ${error.message}에 파일을 만들 수 없습니다. 경로와 권한을 확인해 주십시오. / No file can be made there: check path and rights.`,
      );
    throw error;
  });
  if (outcome.kind === 'exported') return 0;
  const lines = outcome.refusals.map((refusal) => {
    const [ko, en] = (['ko', 'en'] as const).map((lang) => messages.refusalText(refusal, lang));
    return `--${messages.fieldOf(refusal) ?? 'format'}: ${ko} / ${en}`;
  });
  throw new WrongUsage(lines.join('\n'));
}

export async function verify(head: { position: number; hash: string } | undefined): Promise<ExitCode> {
  const [{ verifyLedger }, { renderVerification }] = await Promise.all([
    import('./points/verify.ts'),
    import('./points/verify-messages.ts'),
  ]);
  const result = await withDatabase((database) =>
    withProgress((show) =>
      verifyLedger(database, {
        ...(head && { head }),
        onProgress: (done, total) => show('verify', done, total),
      }),
    ),
  );
  for (const line of renderVerification(result)) say(line);
  return result.findings.length === 0 ? 0 : 1;
}

/** Prints a stored weekly digest with its details, and writes its chart to `chart`. */
export async function printDigest(options: DigestOptions): Promise<ExitCode> {
  const [{ readDigest }, { printDigest: print }, messages, { drawChart }, { renderChart }] =
    await Promise.all([
      import('./digest/look-up.ts'),
      import('./digest/print-messages.ts'),
      import('./digest/messages.ts'),
      import('./digest/chart-svg.ts'),
      import('./digest/chart.ts'),
    ]);
  const { agency, week, chart, lang = 'ko' } = options;
  const by = { actorLabel: actorLabel(), origin: hostname() };
  const outcome = await withDatabase((database) => readDigest(database, { agency, week, ...by }, new Date()));
  if ('refusals' in outcome) {
    for (const refusal of outcome.refusals) complain(messages.refusalText(refusal, lang));
    return 1;
  }
  const { view } = outcome;
  if (chart !== undefined) {
    const svg = drawChart(messages.chartWeeks(view.digest.content), messages.chartWords(view.digest, lang));
    await writeFile(chart, await renderChart(svg));
  }
  for (const line of print(view, lang)) say(line);
  return 0;
}

/** Lists what is due for disposal and what was proposed; nothing is ever removed by that. */
export async function listDisposal(): Promise<ExitCode> {
  const [{ listDisposal: list }, { printDisposal }, { seoulDay }] = await Promise.all([
    import('./records/look-up-disposal.ts'),
    import('./records/print-messages.ts'),
    import('./calendar/seoul.ts'),
  ]);
  const found = await withDatabase((database) => list(database, seoulDay(new Date())));
  for (const line of printDisposal(found, 'ko')) say(line);
  return 0;
}

/** Carries out a disposal that a second person approved in chat. */
export async function dispose(id: number): Promise<ExitCode> {
  const [{ disposeRecords }, { printDisposed }] = await Promise.all([
    import('./records/dispose-records.ts'),
    import('./records/print-messages.ts'),
  ]);
  const by = { actorLabel: actorLabel(), origin: hostname() };
  const outcome = await withDatabase((database) =>
    withProgress((show) =>
      disposeRecords(database, id, by, { onProgress: (done) => show('disposal', done) }),
    ),
  );
  const tell = outcome.kind === 'disposed' ? say : complain;
  for (const locale of ['ko', 'en'] as const) tell(printDisposed(id, outcome, locale));
  return outcome.kind === 'disposed' ? 0 : 1;
}

export async function tryOut(options: DemoOptions): Promise<ExitCode> {
  const { runDemo } = await import('./demo/demo.ts');
  return runDemo(options);
}
