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
  {
    kind:
      | 'allowances_differ'
      | 'lapse_missing'
      | 'month_differs'
      | 'day_differs'
      | 'archive_differs'
      | 'digest_head_differs'
      | 'digest_differs'
      | 'closed_early'
      | 'rollup_differs';
  }
>;

const EARLY: Record<Extract<Finding, { kind: 'closed_early' }>['what'], Bilingual> = {
  day: { ko: '일 마감', en: 'The day' },
  month: { ko: '월 마감', en: 'The month from' },
  year: { ko: '연 마감', en: 'The year from' },
  week: { ko: '주간보고', en: 'The week from' },
};

/** The proof of 운영규정 제5조 in one line. */
export function renderAllowances({ issued, given, lapsed, left }: Verification['allowances']): string {
  const [i, g, l, r] = [issued, given, lapsed, left].map(grouped);
  return `기본 포인트 발행 ${i} = 보냄 ${g} + 소멸 ${l} + 남음 ${r} · allowances issued ${i} = given ${g} + lapsed ${l} + left ${r}`;
}

/** That closes of this database do not go by its own clock: never so where real points are given. */
export function renderOtherClock(reason: string): string {
  return `주의: 마감 시각을 데이터베이스의 시계로 확인하지 않습니다(${reason}) · closes do not go by the database's clock (${reason})`;
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
    case 'month_differs': {
      const { month, kept, booked } = finding;
      return {
        ko: `${month} 마감 기록은 소멸 ${kept.accounts}건 ${kept.points}점인데 장부는 ${booked.accounts}건 ${booked.points}점입니다.`,
        en: `The close of ${month} records ${kept.accounts} lapses of ${kept.points} points; the ledger has ${booked.accounts} of ${booked.points}.`,
      };
    }
    case 'closed_early': {
      const { what, period, at } = finding;
      return {
        ko: `${EARLY[what].ko} ${period}: 기간이 끝나기 전(${at})에 기록되었습니다.`,
        en: `${EARLY[what].en} ${period} was recorded before it was over (${at}).`,
      };
    }
    case 'digest_head_differs': {
      const { week, agencyId, position, kept, found } = finding;
      return {
        ko: `${week} 주간보고(기관 ${agencyId}번)에 적힌 봉인 ${position}번이 장부와 다릅니다(보고 ${kept}, 장부 ${found ?? '없음'}).`,
        en: `The digest of agency ${agencyId} for the week from ${week} names another seal ${position} than the books (told ${kept}, found ${found ?? 'none'}).`,
      };
    }
    case 'digest_differs': {
      const { week, agencyId, kept, booked } = finding;
      return {
        ko: `${week} 주간보고(기관 ${agencyId}번)는 받음 ${kept.received}점, 보냄 ${kept.sent}점인데 장부는 ${booked.received}점, ${booked.sent}점입니다.`,
        en: `The digest of agency ${agencyId} for the week from ${week} says ${kept.received} received, ${kept.sent} sent; the ledger ${booked.received} and ${booked.sent}.`,
      };
    }
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
