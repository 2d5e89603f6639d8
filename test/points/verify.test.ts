import pg from 'pg';
import { beforeEach, describe, expect, test } from 'vitest';
import { sealLedger } from '../../src/points/seal-ledger.ts';
import { verifyLedger } from '../../src/points/verify.ts';
import { renderFinding, renderVerification } from '../../src/points/verify-messages.ts';
import { openTestLedger, type TestLedger } from '../support/ledger.ts';

const now = new Date('2026-11-23T04:00:00Z');

let ledger: TestLedger;
beforeEach(async () => {
  ledger = await openTestLedger();
  return () => ledger.close();
});

/** The first giver's account of the month. */
const ALLOWANCE = '(select credit_account_id from transfer where id = 1)';

const seal = () => sealLedger(ledger.database, { now, log: { info: () => {} } });
const verify = (head?: { position: number; hash: string }) =>
  verifyLedger(ledger.database, head ? { head } : {});

/** Books one of each, sealed: positions and ids are 1 to 12. Gifts are 2, 3, 5 (to a department) and 8. */
async function bookOneOfEach() {
  const { a0, a1, b0, b1 } = ledger.people;
  await ledger.give(a0, b0, { message: '첫 번째 감사 인사입니다.' }); // 1 issue, 2 gift
  await ledger.give(a0, b1); // 3
  await ledger.give(a1, { department: b0.department }); // 4, 5
  await ledger.reverse(3, a0); // 6: in its month, back to the allowance
  await ledger.give(b0, a0, { at: new Date('2026-10-31T14:59:59.999Z') }); // 7, 8: the last instant of October in Seoul
  await ledger.reverse(8, b0); // 9: in November, back to issuance
  await ledger.grant(a0.agency, a1, [a0]); // 10 special issue, 11 award
  await ledger.reverse(11, b1); // 12
  return await seal();
}

const first = async () => (await verify()).findings[0];

describe('untouched books', () => {
  test('verify, with figures and the head', async () => {
    const sealed = await bookOneOfEach();
    await ledger.give(ledger.people.a0, ledger.people.b0);
    const progress: number[][] = [];
    const result = await verifyLedger(ledger.database, {
      head: { position: sealed.position, hash: sealed.head },
      onProgress: (done, total) => void progress.push([done, total]),
    });
    expect(result).toEqual({
      transfers: 13,
      sealed: 12,
      unsealed: 1,
      head: { position: 12, hash: sealed.head },
      allowances: { issued: 600, given: 40, lapsed: 0, left: 560 },
      otherClock: 'test',
      findings: [],
      omitted: 0,
    });
    expect(progress).toEqual([[12, 12]]);
    expect(renderVerification(result)).toEqual([
      '거래 13건, 봉인 12건, 미봉인 1건 · 13 transfers, 12 sealed, 1 not yet',
      `봉인 머리 12 ${sealed.head} · head of the chain`,
      '기본 포인트 발행 600 = 보냄 40 + 소멸 0 + 남음 560 · allowances issued 600 = given 40 + lapsed 0 + left 560',
      "주의: 마감 시각을 데이터베이스의 시계로 확인하지 않습니다(test) · closes do not go by the database's clock (test)",
      '장부에 이상이 없습니다. · The books agree.',
    ]);
  });

  test('verify when there are none', async () => {
    const result = await verify({ position: 0, hash: '0'.repeat(64) });
    expect(result).toMatchObject({ transfers: 0, findings: [], head: { position: 0, hash: '0'.repeat(64) } });
  });
});

describe('tampering by a superuser is found, and the first bad row is named', () => {
  beforeEach(async () => {
    await bookOneOfEach();
  });

  test('a balance changed by hand', async () => {
    await ledger.tamper(`update balance set points = points + 10 where account_id = ${ALLOWANCE}`);
    const { findings } = await verify();
    expect(findings).toMatchObject([
      { kind: 'balance_differs', account: { kind: 'allowance' }, kept: 200, booked: 190 },
    ]);
    expect(findings.map(renderFinding)).toEqual([
      {
        ko: expect.stringMatching(
          /^기본 포인트 계정 \d+번\(소유자 \d+, 2026-11\): 잔액은 200점인데 거래 합계는 190점입니다\.$/,
        ),
        en: expect.stringMatching(
          /^The allowance account \d+ \(owner \d+, 2026-11\) keeps 200 points, but .* leave 190\.$/,
        ),
      },
    ]);
  });

  test('a balance removed, and one put where none belongs', async () => {
    await ledger.tamper(`delete from balance where account_id = ${ALLOWANCE}`);
    expect(await first()).toMatchObject({ kind: 'balance_differs', kept: null, booked: 190 });
    await ledger.tamper(`insert into balance select id, 5 from account where kind = 'received' limit 1`);
    expect((await verify()).findings).toMatchObject([{ kept: null }, { kept: 5 }]);
  });

  test('a deleted transfer', async () => {
    await ledger.tamper('delete from transfer where id = 5');
    const { findings, transfers } = await verify();
    expect(transfers).toBe(11);
    expect(findings[0]).toEqual({ kind: 'transfer_missing', position: 5, transferId: 5 });
    expect(findings).toContainEqual({ kind: 'meaning_stray', position: null, transferId: 5, part: 'gift' });
    expect(findings.map((finding) => renderFinding(finding).ko)[0]).toBe(
      '거래 5번(봉인 5번): 봉인되어 있으나 거래가 없습니다. 행이 삭제되었습니다.',
    );
  });

  test('a deleted gift, its transfer left', async () => {
    await ledger.tamper('delete from gift where id = 5');
    expect((await verify()).findings).toEqual([
      { kind: 'meaning_missing', position: 5, transferId: 5, part: 'gift' },
      { kind: 'seal_differs', position: 5, transferId: 5 },
    ]);
  });

  test('a deleted transfer with its gift, its link and its balance', async () => {
    await ledger.tamper('delete from transfer where id = 5');
    await ledger.tamper('delete from gift where id = 5');
    await ledger.tamper('delete from seal where position = 5');
    await ledger.tamper(
      `update balance set points = 200 where points = 190
      and account_id = (select id from account where owner_id = $1 and kind = 'allowance')`,
      [ledger.people.a1.id],
    );
    expect((await verify()).findings).toEqual([{ kind: 'links_missing', position: 5, until: 5 }]);
  });

  test('a changed amount', async () => {
    await ledger.tamper('update transfer set amount = 11 where id = 2');
    const { findings } = await verify();
    expect(findings.slice(0, 2)).toEqual([
      { kind: 'amount_differs', position: 2, transferId: 2, booked: 11, meant: 10 },
      { kind: 'seal_differs', position: 2, transferId: 2 },
    ]);
    // The giver's balance no longer agrees either. Rows after it stay sound: one change, one bad row.
    expect(findings.slice(2)).toMatchObject([{ kind: 'balance_differs', kept: 190, booked: 189 }]);
  });

  test('an amount changed in transfer, gift and balance alike', async () => {
    await ledger.tamper('update transfer set amount = 11 where id = 2');
    await ledger.tamper('update gift set points = 11 where id = 2');
    await ledger.tamper(`update balance set points = 189 where account_id = ${ALLOWANCE}`);
    expect((await verify()).findings).toEqual([{ kind: 'seal_differs', position: 2, transferId: 2 }]);
  });

  test('a changed message', async () => {
    await ledger.tamper(`update gift set message = '바뀐 감사 인사입니다.' where id = 2`);
    expect((await verify()).findings).toEqual([{ kind: 'message_differs', position: 2, transferId: 2 }]);
  });

  test('a changed message with its hash recomputed', async () => {
    await ledger.tamper(
      `update gift set message = m, message_hash = sha256(convert_to(m, 'UTF8')) from (values ('바뀐 인사')) as v (m) where id = 2`,
    );
    expect((await verify()).findings).toEqual([{ kind: 'seal_differs', position: 2, transferId: 2 }]);
  });

  test.each([
    ['the giver', 'update gift set giver_department_id = giver_department_id + 1 where id = 3', 3],
    ['the request key', `update gift set request_key = 'other' where id = 3`, 3],
    [
      'an instant by a microsecond',
      `update transfer set recorded_at = recorded_at + interval '1 microsecond' where id = 7`,
      7,
    ],
    ['the reason of a reversal', `update transfer set reason = '다른 사유' where id = 6`, 6],
    ['the reason of a special grant', `update special_grant set reason = '다른 사유'`, 11],
    [
      'whose account it was',
      `update account set period = period + interval '1 month' where id = ${ALLOWANCE}`,
      1,
    ],
  ])('a change of %s', async (_what, statement, position) => {
    await ledger.tamper(statement);
    const { findings } = await verify();
    expect(findings[0]).toMatchObject({ position });
    expect(findings).toContainEqual({ kind: 'seal_differs', position, transferId: position });
  });

  test('links put in another order', async () => {
    await ledger.tamper('update seal set position = 100 where position = 4');
    await ledger.tamper('update seal set position = 4 where position = 5');
    await ledger.tamper('update seal set position = 5 where position = 100');
    expect(await first()).toEqual({ kind: 'seal_differs', position: 4, transferId: 5 });
  });

  test('a reversal of the wrong amount, to the wrong account, or twice', async () => {
    await ledger.tamper('update transfer set amount = 5 where id = 9');
    expect(await first()).toMatchObject({ kind: 'amount_differs', transferId: 9, booked: 5, meant: 10 });
    await ledger.tamper('update transfer set amount = 10 where id = 9');
    expect(await first()).toBeUndefined();
    // October's points may not come back in November (운영규정 제5조: what is unused lapses).
    await ledger.tamper(
      'update transfer set credit_account_id = (select debit_account_id from transfer where id = 8) where id = 9',
    );
    expect(await first()).toMatchObject({ kind: 'account_differs', transferId: 9, side: 'credit' });
    await ledger.tamper('drop index transfer_reverses');
    await ledger.tamper('update transfer set reverses_id = 3 where id = 9');
    expect((await verify()).findings).toContainEqual({ kind: 'reversed_twice', originalId: 3, times: 2 });
  });

  test('points made from nothing for an allowance', async () => {
    await ledger.tamper(`insert into transfer (kind, debit_account_id, credit_account_id, amount, occurred_at)
      select kind, debit_account_id, credit_account_id, amount, occurred_at from transfer where id = 1`);
    await ledger.tamper(`update balance set points = points + 200 where account_id = ${ALLOWANCE}`);
    expect((await verify()).findings).toMatchObject([
      { kind: 'funded_twice', account: { kind: 'allowance' }, times: 2 },
    ]);
  });

  test('many at once: the first hundred are told, the rest counted', async () => {
    await ledger.tamper(`insert into transfer (kind, debit_account_id, credit_account_id, amount, actor_id, occurred_at)
      select kind, debit_account_id, credit_account_id, 1, actor_id, occurred_at from transfer, generate_series(1, 150) where id = 2`);
    const result = await verify();
    expect(result.findings).toHaveLength(100);
    expect(result.omitted).toBe(51); // 150 without a gift, and the balance
    expect(renderVerification(result).slice(-2)).toEqual(['- 이 밖에 51건이 더 있습니다.', '  and 51 more.']);
  });
});

describe('sealing that stands still', () => {
  test('is a finding after an hour', async () => {
    await ledger.give(ledger.people.a0, ledger.people.b0);
    expect(await first()).toBeUndefined();
    await ledger.tamper(`update transfer set recorded_at = recorded_at - interval '61 minutes' where id = 1`);
    expect(await first()).toMatchObject({ kind: 'sealing_stalled', unsealed: 2, transferId: 1 });
  });
});

describe('a head kept outside', () => {
  test('shows a chain that was rewritten to its end, which looks sound by itself', async () => {
    const kept = await bookOneOfEach();
    const head = { position: kept.position, hash: kept.head };
    await ledger.tamper(`update gift set message = m, message_hash = sha256(convert_to(m, 'UTF8'))
      from (values ('바뀐 인사')) as v (m) where id = 2`);
    await ledger.tamper('delete from seal');
    const nextDay = new Date(now.getTime() + 86_400_000);
    const again = await sealLedger(ledger.database, { now: nextDay, log: { info: () => {} } });
    expect(again.position).toBe(12);
    expect((await verify()).findings).toEqual([]);
    expect((await verify(head)).findings).toEqual([
      { kind: 'head_differs', position: 12, expected: kept.head, found: again.head },
    ]);
  });

  test('shows a chain cut off at its end', async () => {
    const kept = await bookOneOfEach();
    await ledger.tamper('delete from seal where position = 12');
    await ledger.tamper('delete from transfer where id = 12');
    await ledger.tamper(
      `update balance set points = 1950 where account_id = (select id from account where kind = 'special_pool')`,
    );
    expect((await verify()).findings).toEqual([]);
    expect((await verify({ position: 12, hash: kept.head })).findings).toEqual([
      { kind: 'head_missing', position: 12, reached: 11 },
    ]);
  });

  test('of an earlier day is found within a longer chain, in any case of letters', async () => {
    const kept = await bookOneOfEach();
    await ledger.give(ledger.people.a0, ledger.people.b0);
    await seal();
    expect((await verify({ position: 12, hash: kept.head.toUpperCase() })).findings).toEqual([]);
    expect((await verify({ position: 11, hash: kept.head })).findings).toMatchObject([
      { kind: 'head_differs' },
    ]);
  });
});

describe('the ledger refuses', () => {
  const history = ['account', 'transfer', 'gift', 'seal', 'special_grant', 'special_award'];
  const written: Record<string, string> = {
    account: 'kind = kind',
    transfer: 'amount = amount',
    gift: 'message = message',
    seal: 'hash = hash',
    special_grant: 'reason = reason',
    special_award: 'grant_id = grant_id',
    balance: 'points = points',
  };

  async function refusalOf(url: string, role: string | undefined, statement: string): Promise<string> {
    const client = new pg.Client({
      connectionString: url,
      options: `-c search_path=ieum${role ? ` -c role=${role}` : ''}`,
    });
    await client.connect();
    try {
      await client.query(statement);
      return 'allowed';
    } catch (error) {
      return error instanceof pg.DatabaseError ? (error.code ?? '') : String(error);
    } finally {
      await client.end();
    }
  }

  beforeEach(async () => {
    await bookOneOfEach();
  });

  test.each([undefined, 'ieum_app'])(
    'the application any way in but the posting functions (role %s)',
    async (role) => {
      const app = (statement: string) => refusalOf(ledger.test.url, role, statement);
      const denied: Record<string, string> = {};
      for (const table of [...history, 'balance']) {
        for (const statement of [
          `update ${table} set ${written[table]}`,
          `delete from ${table}`,
          `truncate ${table} cascade`,
          `insert into ${table} default values`,
          `alter table ${table} disable trigger all`,
        ]) {
          denied[statement] = await app(statement);
        }
      }
      denied.open_account = await app(`select open_account('received', 1, '2026-01-01')`);
      denied.open_funded = await app(`select open_funded('allowance', 1, 1, '2026-12-01', 200, now())`);
      denied.replica = await app('set session_replication_role = replica');
      denied.owner = await app('set role ieum_owner');
      expect(new Set(Object.values(denied)), JSON.stringify(denied)).toEqual(new Set(['42501']));
    },
  );

  test('even its owner, unless the triggers are switched off', async () => {
    const owner = (statement: string) => refusalOf(ledger.test.ownerUrl, undefined, statement);
    for (const table of history) {
      expect(await owner(`update ${table} set ${written[table]}`), table).toBe('23001');
      expect(await owner(`delete from ${table}`), table).toBe('23001');
      expect(await owner(`truncate ${table} cascade`), table).toBe('23001');
    }
    expect(await owner('truncate balance')).toBe('23001');
    expect(await owner(`alter table seal disable trigger user; update seal set sealed_at = now()`)).toBe(
      'allowed',
    );
  });
});
