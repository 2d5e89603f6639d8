import { describe, expect, it } from 'vitest';
import {
  parseCommand,
  parseDayTarget,
  parseListTarget,
  parseMonthTarget,
  parseSheetTarget,
} from '../../src/reports/parse.ts';

const candidates = (more: object) => ({
  kind: 'candidates',
  agency: undefined,
  purpose: 'special_step',
  period: undefined,
  ...more,
});

describe('what is typed', () => {
  it.each([
    ['후보', candidates({})],
    ['candidates', candidates({})],
    ['후보 특별승급 2026', candidates({ period: { kind: 'year', year: 2026 } })],
    [
      '후보 포상 2026년 상반기',
      candidates({ purpose: 'award', period: { kind: 'half', year: 2026, half: 1 } }),
    ],
    ['후보 2026 하반기', candidates({ period: { kind: 'half', year: 2026, half: 2 } })],
    ['후보 하반기', candidates({ period: { kind: 'half', year: undefined, half: 2 } })],
    [
      'CANDIDATES award 2026-H2',
      candidates({ purpose: 'award', period: { kind: 'half', year: 2026, half: 2 } }),
    ],
    ['후보 중기부 포상', candidates({ agency: '중기부', purpose: 'award' })],
    [
      '후보 포상 중소벤처기업부 2026-11',
      candidates({ agency: '중소벤처기업부', purpose: 'award', period: { kind: 'month', month: '2026-11' } }),
    ],
    ['후보 기준', { kind: 'criteria', agency: undefined }],
    ['candidates criteria', { kind: 'criteria', agency: undefined }],
    ['후보 기준 중기부', { kind: 'criteria', agency: '중기부' }],
    ['후보 2026-13', { kind: 'period_unreadable', text: '2026-13' }],
    ['실적', { kind: 'performance', department: undefined, period: undefined }],
    [
      '실적 상반기',
      { kind: 'performance', department: undefined, period: { kind: 'half', year: undefined, half: 1 } },
    ],
    [
      '실적 인력정책과 2026-11',
      { kind: 'performance', department: '인력정책과', period: { kind: 'month', month: '2026-11' } },
    ],
    [
      'performance 중기부 인력정책과 2026',
      { kind: 'performance', department: '중기부 인력정책과', period: { kind: 'year', year: 2026 } },
    ],
    ['실적 119구급과', { kind: 'performance', department: '119구급과', period: undefined }],
    ['실적 11', { kind: 'period_unreadable', text: '11' }],
    ['부서', { kind: 'department', department: undefined, month: undefined }],
    ['부서 인력정책과', { kind: 'department', department: '인력정책과', month: undefined }],
    ['department R&amp;D과 2026-11', { kind: 'department', department: 'R&D과', month: '2026-11' }],
    ['부서 2026-10', { kind: 'department', department: undefined, month: '2026-10' }],
    ['부서 인력정책과 2026 상반기', { kind: 'period_unreadable', text: '2026 상반기' }],
    ['후보 constructor', candidates({ agency: 'constructor' })],
  ])('%s', (text, command) => {
    expect(parseCommand(text)).toEqual(command);
  });
});

describe('what a button holds is checked', () => {
  it('a list', () => {
    expect(parseListTarget('5:award:2026-01..2026-06:120:7:2')).toEqual({
      agencyId: 5,
      purpose: 'award',
      period: { from: '2026-01-01', until: '2026-07-01' },
      position: 120,
      officialId: 7,
      page: 2,
    });
    expect(parseListTarget('5:award:2026-01..2026-06::0:0')).toMatchObject({
      position: undefined,
      officialId: 0,
    });
    expect(parseListTarget("5' or 1=1:award:2026-01..2026-06:1:0:-1")).toMatchObject({
      agencyId: 0,
      page: 0,
    });
    for (const forged of [
      '',
      undefined,
      '5:pay:2026-01..2026-06:1:0:0',
      '5:award:2026:1:0:0',
      '5:award:2026-01..2026-06:1e9:0:0',
    ])
      expect(parseListTarget(forged), String(forged)).toBeUndefined();
  });

  it('a department', () => {
    expect(parseSheetTarget('5:2026-01..2026-12')).toEqual({
      id: 5,
      period: { from: '2026-01-01', until: '2027-01-01' },
    });
    expect(parseMonthTarget('5:2026-11')).toEqual({ id: 5, month: '2026-11' });
    expect(parseDayTarget('5:2026-11-23:1')).toEqual({ departmentId: 5, day: '2026-11-23', page: 1 });
    for (const forged of ['', undefined, '5', '5:2026-02-30:0', '5:0026-01-01:0']) {
      expect(parseSheetTarget(forged), String(forged)).toBeUndefined();
      expect(parseMonthTarget(forged), String(forged)).toBeUndefined();
      expect(parseDayTarget(forged), String(forged)).toBeUndefined();
    }
  });
});
