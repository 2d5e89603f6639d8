import pg from 'pg';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { givePoints } from '../../src/points/give-points.ts';
import { giftOf, openTestGovernment, seoul, TEAM, type TestGovernment } from '../support/government.ts';

/** What no code of ours can do: the database refuses it, whoever asks. What changes history is refused in verify.test.ts. */

const NOW = seoul('2026-11-23 10:00:00.000');
const DENIED = '42501';
const RESTRICTED = '23001';
const CHECK = '23514';
const UNIQUE = '23505';
const OVERLAP = '23P01';
const NULL = '23502';
const RAISED = 'P0001';

let gov: TestGovernment;
let app: pg.Client;
beforeAll(async () => {
  gov = await openTestGovernment({ connections: 2 });
  return () => gov.close();
});
beforeEach(async () => {
  await gov.reset();
  app = new pg.Client({ connectionString: gov.test.url, options: '-c search_path=ieum -c role=ieum_app' });
  await app.connect();
});
afterEach(() => app.end());

const codeOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'allowed',
    (error: unknown) => (error instanceof pg.DatabaseError ? (error.code ?? '') : String(error)),
  );
const asOwner = (statement: string, values: unknown[] = []) => codeOf(gov.owner.query(statement, values));
const asApp = (statement: string, values: unknown[] = []) => codeOf(app.query(statement, values));
const give = async () => {
  const outcome = await givePoints(gov.database, giftOf(gov.people.haneul, gov.people.jiu), NOW);
  return outcome.kind === 'given' ? outcome.giftId : 0;
};
const openAccount = (column: string, kind: string, owner: number, period: string) =>
  `insert into account (${column}, kind, period) values (${owner}, '${kind}', '${period}')`;

describe('an account', () => {
  it('belongs to one owner of the sort its kind calls for', async () => {
    const { haneul } = gov.people;
    for (const [kind, column, owner] of [
      ['issuance', 'agency_id', haneul.agency],
      ['special_pool', 'agency_id', haneul.agency],
      ['allowance', 'official_id', haneul.id],
      ['received', 'official_id', haneul.id],
      ['special', 'official_id', haneul.id],
      ['department', 'department_id', haneul.department],
    ] as const) {
      for (const other of ['agency_id', 'official_id', 'department_id']) {
        const expected = other === column ? 'allowed' : CHECK;
        expect(await asOwner(openAccount(other, kind, owner, '2027-01-01')), `${kind} of ${other}`).toBe(
          expected,
        );
      }
    }
    expect(await asOwner(openAccount('agency_id', 'pocket', haneul.agency, '2027-01-01'))).toBe(CHECK);
    expect(
      await asOwner(
        `insert into account (kind, agency_id, official_id, period) values ('issuance', 1, 1, '2027-01-01')`,
      ),
    ).toBe(CHECK);
    expect(await asOwner(`insert into account (kind, period) values ('issuance', '2027-01-01')`)).toBe(NULL);
  });

  it('covers a month from its first day for an allowance (제5조), and a year from 1 January for everything else (제8조④)', async () => {
    const { id, agency, department } = gov.people.haneul;
    expect(await asOwner(openAccount('official_id', 'allowance', id, '2026-11-01'))).toBe('allowed');
    expect(await asOwner(openAccount('official_id', 'allowance', id, '2026-11-02'))).toBe(CHECK);
    for (const [kind, column, owner] of [
      ['issuance', 'agency_id', agency],
      ['special_pool', 'agency_id', agency],
      ['received', 'official_id', id],
      ['special', 'official_id', id],
      ['department', 'department_id', department],
    ] as const) {
      expect(await asOwner(openAccount(column, kind, owner, '2026-11-01')), kind).toBe(CHECK);
      expect(await asOwner(openAccount(column, kind, owner, '2026-01-02')), kind).toBe(CHECK);
    }
  });

  it('is the only one of its kind, owner and period', async () => {
    const { id } = gov.people.haneul;
    expect(await asOwner(openAccount('official_id', 'received', id, '2026-01-01'))).toBe('allowed');
    expect(await asOwner(openAccount('official_id', 'received', id, '2026-01-01'))).toBe(UNIQUE);
  });
});

describe('a balance', () => {
  it('is never below zero and never removed', async () => {
    await give();
    expect(await asOwner('update balance set points = points - 190')).toBe('allowed');
    expect(await asOwner('update balance set points = points - 1')).toBe(CHECK);
    expect(await asOwner('delete from balance')).toBe(RESTRICTED);
    expect(await asOwner('insert into balance (account_id, points) values (999999, 0)')).toBe('23503');
  });
});

describe('a transfer', () => {
  it('moves a positive amount, is of a known kind, and is reversed once', async () => {
    const number = await give();
    const book = (kind: string, amount: number, reverses: number | null) =>
      asOwner(
        `insert into transfer (kind, debit_account_id, credit_account_id, amount, reverses_id, actor_id, reason, occurred_at)
         select $1::transfer_kind, credit_account_id, debit_account_id, $2, $3, actor_id, '사유', occurred_at
         from transfer where id = $4`,
        [kind, amount, reverses, number],
      );
    expect(await book('reversal', 0, number)).toBe(CHECK);
    expect(await book('reversal', -10, number)).toBe(CHECK);
    expect(await book('theft', 10, number)).toBe('22P02');
    expect(await book('reversal', 10, number)).toBe('allowed');
    expect(await book('reversal', 10, number)).toBe(UNIQUE);
  });
});

describe('post_gift', () => {
  const post = (changes: Record<string, unknown> = {}) => {
    const { haneul, jiu } = gov.people;
    const values = {
      key: 'k',
      team: TEAM,
      source: 'command',
      message: '자료를 찾아 주셔서 고맙습니다.',
      points: 10,
      giver: haneul.posting,
      recipient: jiu.posting,
      department: null,
      at: NOW,
      day: '2026-11-23',
      allowance: 200,
      limit: 2,
      deliveries: '[]',
      ...changes,
    };
    return asApp(
      'select * from post_gift($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)',
      Object.values(values),
    );
  };

  it('gives nothing, less than nothing or an unknown sum to nobody, and not to oneself (rule 12)', async () => {
    for (const points of [0, -10]) expect(await post({ points })).toBe(CHECK);
    expect(await post({ recipient: gov.people.haneul.posting })).toBe(RAISED);
    expect(await post({ allowance: -1 })).toBe(CHECK);
    expect(await post({ allowance: null })).toBe(NULL);
    expect(await gov.value('select count(*) from account')).toBe(0);
    await post({ points: null });
    await post({ limit: null });
    expect(await gov.value('select count(*) from gift')).toBe(0);
  });

  it('needs a message (제10조), a key, an hour, and a source that exists', async () => {
    for (const change of [
      { message: '' },
      { message: '  ' },
      { message: null },
      { key: null },
      { at: null },
    ]) {
      expect(await post(change), JSON.stringify(change)).not.toBe('allowed');
    }
    expect(await post({ source: 'telepathy' })).toBe('22P02');
    expect(await gov.value('select count(*) from gift')).toBe(0);
  });

  it('books on the day in Seoul of its instant only: no points out of another month (제5조)', async () => {
    expect(await post({ day: '2026-12-01' })).toBe(RAISED);
    expect(await post({ day: '2026-10-31' })).toBe(RAISED);
    expect(await post({ day: null })).toBe(RAISED);
    expect(await post({ at: seoul('2026-12-01 00:00:00.000'), day: '2026-12-01' })).toBe('allowed');
  });

  it('hands out an allowance once a month, whatever it is told later', async () => {
    expect(await post({ allowance: 10 })).toBe('allowed');
    expect(await post({ key: 'k2', allowance: 100_000 })).toBe('allowed');
    expect(await gov.rows('select request_key from gift')).toEqual([{ request_key: 'k' }]);
    expect(await gov.rows('select points from balance')).toEqual([{ points: 0 }]);
    expect(await gov.value(`select sum(amount) from transfer where kind = 'issue'`)).toBe(10);
  });
});

describe('post_reversal', () => {
  it('needs an actor, a reason and the day of its instant (rule 13)', async () => {
    const number = await give();
    const post = (actor: number | null, reason: string | null, day = '2026-11-23') =>
      asApp(`select * from post_reversal($1, $2, $3, $4, $5, $6, '[]')`, [
        number,
        actor,
        reason,
        NOW,
        day,
        TEAM,
      ]);
    const { id } = gov.people.operator;
    expect(await post(id, '')).toBe(RAISED);
    expect(await post(id, '  ')).toBe(RAISED);
    expect(await post(id, null)).toBe(RAISED);
    expect(await post(null, '사유')).toBe(RAISED);
    expect(await post(id, '사유', '2026-10-23')).toBe(RAISED);
    expect(await gov.value(`select count(*) from transfer where kind = 'reversal'`)).toBe(0);
  });
});

describe('post_special_grant (제9조)', () => {
  const post = (changes: Record<string, unknown> = {}) => {
    const { haneul, operator } = gov.people;
    const values = {
      key: 'k',
      agency: operator.agency,
      actor: operator.id,
      approver: null,
      postings: [haneul.posting],
      points: 100,
      reason: '사유',
      at: NOW,
      day: '2026-11-23',
      pool: 2_000,
      team: TEAM,
      kind: 'special-received',
      ...changes,
    };
    return asApp(
      'select * from post_special_grant($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)',
      Object.values(values),
    );
  };

  it('grants 1 to 100 points to one person, with a reason', async () => {
    for (const points of [101, 0, -1, null]) expect(await post({ points })).not.toBe('allowed');
    expect(await post({ reason: '' })).toBe(CHECK);
    expect(await post({ reason: null })).toBe(NULL);
    expect(await gov.value('select count(*) from special_award')).toBe(0);
  });

  it('funds a pool with 2,000 points a year at most, whatever it is told', async () => {
    expect(await post({ pool: 1_000_000 })).toBe('allowed');
    expect(await gov.value(`select amount from transfer where kind = 'special_issue'`)).toBe(2_000);
    expect(await gov.value('select points from balance')).toBe(1_900);
    expect(await post({ key: 'k2', pool: null })).toBe(RAISED);
  });

  it('takes nobody’s word for a second person’s consent', async () => {
    const { operator, secondOperator } = gov.people;
    await gov.owner.query(
      `insert into approval_request (request_key, kind, agency_id, requested_by, act) values ('r', 'special_grant', $1, $2, '{}')`,
      [operator.agency, operator.id],
    );
    const key = `approval:${await gov.value('select id from approval_request')}`;
    expect(await post({ key, approver: secondOperator.id })).toBe(RAISED);
    await gov.owner.query(
      'insert into approval_decision (request_id, decided_by, approved) select id, $1, false from approval_request',
      [secondOperator.id],
    );
    expect(await post({ key, approver: secondOperator.id })).toBe(RAISED);
    expect(await post({ key, approver: operator.id })).toBe(RAISED);
  });
});

describe('what stands beside the ledger', () => {
  it('keeps decisions on messages, approvals, policies and accesses as they were written', async () => {
    const { operator, secondOperator } = gov.people;
    const number = await give();
    await gov.owner.query(
      `insert into gift_visibility (gift_id, hidden, reason, actor_id) values ($1, true, '사유', $2)`,
      [number, operator.id],
    );
    await gov.owner.query(
      `insert into approval_request (request_key, kind, agency_id, requested_by, act) values ('r', 'reversal', $1, $2, '{}')`,
      [operator.agency, operator.id],
    );
    await gov.owner.query(
      'insert into approval_decision (request_id, decided_by, approved) select id, $1, true from approval_request',
      [secondOperator.id],
    );
    await gov.setPolicy('smes', '2027-01-01', {});
    await gov.owner.query(`insert into access_log (actor_label, action, subject) values ('a', 'b', 'c')`);
    for (const [table, column] of [
      ['gift_visibility', 'hidden'],
      ['approval_request', 'act'],
      ['approval_decision', 'approved'],
      ['policy_change', 'changes'],
      ['access_log', 'reason'],
    ] as const) {
      for (const statement of [
        `update ${table} set ${column} = ${column}`,
        `delete from ${table}`,
        `truncate ${table} cascade`,
      ]) {
        expect(await asOwner(statement), statement).toBe(RESTRICTED);
        expect(await asApp(statement), statement).toBe(DENIED);
      }
    }
  });

  it('settles an approval once, and dates it itself', async () => {
    const { operator, secondOperator, admin } = gov.people;
    const request = `insert into approval_request (request_key, kind, agency_id, requested_by, act)
      values ('r', $3, $1, $2, '{}')`;
    expect(await asApp(request, [operator.agency, operator.id, 'promotion'])).toBe(CHECK);
    expect(await asApp(request, [operator.agency, operator.id, 'reversal'])).toBe('allowed');
    expect(await asApp(request, [operator.agency, operator.id, 'reversal'])).toBe(UNIQUE);
    const decide = (actor: number) =>
      asApp(
        'insert into approval_decision (request_id, decided_by, approved) select id, $1, true from approval_request',
        [actor],
      );
    expect(
      await asApp(
        `insert into approval_decision (request_id, decided_by, approved, recorded_at) select id, $1, true, '2020-01-01' from approval_request`,
        [admin.id],
      ),
    ).toBe(DENIED);
    expect(await decide(secondOperator.id)).toBe('allowed');
    expect(await decide(admin.id)).toBe(UNIQUE);
  });

  it('wants a reason for hiding a message, and a message to hide', async () => {
    const number = await give();
    const hide = (id: number, reason: string) =>
      asApp('insert into gift_visibility (gift_id, hidden, reason, actor_id) values ($1, true, $2, $3)', [
        id,
        reason,
        gov.people.operator.id,
      ]);
    expect(await hide(number, '')).toBe(CHECK);
    expect(await hide(999_999, '사유')).toBe('23503');
    expect(await hide(number, '사유')).toBe('allowed');
  });

  it('lets a policy begin on the first of a month only (제7조)', async () => {
    const decide = (from: string) =>
      asApp(
        'insert into policy_change (agency_id, effective_from, changes, decided_by) values ($1, $2, $3, $4)',
        [gov.agencies.smes, from, '{}', gov.people.operator.id],
      );
    expect(await decide('2026-12-02')).toBe(CHECK);
    expect(await decide('2026-12-01')).toBe('allowed');
  });

  it('puts nobody into two departments on one day, and no two agencies of one name (rule 6)', async () => {
    const { haneul, jiu } = gov.people;
    const post = (during: string) =>
      asOwner('insert into posting (official_id, department_id, agency_id, during) values ($1, $2, $3, $4)', [
        haneul.id,
        jiu.department,
        jiu.agency,
        during,
      ]);
    expect(await post('[2026-06-01,2026-07-01)')).toBe(OVERLAP);
    expect(await post('[2025-06-01,2026-01-02)')).toBe(OVERLAP);
    expect(await post('[2025-06-01,2025-06-01)')).toBe(CHECK);
    expect(await post('[2025-06-01,2026-01-01)')).toBe('allowed');
    expect(
      await asOwner(`insert into agency (name, short_name, kind) values ('행정안전부', '행안', 'central')`),
    ).toBe(OVERLAP);
  });
});
