import { describe, expect, it } from 'vitest';
import { EXPORT_KINDS, type ExportKind, USUAL_DAYS } from '../../src/export-kinds.ts';
import { refusalText } from '../../src/exports/messages.ts';
import { refuseExport } from '../../src/exports/rules.ts';
import { usualDays } from '../../src/exports/usual-days.ts';

/** A Thursday. */
const TODAY = '2026-11-26';
const refuse = (kind: ExportKind, from: string, to: string) =>
  refuseExport('정기 감사', { from, to }, USUAL_DAYS[kind], TODAY);

describe('without days', () => {
  it.each([
    ['gifts', '2026-11-01', TODAY],
    ['candidates', '2026-01-01', TODAY],
    ['evaluations', '2026-01-01', '2026-12-31'],
    ['archive', '2025-01-01', '2025-12-31'],
    ['digest', '2026-11-16', '2026-11-22'],
  ] as const)('%s are those of %s to %s', (kind, from, to) => {
    expect(usualDays(USUAL_DAYS[kind], TODAY)).toEqual({ from, to });
  });

  it.each(EXPORT_KINDS)('no %s are refused, at a year’s beginning neither', (kind) => {
    for (const today of [TODAY, '2027-01-01'])
      expect(refuseExport('감사', usualDays(USUAL_DAYS[kind], today), USUAL_DAYS[kind], today)).toEqual([]);
  });
});

describe('days to come', () => {
  it.each([
    ['gifts', TODAY],
    ['access_log', TODAY],
    ['performance', TODAY],
    ['archive', '2025-12-31'],
    ['digest', '2026-11-16'],
  ] as const)('are refused of %s, which can begin on %s at the latest', (kind, latest) => {
    const next = new Date(Date.parse(latest) + 86_400_000).toISOString().slice(0, 10);
    const refusal = { reason: 'not_yet', usual: USUAL_DAYS[kind], latest } as const;
    expect(refuse(kind, next, '2027-12-31')).toEqual([refusal]);
    // Partly so they are taken as they are.
    expect(refuse(kind, latest, '2027-12-31')).toEqual([]);
  });

  it.each(['tasks', 'evaluations'] as const)('may have %s, which are planned or due then', (kind) => {
    expect(refuse(kind, '2027-01-01', '2027-12-31')).toEqual([]);
  });

  it('are one fault, even where the last day is before them', () => {
    expect(refuse('gifts', '2026-12-01', TODAY).map(({ reason }) => reason)).toEqual(['not_yet']);
  });

  it('are told with what to do', () => {
    const words = (kind: ExportKind) =>
      refuse(kind, '2027-06-01', '2027-06-30').map((one) => refusalText(one, 'ko'));
    expect(words('gifts')).toEqual([
      '아직 오지 않은 날이라 내보낼 기록이 없습니다. 첫날을 2026년 11월 26일이나 그 앞의 날로 골라 주십시오.',
    ]);
    expect(words('archive')).toEqual([
      '연도별 기록은 그해가 끝난 뒤에 나옵니다. 첫날을 2025년 12월 31일이나 그 앞의 날로 골라 주십시오.',
    ]);
    expect(words('digest')).toEqual([
      '주간 기록은 그 주가 끝난 뒤에 나옵니다. 첫날을 2026년 11월 16일이나 그 앞의 날로 골라 주십시오.',
    ]);
  });
});
