import { grouped } from '../messenger/grouped.ts';
import type { DayScore, Finding, YearResult } from './findings.ts';
import type { Verification } from './verify.ts';

/** The same in both languages; Korean is shown first. */
export interface Bilingual {
  ko: string;
  en: string;
}

type CloseFinding = Extract<
  Finding,
  { kind: 'allowances_differ' | 'lapse_missing' | 'day_differs' | 'archive_differs' | 'rollup_differs' }
>;

/** The proof of 운영규정 제5조 in one line. */
export function renderAllowances({ issued, given, lapsed, left }: Verification['allowances']): string {
  const [i, g, l, r] = [issued, given, lapsed, left].map(grouped);
  return `기본 포인트 발행 ${i} = 보냄 ${g} + 소멸 ${l} + 남음 ${r} · allowances issued ${i} = given ${g} + lapsed ${l} + left ${r}`;
}

/** A finding in what was closed or rolled up. */
export function renderCloseFinding(finding: CloseFinding): Bilingual {
  switch (finding.kind) {
    case 'allowances_differ': {
      const { month, issued, given, lapsed, left } = finding;
      return {
        ko: `${month} 기본 포인트: 발행 ${issued}점이 보냄 ${given}점, 소멸 ${lapsed}점, 남음 ${left}점의 합과 다릅니다.`,
        en: `Allowances of ${month}: ${issued} points issued are not ${given} given + ${lapsed} lapsed + ${left} left.`,
      };
    }
    case 'lapse_missing':
      return {
        ko: `${finding.month} 기본 포인트: 마감한 달인데 ${finding.left}점이 소멸되지 않았습니다.`,
        en: `Allowances of ${finding.month}: the month is closed, but ${finding.left} points have not lapsed.`,
      };
    case 'day_differs': {
      const { day, departmentId, kept, booked } = finding;
      return {
        ko: `${day} 부서 ${departmentId}번의 확정 실적(${scores(kept)})이 장부(${scores(booked)})와 다릅니다.`,
        en: `The score of department ${departmentId} on ${day} is kept as ${scores(kept)}; the ledger says ${scores(booked)}.`,
      };
    }
    case 'archive_differs': {
      const { year, subject, ownerId, scope, kept, booked } = finding;
      const owner = subject === 'person' ? `개인 ${ownerId}번` : `부서 ${ownerId}번`;
      const where = scope === 0 ? '전체' : `기관 ${scope}번`;
      return {
        ko: `${year}년 보관 기록, ${owner}(${where}): 보관 ${yearResult(kept)}, 장부 ${yearResult(booked)}.`,
        en: `Archive of ${year}, ${subject} ${ownerId} (${scope === 0 ? 'all agencies' : `agency ${scope}`}): kept ${yearResult(kept)}, the ledger says ${yearResult(booked)}.`,
      };
    }
    case 'rollup_differs': {
      const { rollup, period, kept, booked } = finding;
      return {
        ko: `${period}부터의 집계(${rollup})는 ${kept}점인데 장부는 ${booked}점입니다. 집계는 다시 만들 수 있습니다.`,
        en: `The rollup ${rollup} from ${period} has ${kept} points, the ledger ${booked}. Rollups can be made anew.`,
      };
    }
  }
}

const scores = (s: DayScore) =>
  `${s.received}/${s.sent}/${s.special} (${s.receivedCorrection}/${s.sentCorrection}/${s.specialCorrection})`;

const yearResult = (r: YearResult | undefined) =>
  r ? `${r.received}/${r.sent}/${r.special} #${r.rankReceived ?? '-'}/#${r.rankSent ?? '-'}` : '–';
