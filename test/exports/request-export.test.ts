import { afterEach, beforeAll, expect, it } from 'vitest';
import { exportSources } from '../../src/export-sources.ts';
import { requestExport } from '../../src/exports/request-export.ts';
import { openTestGovernment, seoul, TEAM, type TestGovernment } from '../support/government.ts';

const NOW = seoul('2026-11-23 10:00:00.000');

let gov: TestGovernment;
beforeAll(async () => {
  gov = await openTestGovernment();
  return () => gov.close();
});
afterEach(() => gov.rows(`update export_job set state = 'failed' where state = 'requested'`));

async function ask(requestKey: string): Promise<string> {
  const outcome = await requestExport(
    gov.database,
    exportSources,
    {
      ...{ kind: 'gifts', agency: '', from: '', to: '', format: 'csv', bom: false, reason: '정기 감사 자료' },
      ...{ actorId: gov.people.operator.id, teamId: TEAM, requestKey },
    },
    NOW,
  );
  if (outcome.kind === 'refused') return outcome.refusals.map(({ reason }) => reason).join();
  return outcome.repeat ? 'repeat' : 'requested';
}

it('of ten requests that somebody makes at once, only three are taken', async () => {
  const outcomes = await Promise.all(Array.from({ length: 10 }, (_, n) => ask(`ten-${n}`)));
  expect(outcomes.sort()).toEqual([...Array(3).fill('requested'), ...Array(7).fill('too_many_open')]);
});

it('the same request five times at once is one export', async () => {
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => ask('same')));
  expect(outcomes.sort()).toEqual([...Array(4).fill('repeat'), 'requested']);
});

it('a request is found again although its limit is reached by then', async () => {
  for (const key of ['a', 'b', 'c']) expect(await ask(key)).toBe('requested');
  expect(await ask('d')).toBe('too_many_open');
  expect(await ask('a')).toBe('repeat');
});
