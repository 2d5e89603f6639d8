import { readFileSync } from 'node:fs';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { archiveYears } from '../../src/points/archive-year.ts';
import { closeDays } from '../../src/points/close-days.ts';
import { grantSpecial } from '../../src/points/grant-special.ts';
import { lapseAllowances } from '../../src/points/lapse-allowances.ts';
import { reverseGift } from '../../src/points/reverse-gift.ts';
import { sealLedger } from '../../src/points/seal-ledger.ts';
import { decideDisposal } from '../../src/records/decide-disposal.ts';
import { disposeRecords } from '../../src/records/dispose-records.ts';
import { proposeDisposal } from '../../src/records/propose-disposal.ts';
import { unmarked } from '../points/ranking-now.ts';
import { openTestGovernment, seoul, TEAM, type TestGovernment } from '../support/government.ts';
import { beThereSince, giveOn } from './seed-records.ts';

const NOW = seoul('2026-11-23 10:00:00.000');
const log = { info: () => {} };
const read = (page: string) => readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8');

/** Every SQL block of a page with what its first line promises; what is kept of it is the statement. */
function checksOf(page: string): Array<{ promise: 'no row' | 'difference 0' | 'to read'; sql: string }> {
  return [...read(page).matchAll(/^```sql\n(-- [^\n]*)\n(.*?)^```/gms)].map(([, line = '', sql = '']) => {
    if (/한 줄도|no row/.test(line)) return { promise: 'no row', sql };
    if (/difference/.test(line)) return { promise: 'difference 0', sql };
    return { promise: 'to read', sql };
  });
}
const checks = checksOf('auditor.ko.md');

let gov: TestGovernment;
beforeAll(async () => {
  gov = await openTestGovernment();
  return () => gov.close();
});

/** Two closed years with gifts, a reversal on the day and one later, a special grant, a digest, and a disposal. */
async function seedBooks() {
  await gov.reset();
  await beThereSince(gov, '2015-01-01');
  const { haneul, jiu, minjun, operator, seojun, admin, yuna } = gov.people;
  await gov.setRole(yuna, 'admin');
  await giveOn(gov, haneul, jiu, '2019-12-30');
  const sameDay = await giveOn(gov, jiu, minjun, '2019-12-31');
  await giveOn(gov, minjun, haneul, '2019-12-31');
  const later = await giveOn(gov, seojun, minjun, '2020-01-01');
  const back = async (number: number, actorId: number, at: string) =>
    expect(
      await reverseGift(
        gov.database,
        { requestKey: `back-${number}`, teamId: TEAM, number, actorId, reason: '잘못 보냄' },
        seoul(at),
      ),
    ).toMatchObject({ kind: 'reversed' });
  await back(sameDay, jiu.id, '2019-12-31 12:05:00.000');
  await closeDays(unmarked(gov.database), { now: seoul('2020-01-02 09:00:00.000'), log });
  await back(later, operator.id, '2020-01-03 12:00:00.000');
  const special = {
    requestKey: 'grant',
    teamId: TEAM,
    actorId: operator.id,
    recipient: { officialId: haneul.id },
    pointsEach: 50,
    reason: '지원',
  };
  const grantedAt = seoul('2020-02-01 12:00:00.000');
  expect(await grantSpecial(gov.database, special, grantedAt)).toMatchObject({ kind: 'granted' });
  await giveOn(gov, haneul, minjun, '2020-02-01');
  const now = seoul('2020-02-02 09:00:00.000');
  await closeDays(unmarked(gov.database), { now, log });
  await lapseAllowances(unmarked(gov.database), { now, log });
  await archiveYears(unmarked(gov.database), { log });
  await sealLedger(unmarked(gov.database), { now, log });
  await gov.rows(
    `insert into digest (agency_id, week, position, head, as_of, late, content, computed_at)
     select $1, '2026-11-16', s.position, encode(s.hash, 'hex'), now(), false, '{}', now() from seal s order by position desc limit 1`,
    [gov.agencies.smes],
  );
  const by = { actorId: admin.id, teamId: TEAM };
  const asked = { ...by, class: 'messages' as const, year: 2019, reason: '보존기간 만료' };
  const proposed = await proposeDisposal(gov.database, asked, NOW);
  if (proposed.kind !== 'proposed') throw new Error(JSON.stringify(proposed));
  const { id } = proposed.proposal;
  await decideDisposal(gov.database, { ...by, actorId: yuna.id, proposalId: id, approve: true }, NOW);
  const done = await disposeRecords(gov.database, id, { actorLabel: 'cli:root', origin: 'server' });
  expect(done).toMatchObject({ kind: 'disposed', records: 3 });
}

/** The numbers, from 0, of the checks that do not come out. */
async function failing(): Promise<number[]> {
  const bad: number[] = [];
  const client = await gov.owner.connect();
  // As pasted into psql, which knows nothing of our schema.
  await client.query(`set search_path = ''`);
  for (const [index, { promise, sql }] of checks.entries()) {
    const { rows } = await client.query<{ difference?: unknown }>(sql);
    const isRight =
      promise === 'no row'
        ? rows.length === 0
        : rows.length > 0 &&
          (promise === 'to read' || rows.every(({ difference }) => Number(difference) === 0));
    if (!isRight) bad.push(index);
  }
  client.release(true);
  return bad;
}
const checkNaming = (text: string) => {
  const found = checks.findIndex(({ sql }) => sql.includes(text));
  if (found < 0) throw new Error(`no check names ${text}`);
  return found;
};

describe('docs/auditor: the page says the same in both languages', () => {
  it('has the same statements, with the same promise', () => {
    expect(checks.length).toBeGreaterThan(12);
    expect(checksOf('auditor.en.md')).toEqual(checks);
    expect(new Set(checks.map(({ promise }) => promise))).toEqual(
      new Set(['no row', 'difference 0', 'to read']),
    );
  });

  it('names the ways to check that are not SQL', () => {
    for (const page of ['auditor.ko.md', 'auditor.en.md'])
      for (const word of ['ieum verify', 'verify --head', 'docs/recompute-seals.sql', 'closed_day.position'])
        expect(read(page)).toContain(word);
  });
});

describe('every statement of the page', () => {
  beforeEach(seedBooks);

  it('runs as it stands, and books that nobody touched agree', async () => {
    expect(await failing()).toEqual([]);
    const department = checks[checkNaming('k.department_id, k.received, k.sent, k.special')];
    const rows = await gov.rows<{ name: string; received: number; sent: number; special: number }>(
      department?.sql ?? '',
    );
    expect(rows.map((row) => [row.name, row.received, row.sent, row.special])).toEqual([
      ['교통정책과', 10, 0, 0],
      ['인력정책과', 0, 10, 50],
    ]);
  });

  const off = (table: string, statement: string, guard = 'append_only') => [
    `alter table ${table} disable trigger ${guard}`,
    statement,
    `alter table ${table} enable trigger ${guard}`,
  ];
  it.each([
    [
      'a balance that was raised',
      'having b.points <>',
      [
        'update balance set points = points + 10 where account_id = (select min(account_id) from balance where points > 0)',
      ],
    ],
    [
      'a gift of other points',
      't.amount, g.points',
      off('gift', `update gift set points = 20 where given_on = '2020-02-01'`),
    ],
    [
      'a forged message',
      'g.message_hash',
      off('gift', `update gift set message = '지어낸 감사의 말' where given_on = '2020-02-01'`),
    ],
    [
      'a message removed without a disposal',
      'g.message_hash',
      off('gift', `update gift set message = disposed_mark() where given_on = '2020-02-01'`),
    ],
    [
      'a forged message in a year disposed of',
      'g.message_hash',
      off('gift', `update gift set message = '지어낸 말' where given_on = '2019-12-30'`),
    ],
    ['a link that went missing', 'lag(position, 1', off('seal', 'delete from seal where position = 3')],
    [
      'a chain written anew',
      'in_the_digest',
      off('seal', `update seal set hash = sha256('x') where position = (select max(position) from seal)`),
    ],
    [
      'a month that something is left of',
      'still_left',
      [
        "update balance set points = points + 10 where account_id = (select id from account where period = '2019-12-01' and kind = 'allowance' limit 1)",
      ],
    ],
    [
      'a close of a month with other points',
      'lapsed_accounts',
      off('closed_month', 'update closed_month set lapsed_points = lapsed_points + 1'),
    ],
    [
      'a day that was left out',
      'c.day_before',
      [
        ...off('department_day', `delete from department_day where day = '2020-01-10'`),
        ...off('closed_day', `delete from closed_day where day = '2020-01-10'`),
      ],
    ],
    [
      'a department’s day that moved',
      'k.department_id, k.received, k.sent, k.special',
      off(
        'department_day',
        `update department_day set received = received + 10 where day = '2020-02-01' and received > 0`,
      ),
    ],
    [
      'an archive that was improved',
      'counted_received',
      off(
        'year_archive',
        `update year_archive set received = received + 10 where subject = 'person' and scope = 0 and received > 0`,
      ),
    ],
    [
      'an export without a reason',
      "action = 'export'",
      [`insert into access_log (actor_label, action, subject) values ('cli:x', 'export', 'gifts')`],
    ],
    [
      'a disposal that is in no log',
      'd.recorded_at > x.started_at',
      off('access_log', `delete from access_log where action = 'dispose'`),
    ],
    ['a guard that is off', 't.tgenabled is distinct', ['alter table transfer disable trigger append_only']],
    ['a right too many', 'role_table_grants', ['grant update on transfer to ieum_app']],
  ] as const)('finds %s', async (_what, named, statements) => {
    for (const statement of statements) await gov.rows(statement);
    const bad = await failing();
    expect(bad).toContain(checkNaming(named));
    await gov.rows('alter table transfer enable trigger append_only');
    await gov.rows('revoke update on transfer from ieum_app');
  });
});
