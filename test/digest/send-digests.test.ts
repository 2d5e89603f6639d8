import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { APP_ROLE, type Database, openDatabase, openPool } from '../../src/database/database.ts';
import type { DigestContent } from '../../src/digest/digest.ts';
import { sendDigests } from '../../src/digest/send-digests.ts';
import { givePoints } from '../../src/points/give-points.ts';
import { verifyLedger } from '../../src/points/verify.ts';
import { giftOf, openTestGovernment, seoul, TEAM, type TestGovernment } from '../support/government.ts';

let gov: TestGovernment;
beforeAll(async () => {
  gov = await openTestGovernment();
  return () => gov.close();
});
// A handle of its own for each test: what is sealed is remembered by handle, and a reset begins the numbers anew.
let database: Database;
beforeEach(async () => {
  await gov.reset();
  database = openDatabase(openPool(gov.test.url, { role: APP_ROLE, max: 12 }));
  return () => database.destroy();
});

const log = { info: () => {} };
const send = (now: string) => sendDigests(database, { teamId: TEAM, now: seoul(now), log });
const give = async (from: keyof TestGovernment['people'], to: keyof TestGovernment['people'], at: string) => {
  const outcome = await givePoints(gov.database, giftOf(gov.people[from], gov.people[to]), seoul(at));
  if (outcome.kind !== 'given') throw new Error(JSON.stringify(outcome));
  return outcome.giftId;
};
const digests = () =>
  gov.rows<{
    agency_id: number;
    week: string;
    position: number;
    head: string;
    late: boolean;
    content: DigestContent;
  }>('select * from digest order by week, agency_id');
const messages = () =>
  gov.rows<{ lane: string; kind: string; due_at: Date }>(
    `select lane, kind, due_at from outbox where kind like 'digest%' order by id`,
  );

describe('the weekly digest', () => {
  it('is sent on Monday at 09:00 to the CCO, where there is none to the operators, and nowhere else', async () => {
    await give('haneul', 'jiu', '2026-11-18 10:00:00');
    expect((await send('2026-11-23 08:59:59')).sent).toEqual([]);
    const { sent } = await send('2026-11-23 09:00:00');
    expect(sent).toMatchObject([{ week: '2026-11-16', late: false, agencies: 3, messages: 2, position: 2 }]);
    // 중기부 has a CCO, 행안부 an operator only, 서울시 neither.
    expect(await messages()).toEqual(
      [gov.people.cco, gov.people.otherOperator].flatMap(({ id }) =>
        ['digest', 'digest-chart'].map((kind) => ({
          lane: `official:${id}`,
          kind,
          due_at: seoul('2026-11-23 09:00:00'),
        })),
      ),
    );
    const [smes, interior, city] = (await digests()).map(({ content }) => content);
    expect(smes?.weeks.at(-1)).toEqual({ week: '2026-11-16', received: 0, sent: 10 });
    expect(smes?.helpedUs).toEqual({ total: 1, items: [{ agency: '행안부', points: 10, gifts: 1 }] });
    expect(interior?.weHelped).toEqual({ total: 1, items: [{ agency: '중기부', points: 10, gifts: 1 }] });
    expect(interior?.people.received).toEqual([
      { rank: 1, name: '정지우', department: '협업정책과', points: 10 },
    ]);
    expect(interior?.thanks).toHaveLength(1);
    expect(city?.weeks.at(-1)).toEqual({ week: '2026-11-16', received: 0, sent: 0 });
  });

  it('carries a position and a head by which the books can be proven later', async () => {
    await give('haneul', 'jiu', '2026-11-18 10:00:00');
    await send('2026-11-23 09:00:00');
    await give('haneul', 'jiu', '2026-11-24 10:00:00');
    await send('2026-11-30 09:00:00');
    const [first] = await digests();
    const head = { position: first?.position ?? 0, hash: first?.head ?? '' };
    expect((await verifyLedger(database, { head })).findings).toEqual([]);
    const other = { ...head, hash: `${head.hash.slice(0, -1)}${head.hash.endsWith('0') ? '1' : '0'}` };
    expect((await verifyLedger(database, { head: other })).findings).not.toEqual([]);
  });

  it('comes once, however often and by how many it is asked for', async () => {
    await give('haneul', 'jiu', '2026-11-18 10:00:00');
    const outcomes = await Promise.all(
      ['09:00:00', '09:00:00', '09:00:01', '09:10:00', '17:00:00'].map((time) => send(`2026-11-23 ${time}`)),
    );
    expect(outcomes.flatMap(({ sent }) => sent)).toHaveLength(1);
    for (const now of [
      '2026-11-22 09:00:00',
      '2026-11-23 09:20:00',
      '2026-11-16 09:00:00',
      '2026-11-25 09:00:00',
    ])
      expect((await send(now)).sent, now).toEqual([]);
    expect(await digests()).toHaveLength(3);
    expect(await messages()).toHaveLength(4);
  });

  it('of weeks that an outage swallowed comes once and late, the newest on its day', async () => {
    await give('haneul', 'jiu', '2026-11-03 10:00:00');
    await send('2026-11-09 09:00:00');
    const { sent } = await send('2026-11-23 09:10:00');
    expect(sent.map(({ week, late }) => [week, late])).toEqual([
      ['2026-11-09', true],
      ['2026-11-16', false],
    ]);
    expect((await send('2026-11-23 09:20:00')).sent).toEqual([]);
  });

  it('is never changed or removed', async () => {
    await give('haneul', 'jiu', '2026-11-18 10:00:00');
    await send('2026-11-23 09:00:00');
    for (const change of ['update digest set late = true', 'delete from digest', 'truncate digest'])
      await expect(gov.owner.query(change), change).rejects.toThrow(/never changed or removed/);
  });

  it('waits for an agency whose hours begin later (policy of the agency)', async () => {
    await gov.setPolicy('smes', '2026-11-01', { sendFromHour: 10 });
    await give('haneul', 'jiu', '2026-11-18 10:00:00');
    await send('2026-11-23 09:00:00');
    expect((await messages()).map(({ due_at }) => due_at)).toEqual(
      ['10:00:00', '10:00:00', '09:00:00', '09:00:00'].map((time) => seoul(`2026-11-23 ${time}`)),
    );
  });

  it('is not begun for a government in which nothing happened yet', async () => {
    expect((await send('2026-11-23 09:00:00')).sent).toEqual([]);
  });
});
