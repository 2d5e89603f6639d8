import { beforeAll, describe, expect, it } from 'vitest';
import { readOnePicture } from '../../src/database/long-read.ts';
import type { DayRange, ExportRow, ExportSource } from '../../src/exports/source.ts';
import { usualDays } from '../../src/exports/usual-days.ts';
import { changeCriteria } from '../../src/reports/change-criteria.ts';
import { candidatesSource, performanceSource } from '../../src/reports/export.ts';
import { lookUpCandidates } from '../../src/reports/look-up-candidates.ts';
import { openTestGovernment, TEAM, type TestGovernment } from '../support/government.ts';
import { log, NOW, seedReports } from './seed-reports.ts';

let gov: TestGovernment;
beforeAll(async () => {
  gov = await openTestGovernment();
  await seedReports(gov);
  const asker = { officialId: gov.people.operator.id, teamId: TEAM };
  const ask = {
    agency: undefined,
    purpose: 'award',
    period: undefined,
    position: undefined,
    page: 0,
  } as const;
  // Rolls up what is booked, as the worker does.
  await lookUpCandidates({ database: gov.database, log, now: () => NOW }, asker, ask);
  const typed = {
    by: 'threshold',
    number: '30',
    counted: ['received', 'sent'],
    span: 'year',
    months: '',
    effectiveFrom: '2026-12-01',
  };
  await changeCriteria(gov.database, asker, { purpose: 'award', typed }, NOW);
  return () => gov.close();
});

const rowsOf = (source: ExportSource, range: DayRange, agencyId: number | undefined, today = '2026-11-25') =>
  readOnePicture(gov.database, async (picture) => {
    const rows: ExportRow[] = [];
    for await (const row of source.rows(picture, range, agencyId, today)) rows.push(row);
    return rows;
  });
const YEAR = { from: '2026-01-01', to: '2026-11-25' };
const pick = (source: ExportSource, rows: ExportRow[], columns: string[]) =>
  rows.map(({ cells }) => columns.map((column) => cells[source.columns.indexOf(column)]));

describe.each([candidatesSource, performanceSource])('the source $kind', (source) => {
  it('is for operators, CCOs and auditors; by default of this year', () => {
    expect(source.roles).toEqual(['operator', 'cco', 'auditor']);
    expect(usualDays(source.usual, '2026-11-25')).toEqual(YEAR);
  });

  it('gives an agency nothing of another’s, and all of them everything, in the same order', async () => {
    const all = await rowsOf(source, YEAR, undefined);
    const each = [];
    for (const id of Object.values(gov.agencies)) {
      const own = await rowsOf(source, YEAR, id);
      expect(own.every(({ agencyIds }) => agencyIds.length === 1 && agencyIds[0] === id)).toBe(true);
      each.push(...own);
    }
    expect(each).toEqual(all);
    expect(all.length).toBeGreaterThan(3);
    expect(all.every(({ cells }) => cells.length === source.columns.length)).toBe(true);
  });

  it('of days on which nothing happened is empty', async () => {
    expect(await rowsOf(source, { from: '2026-02-01', to: '2026-02-28' }, undefined)).toEqual([]);
  });
});

it('candidates name the rules of the last day or, while the days run, of today, and people by their e-mail address', async () => {
  const columns = [
    'purpose',
    'rank',
    'official',
    'department',
    'points',
    'special_apart',
    'criteria_cut',
    'criteria_counted',
    'criteria_since',
  ];
  const { smes } = gov.agencies;
  const november = pick(candidatesSource, await rowsOf(candidatesSource, YEAR, smes), columns);
  expect(november[0]).toEqual([
    'special_step',
    1,
    'haneul@example.kr',
    '인력정책과',
    30,
    50,
    'top 5',
    'received',
    'default',
  ]);
  const awards = async (today: string) => {
    const rows = await rowsOf(candidatesSource, { from: '2026-01-01', to: '2026-12-31' }, smes, today);
    return pick(candidatesSource, rows, columns).filter(([purpose]) => purpose === 'award');
  };
  // What was decided for December holds for no list of November, as `/협업 후보` says then.
  const [early] = await awards('2026-11-30');
  expect(early?.slice(-3)).toEqual(['top 10', 'received', 'default']);
  const december = [
    ['award', 1, 'haneul@example.kr', '인력정책과', 40, 50, 'threshold 30', 'received+sent', '2026-12-01'],
  ];
  expect(await awards('2026-12-01')).toEqual(december);
  expect(await awards('2027-06-01')).toEqual(december);
});

it('performance is the sum of fixed days, corrections apart (제8조②③)', async () => {
  const columns = [
    'department',
    'month',
    'received',
    'sent',
    'special_apart',
    'received_correction',
    'fixed_through',
  ];
  const rows = await rowsOf(performanceSource, YEAR, gov.agencies.smes);
  expect(pick(performanceSource, rows, columns)).toEqual([
    ['인력정책과', '2026-11', 40, 10, 50, -10, '2026-11-24'],
    ['창업정책과', '2026-11', 10, 0, 0, 0, '2026-11-24'],
  ]);
});
