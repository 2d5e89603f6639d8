#!/usr/bin/env node
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { mondayOfIsoWeek } from './calendar/iso-week.ts';
import { isDay } from './calendar/seoul.ts';
import { type ExitCode, reportUnexpected, WrongUsage } from './command-line.ts';
import {
  type DemoOptions,
  type DigestOptions,
  dispose,
  type ExportOptions,
  exportData,
  importData,
  listDisposal,
  migrate,
  printDigest,
  startSystem,
  tryOut,
  verify,
} from './commands.ts';
import type { Role } from './compose.ts';
import { EXPORT_KINDS, USUAL_DAYS } from './export-kinds.ts';
import { textsOf } from './exports/texts.ts';
import { byUsualDays } from './exports/usual-days.ts';

for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => void endWriting(stream, error));
process.exitCode = await run(process.argv.slice(2));
// Whatever a failed command has left open must not keep the process from ending.
setTimeout(() => process.exit(), 5_000).unref();

/** Runs one command line. 0: done; 1: refused or failed; 2: wrong usage or configuration. */
async function run(args: string[]): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = describeCommands((code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Asked for, help is an answer; in place of a missing command it is a complaint.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof WrongUsage)) return reportUnexpected(error);
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

/**
 * Ends when nothing more can be written. Whoever read our output may have read enough (`| head -1`): quietly then, with what a
 * shell shows for SIGPIPE, which Node itself ignores. Everything else is told, as long as there is somewhere to.
 */
async function endWriting(stream: NodeJS.WriteStream, error: NodeJS.ErrnoException): Promise<never> {
  if (error.code === 'EPIPE') return process.exit(141);
  return process.exit(stream === process.stderr ? 1 : await reportUnexpected(error));
}

function describeCommands(leave: (code: ExitCode) => void): Command {
  const titles: Record<string, string> = {
    'Usage:': '사용법',
    'Arguments:': '인자',
    'Options:': '선택 사항',
    'Commands:': '명령',
  };
  const program = new Command('ieum')
    .description('이음: 메신저로 주고받는 협업포인트\nIeum: collaboration points in the messenger')
    .exitOverride()
    .configureHelp({
      styleTitle: (title) => (titles[title] ? `${titles[title]} / ${title}` : title),
      subcommandDescription: (command) => command.summary() || command.description(),
    })
    .configureOutput({
      outputError: (text, write) => write(`사용법이 맞지 않습니다. --help를 보세요.\n${text}`),
    })
    .helpOption('-h, --help', '도움말 / show help')
    .helpCommand('help [command]', '도움말 / show help');

  program
    .command('start')
    .summary('봇과 작업자 실행 / run the bot and the workers')
    .description(
      '봇과 작업자를 실행합니다. 설정은 환경변수나 .env에서 읽습니다 (.env.example 참고).\n' +
        'Runs the bot and the workers, configured by the environment or .env (see .env.example).',
    )
    .addOption(
      new Option('--role <role>', '실행할 역할 / what to run')
        .choices(['bot', 'worker', 'all'])
        .default('all'),
    )
    .action(async ({ role }: { role: Role }) => leave(await startSystem(role)));

  program
    .command('migrate')
    .summary('데이터베이스 최신화 / update the database')
    .description('데이터베이스를 최신 버전으로 올립니다.\nBrings the database to the newest version.')
    .action(async () => leave(await migrate()));

  program
    .command('import')
    .summary('명부·인사교류·휴일 가져오기 / import directory, exchanges, holidays')
    .description(
      '기관·부서·공무원 명부와 전략적 인사교류, 휴일 예외를 CSV에서 가져옵니다. 없는 파일은 건너뛰고, 한 줄이라도 틀리면 ' +
        '아무것도 바꾸지 않습니다.\n' +
        'Imports agencies, departments, officials, exchanges and exceptions to the holidays from CSV, all or nothing.',
    )
    .argument(
      '<dir>',
      'agencies.csv, departments.csv, officials.csv, exchange_positions.csv, exchange_holders.csv, holidays.csv 폴더 / ' +
        'the folder that holds them',
    )
    .action(async (directory: string) => leave(await importData(directory)));

  program
    .command('export')
    .summary('기록 내보내기 / export records')
    .description(
      '기록을 CSV나 엑셀(XLSX)로 표준 출력에 내보냅니다. 내보낸 사실과 이유가 열람 기록에 남습니다.\n' +
        'Writes records as CSV or XLSX to stdout. The export and its reason go into the access log.',
    )
    .addArgument(new Argument('<kind>', '내보낼 기록 / which records').choices(EXPORT_KINDS))
    .option(
      '--from <day>',
      '첫날, 기본값은 기록마다 다름(아래) / first day, default: by kind (below)',
      parseDay,
    )
    .option(
      '--to <day>',
      '마지막 날(포함), 기본값은 기록마다 다름(아래) / last day, inclusive, default: by kind (below)',
      parseDay,
    )
    .option('--agency <name>', '이 기관의 것만, 이름이나 줄임 이름 / of this agency only, full or short name')
    .addOption(
      new Option('--format <format>', '파일 형식 / file format').choices(['csv', 'xlsx']).default('csv'),
    )
    .requiredOption('--reason <text>', '내보내는 이유 / why, for the access log', parseReason)
    .option('--out <file>', '표준 출력 대신 쓸 파일 / write to this file instead')
    .option('--bom', '엑셀에서 바로 열리도록 CSV에 BOM을 붙임 / begin CSV with a BOM, for Excel')
    .addHelpText('after', describeUsualDays)
    .action(async (kind: ExportOptions['kind'], options: Omit<ExportOptions, 'kind'>) =>
      leave(await exportData({ ...options, kind })),
    );

  program
    .command('verify')
    .summary('장부 검증 / verify the ledger')
    .description(
      '장부의 잔액과 봉인을 처음부터 다시 계산해 견줍니다. 어긋나면 첫 행을 알리고 1로 끝납니다.\n' +
        'Recomputes balances and seals. On drift it names the first bad row and exits 1.',
    )
    .option(
      '--head <position:hash>',
      '따로 보관한 봉인과 비교 / compare with a seal kept elsewhere',
      parseHead,
    )
    .action(async ({ head }: { head?: { position: number; hash: string } }) => leave(await verify(head)));

  program
    .command('digest')
    .summary('주간 협업 보고 / weekly report')
    .description(
      'CCO(혁신책임관)에게 보낸 주간 협업 보고를 출력합니다. 본 사실이 열람 기록에 남습니다.\n' +
        'Prints a weekly report that was sent to a CCO. The look goes into the access log.',
    )
    .requiredOption('--agency <name>', '기관 이름이나 줄임 이름 / full or short name of the agency')
    .option(
      '--week <week>',
      '주, 기본값은 가장 최근 / week, default: the newest, 예/e.g. 2026-W47',
      parseWeek,
    )
    .option('--chart <file>', '그래프를 PNG로 이 파일에 / write the chart to this file as PNG')
    .addOption(new Option('--lang <lang>', '말 / language').choices(['ko', 'en']).default('ko'))
    .action(async (options: DigestOptions) => leave(await printDigest(options)));

  const disposal = program
    .command('disposal')
    .summary('기록물 폐기 / disposal of records')
    .description(
      '보존 기간이 지난 기록과 폐기 제안을 보여 줍니다. 제안과 승인은 메신저의 /협업 폐기에서 합니다.\n' +
        'Lists records whose retention period is over, and proposals. Those are made and approved in chat: /collab disposal.',
    )
    .action(async () => leave(await listDisposal()));
  disposal
    .command('dispose')
    .summary('승인된 폐기 실행 / carry out an approved disposal')
    .description(
      '다른 사람이 승인한 폐기 제안을 한 번 실행합니다. 되살릴 수 없습니다.\n' +
        'Carries out, once, a disposal that a second person approved. It cannot be undone.',
    )
    .argument('<number>', '제안 번호 / number of the proposal', parseNumber)
    .action(async (id: number) => leave(await dispose(id)));

  program
    .command('demo')
    .summary('체험하기 / try it out')
    .description(
      '이 컴퓨터에서만 도는 체험판을 엽니다. 데이터는 .ieum/에 둡니다.\n' +
        'Opens a trial on this machine only; its data stay in .ieum/.',
    )
    .option('--once', '짧은 이야기를 실행하고 끝냄 / run a short story and exit')
    .option('--fresh', '지난 데이터를 지우고 시작 / empty the data first')
    .option('--port <port>', '체험 화면의 포트 / port of the page', parsePort)
    .action(async (options: DemoOptions) => leave(await tryOut(options)));

  return program;
}

/** Which days each kind is exported of when none are given. */
function describeUsualDays(): string {
  const [ko, en] = [textsOf('ko'), textsOf('en')];
  const groups = byUsualDays(Object.entries(USUAL_DAYS));
  return [
    `\n${ko.withoutDays} / ${en.withoutDays}:`,
    ...[...groups].map(
      ([days, kinds]) => `  ${ko.usualDays[days]} / ${en.usualDays[days]}:\n    ${kinds.join(', ')}`,
    ),
  ].join('\n');
}

function parseDay(text: string): string {
  if (!isDay(text)) throw new InvalidArgumentError('YYYY-MM-DD, 예/e.g. 2026-11-30');
  return text;
}

function parseWeek(text: string): string {
  const monday = mondayOfIsoWeek(text);
  if (monday === undefined) throw new InvalidArgumentError('YYYY-Www, 예/e.g. 2026-W47');
  return monday;
}

function parseReason(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('이유를 적어 주십시오. / State a reason.');
  return text.trim();
}

function parseHead(text: string): { position: number; hash: string } {
  const [, position, hash] = /^(\d{1,15}):([0-9a-f]{64})$/i.exec(text) ?? [];
  if (!position || !hash) throw new InvalidArgumentError('예/e.g. 1024:9f86d081… (SHA-256, 64자/digits)');
  return { position: Number(position), hash: hash.toLowerCase() };
}

function parseNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('번호 / a number');
  return Number(text);
}

function parsePort(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError('0–65535의 숫자 / a number from 0 to 65535');
  return Number(text);
}
