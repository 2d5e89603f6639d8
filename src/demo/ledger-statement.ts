import type { AccountLine } from './demo-store.ts';
import { pad, widthOf } from './transcript.ts';

const KINDS: Record<string, string> = {
  issuance: '발행 issuance',
  allowance: '기본 포인트 allowance',
  received: '받은 포인트 received',
  department: '부서 포인트 department',
  special_pool: '특별 한도 special pool',
  special: '특별협업포인트 special',
};

export interface LedgerTotals {
  debits: number;
  credits: number;
}

/** Every point that left an account has come into another one. */
export function sumUp(lines: readonly AccountLine[]): LedgerTotals {
  return {
    debits: lines.reduce((sum, line) => sum + line.debits, 0),
    credits: lines.reduce((sum, line) => sum + line.credits, 0),
  };
}

/** The books as a table: an account a line, the totals below. */
export function renderStatement(lines: readonly AccountLine[]): string[] {
  const { debits, credits } = sumUp(lines);
  const rows = [
    ['계정 account', '소유자 owner', '기간 period', '차변 debit', '대변 credit', '잔액 balance'],
    ...lines.map((line) => [
      KINDS[line.kind] ?? line.kind,
      line.owner,
      line.kind === 'allowance' ? line.period.slice(0, 7) : line.period.slice(0, 4),
      ...[line.debits, line.credits, line.credits - line.debits].map((points) =>
        points.toLocaleString('en-US'),
      ),
    ]),
    ['합계 total', '', '', ...[debits, credits, credits - debits].map((sum) => sum.toLocaleString('en-US'))],
  ];
  const widths =
    rows[0]?.map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? '')))) ?? [];
  const shown = rows.map((row) =>
    row.map((cell, column) => pad(cell, widths[column] ?? 0, column < 3 ? 'left' : 'right')).join('  '),
  );
  const rule = '─'.repeat(widths.reduce((sum, width) => sum + width + 2, -2));
  return [shown[0] ?? '', rule, ...shown.slice(1, -1), rule, shown.at(-1) ?? ''];
}
