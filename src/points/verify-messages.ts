import { josa } from 'es-hangul';
import type { Detail, Finding, NamedAccount } from './findings.ts';
import type { Verification } from './verify.ts';
import {
  type Bilingual,
  renderAllowances,
  renderCloseFinding,
  renderOtherClock,
} from './verify-closes-messages.ts';

const ACCOUNTS: Record<string, Bilingual> = {
  issuance: { ko: '발행', en: 'issuance' },
  allowance: { ko: '기본 포인트', en: 'allowance' },
  received: { ko: '받은 포인트', en: 'received points' },
  department: { ko: '부서 포인트', en: 'department points' },
  special_pool: { ko: '특별협업포인트 한도', en: 'special pool' },
  special: { ko: '특별협업포인트', en: 'special points' },
};

const PARTS: Record<'gift' | 'award' | 'grant', Bilingual> = {
  gift: { ko: '선물 기록', en: 'gift record' },
  award: { ko: '특별협업포인트 수령 기록', en: 'special award record' },
  grant: { ko: '특별협업포인트 부여 기록', en: 'special grant record' },
};

const DETAILS: Record<Detail, Bilingual> = {
  actor: { ko: '행위자', en: 'actor' },
  day: { ko: '준 날짜', en: 'day given' },
  instant: { ko: '발생 시각', en: 'instant' },
  limit: { ko: '연간 한도(2,000점)', en: 'yearly limit (2,000 points)' },
};

function nameAccount(account: NamedAccount): Bilingual {
  const kind = ACCOUNTS[account.kind] ?? { ko: account.kind, en: account.kind };
  const period = account.kind === 'allowance' ? account.period.slice(0, 7) : account.period.slice(0, 4);
  return {
    ko: `${kind.ko} 계정 ${account.id}번(소유자 ${account.ownerId}, ${period})`,
    en: `${kind.en} account ${account.id} (owner ${account.ownerId}, ${period})`,
  };
}

/** Names a row by its two numbers: its place in the chain and its own. */
function nameRow(row: { position: number | null; transferId: number }): Bilingual {
  return row.position === null
    ? { ko: `거래 ${row.transferId}번(미봉인)`, en: `Transfer ${row.transferId} (not sealed)` }
    : {
        ko: `거래 ${row.transferId}번(봉인 ${row.position}번)`,
        en: `Transfer ${row.transferId} (seal ${row.position})`,
      };
}

/** One finding as a sentence: which row, and what is wrong with it. */
export function renderFinding(finding: Finding): Bilingual {
  switch (finding.kind) {
    case 'links_missing': {
      const { position, until } = finding;
      const one = position === until;
      return {
        ko: one ? `봉인 ${position}번이 없습니다.` : `봉인 ${position}번부터 ${until}번까지 없습니다.`,
        en: one ? `Seal ${position} is missing.` : `Seals ${position} to ${until} are missing.`,
      };
    }
    case 'transfer_missing':
      return say(
        finding,
        '봉인되어 있으나 거래가 없습니다. 행이 삭제되었습니다.',
        'is sealed but gone: the row was deleted.',
      );
    case 'seal_differs':
      return say(
        finding,
        '봉인과 내용이 다릅니다. 행이 바뀌었거나 봉인의 순서가 바뀌었습니다.',
        'does not match its seal: the row was changed, or the seals were put in another order.',
      );
    case 'amount_differs':
      return say(
        finding,
        `거래 금액은 ${finding.booked}점인데 근거 기록은 ${finding.meant}점입니다.`,
        `books ${finding.booked} points, but what it stands for says ${finding.meant}.`,
      );
    case 'message_differs':
      return say(
        finding,
        '감사 메시지가 기록된 해시와 다릅니다. 메시지나 해시가 바뀌었습니다.',
        'has a message that does not match its hash: one of the two was changed.',
      );
    case 'meaning_missing': {
      const part = PARTS[finding.part];
      return say(finding, `${josa(part.ko, '이/가')} 없습니다.`, `has no ${part.en}.`);
    }
    case 'meaning_stray': {
      const part = PARTS[finding.part];
      return say(
        finding,
        `${part.ko}만 있고 이에 맞는 거래가 없습니다.`,
        `has a ${part.en} but is no such transfer.`,
      );
    }
    case 'account_differs':
      return finding.side === 'debit'
        ? say(finding, '출금 계정이 근거 기록과 다릅니다.', 'debits an account other than it should.')
        : say(finding, '입금 계정이 근거 기록과 다릅니다.', 'credits an account other than it should.');
    case 'detail_differs': {
      const detail = DETAILS[finding.detail];
      return finding.detail === 'limit'
        ? say(finding, `${josa(detail.ko, '을/를')} 넘었습니다.`, `exceeds the ${detail.en}.`)
        : say(
            finding,
            `${josa(detail.ko, '이/가')} 근거 기록과 다릅니다.`,
            `differs from its record in the ${detail.en}.`,
          );
    }
    case 'original_missing':
      return say(
        finding,
        `되돌린 대상인 거래 ${finding.originalId}번을 찾을 수 없습니다.`,
        `reverses transfer ${finding.originalId}, which is not there.`,
      );
    case 'reversed_twice':
      return {
        ko: `거래 ${finding.originalId}번이 ${finding.times}번 되돌려졌습니다.`,
        en: `Transfer ${finding.originalId} was reversed ${finding.times} times.`,
      };
    case 'balance_differs': {
      const account = nameAccount(finding.account);
      return {
        ko:
          finding.kept === null
            ? `${account.ko}: 잔액 기록이 없습니다. 거래 합계는 ${finding.booked}점입니다.`
            : `${account.ko}: 잔액은 ${finding.kept}점인데 거래 합계는 ${finding.booked}점입니다.`,
        en:
          finding.kept === null
            ? `The ${account.en} has no balance; its transfers leave ${finding.booked} points.`
            : `The ${account.en} keeps ${finding.kept} points, but its transfers leave ${finding.booked}.`,
      };
    }
    case 'overdrawn': {
      const account = nameAccount(finding.account);
      return {
        ko: `${account.ko}: 거래 합계가 0보다 작습니다(${finding.booked}점).`,
        en: `The ${account.en} stands below zero (${finding.booked} points).`,
      };
    }
    case 'funded_twice': {
      const account = nameAccount(finding.account);
      return {
        ko: `${account.ko}: 포인트가 ${finding.times}번 발행되었습니다.`,
        en: `The ${account.en} was issued points ${finding.times} times.`,
      };
    }
    case 'allowances_differ':
    case 'lapse_missing':
    case 'day_differs':
    case 'archive_differs':
    case 'month_differs':
    case 'closed_early':
    case 'digest_head_differs':
    case 'digest_differs':
    case 'rollup_differs':
      return renderCloseFinding(finding);
    case 'sealing_stalled':
      return {
        ko: `봉인이 멈춰 있습니다. 봉인되지 않은 거래가 ${finding.unsealed}건이며, 가장 오래된 것은 거래 ${finding.transferId}번(${finding.since})입니다.`,
        en: `Sealing stands still: ${finding.unsealed} transfers are not sealed, the oldest is ${finding.transferId} (${finding.since}).`,
      };
    case 'head_missing':
      return {
        ko: `따로 보관한 봉인 ${finding.position}번이 장부에 없습니다. 지금 장부는 ${finding.reached}번까지입니다.`,
        en: `Seal ${finding.position}, kept elsewhere, is not in the books; they reach ${finding.reached}.`,
      };
    case 'head_differs':
      return {
        ko: `따로 보관한 봉인 ${finding.position}번과 장부의 값이 다릅니다(보관 ${finding.expected}, 장부 ${finding.found}). 그 앞의 기록이 다시 쓰였습니다.`,
        en: `Seal ${finding.position} is not the one kept elsewhere (kept ${finding.expected}, found ${finding.found}): what stands before it was rewritten.`,
      };
  }
}

function say(row: { position: number | null; transferId: number }, ko: string, en: string): Bilingual {
  const name = nameRow(row);
  return { ko: `${name.ko}: ${ko}`, en: `${name.en} ${en}` };
}

/** The result as lines to print: the figures, then each finding, Korean first. */
export function renderVerification(result: Verification): string[] {
  const { head, findings, omitted } = result;
  const first = findings[0];
  const count = findings.length + omitted;
  return [
    `거래 ${result.transfers}건, 봉인 ${result.sealed}건, 미봉인 ${result.unsealed}건 · ${result.transfers} transfers, ${result.sealed} sealed, ${result.unsealed} not yet`,
    `봉인 머리 ${head.position} ${head.hash} · head of the chain`,
    renderAllowances(result.allowances),
    ...(result.otherClock === undefined ? [] : [renderOtherClock(result.otherClock)]),
    ...(first === undefined
      ? ['장부에 이상이 없습니다. · The books agree.']
      : [`장부에서 이상 ${count}건을 찾았습니다. · ${count} ${count === 1 ? 'finding' : 'findings'}.`]),
    ...findings.map(renderFinding).flatMap(({ ko, en }) => [`- ${ko}`, `  ${en}`]),
    ...(omitted > 0 ? [`- 이 밖에 ${omitted}건이 더 있습니다.`, `  and ${omitted} more.`] : []),
  ];
}
