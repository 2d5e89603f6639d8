import { afterAll, beforeAll, expect, it } from 'vitest';
import { readOnePicture } from '../../src/database/long-read.ts';
import { digest } from '../../src/digest/export-source.ts';
import { sendDigests } from '../../src/digest/send-digests.ts';
import { givePoints } from '../../src/points/give-points.ts';
import { giftOf, openTestGovernment, seoul, TEAM, type TestGovernment } from '../support/government.ts';

let gov: TestGovernment;
beforeAll(async () => {
  gov = await openTestGovernment();
});
afterAll(() => gov.close());

it('the details of all agencies’ digests of several weeks come with their thank-you messages', async () => {
  const { haneul, jiu } = gov.people;
  for (const [day, monday] of [
    ['2026-11-11', '2026-11-16'],
    ['2026-11-18', '2026-11-23'],
  ] as const) {
    const outcome = await givePoints(gov.database, giftOf(haneul, jiu), seoul(`${day} 10:00:00`));
    expect(outcome.kind).toBe('given');
    await sendDigests(gov.database, {
      teamId: TEAM,
      now: seoul(`${monday} 09:00:00`),
      log: { info: () => {} },
    });
  }
  const range = { from: '2026-11-09', to: '2026-11-22' };
  const rows = await readOnePicture(gov.database, async (picture) => {
    const all = [];
    for await (const row of digest.rows(picture, range, undefined, '2026-11-23')) all.push(row);
    return all;
  });
  const [week, agency, part] = ['week', 'agency', 'part'].map((column) => digest.columns.indexOf(column));
  const told = rows.map(({ cells }) => [cells[week ?? 0], cells[agency ?? 0], cells[part ?? 0]].join(' '));
  expect(new Set(told.filter((line) => line.includes('thanks')))).toEqual(
    new Set(['2026-W46 행정안전부 thanks', '2026-W47 행정안전부 thanks']),
  );
  // Each agency of either week, however many to a page.
  expect(new Set(rows.map(({ cells }) => [cells[week ?? 0], cells[agency ?? 0]].join(' '))).size).toBe(6);
});
