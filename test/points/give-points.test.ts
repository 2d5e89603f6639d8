import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { appendGift, findStanding } from '../../src/points/gift-store.ts';
import { type GiveOutcome, type GiveRequest, givePoints } from '../../src/points/give-points.ts';
import { openStandingMemory } from '../../src/points/standing-memory.ts';
import { findSummary } from '../../src/points/store.ts';
import {
  BOARD,
  countBy,
  giftOf,
  openTestGovernment,
  seoul,
  TEAM,
  type TestGovernment,
} from '../support/government.ts';
import type { Person } from '../support/ledger.ts';
import { rankingNow } from './ranking-now.ts';

const NOW = seoul('2026-11-23 10:00:00.000');
const MONTH = { from: '2026-11-01', until: '2026-12-01' };
const MESSAGE = '자료를 찾아 주셔서 고맙습니다.';

let gov: TestGovernment;
beforeAll(async () => {
  gov = await openTestGovernment({ connections: 16 });
  return () => gov.close();
});
beforeEach(() => gov.reset());

const give = (
  giver: Person,
  recipient: Person | { departmentId: number },
  more: Partial<GiveRequest> = {},
  now = NOW,
) => givePoints(gov.database, giftOf(giver, recipient, more), now);
const reasonsOf = (outcome: GiveOutcome) =>
  outcome.kind === 'refused' ? outcome.refusals.map((r) => r.reason).join(' ') : outcome.kind;
const leftOf = (person: Person, month = '2026-11') =>
  gov.value<number | undefined>(
    `select points from account a join balance b on b.account_id = a.id
     where kind = 'allowance' and official_id = $1 and period = $2`,
    [person.id, `${month}-01`],
  );
const countGifts = () => gov.value<number>('select count(*) from gift');

describe('a gift', () => {
  it('제5조, 제6조① (rules 1, 2): takes 10 of the 200 points and books them, the thanks and what is to be announced, in one go', async () => {
    const { haneul, jiu } = gov.people;
    const outcome = await give(haneul, jiu, { requestKey: 'the-key' });
    expect(outcome).toEqual({
      kind: 'given',
      giftId: expect.any(Number),
      points: 10,
      allowanceLeft: 190,
      recipientName: '정지우',
      recipientAgency: '행안부',
      recipientDepartment: '협업정책과',
      undoMinutes: 10,
      givenAt: NOW,
      repeated: false,
    });
    const giftId = outcome.kind === 'given' ? outcome.giftId : 0;
    expect(
      await gov.rows(
        `select t.id, t.kind::text, d.kind as debit, d.owner_id as debit_owner, d.period as debit_period, c.kind as credit,
                c.owner_id as credit_owner, c.period as credit_period, amount, actor_id, reverses_id, reason, occurred_at
         from transfer t join account d on d.id = debit_account_id join account c on c.id = credit_account_id order by t.id`,
      ),
    ).toEqual([
      {
        id: expect.any(Number),
        kind: 'issue',
        debit: 'issuance',
        debit_owner: haneul.agency,
        debit_period: '2026-01-01',
        credit: 'allowance',
        credit_owner: haneul.id,
        credit_period: '2026-11-01',
        amount: 200,
        actor_id: null,
        reverses_id: null,
        reason: null,
        occurred_at: NOW,
      },
      {
        id: giftId,
        kind: 'gift',
        debit: 'allowance',
        debit_owner: haneul.id,
        debit_period: '2026-11-01',
        credit: 'received',
        credit_owner: jiu.id,
        credit_period: '2026-01-01',
        amount: 10,
        actor_id: haneul.id,
        reverses_id: null,
        reason: null,
        occurred_at: NOW,
      },
    ]);
    expect(
      await gov.rows(`select *, source::text, encode(message_hash, 'hex') as message_hash from gift`),
    ).toEqual([
      {
        id: giftId,
        request_key: 'the-key',
        giver_id: haneul.id,
        giver_agency_id: haneul.agency,
        giver_department_id: haneul.department,
        giver_role: 'member',
        recipient_id: jiu.id,
        recipient_agency_id: jiu.agency,
        recipient_department_id: jiu.department,
        recipient_role: 'member',
        points: 10,
        message: MESSAGE,
        message_hash: await gov.value(`select encode(sha256(convert_to($1, 'UTF8')), 'hex')`, [MESSAGE]),
        source: 'command',
        team_id: TEAM,
        allowance_left: 190,
        given_on: '2026-11-23',
        given_at: NOW,
      },
    ]);
    expect(await leftOf(haneul)).toBe(190);
    expect(await gov.value('select count(*) from balance')).toBe(1);
    expect(
      await gov.rows('select team_id, lane, kind, subject_id, state::text, due_at from outbox order by id'),
    ).toEqual([
      {
        team_id: TEAM,
        lane: `channel:${BOARD}`,
        kind: 'gift-board',
        subject_id: giftId,
        state: 'due',
        due_at: NOW,
      },
      {
        team_id: TEAM,
        lane: `official:${jiu.id}`,
        kind: 'gift-received',
        subject_id: giftId,
        state: 'due',
        due_at: NOW,
      },
    ]);
  });

  it('from a dialog brings its giver a receipt by message, and no board post where the workspace has no board', async () => {
    await gov.owner.query('update workspace set board_channel_id = null');
    const { haneul, jiu } = gov.people;
    await give(haneul, jiu, { source: 'dialog' });
    expect(await gov.rows('select lane, kind from outbox order by id')).toEqual([
      { lane: `official:${jiu.id}`, kind: 'gift-received' },
      { lane: `official:${haneul.id}`, kind: 'gift-receipt' },
    ]);
  });

  it('counts where the workspace is unknown: agencies without one give and receive all the same', async () => {
    expect(reasonsOf(await give(gov.people.haneul, gov.people.jiu, { teamId: 'T-elsewhere' }))).toBe('given');
  });

  it('제6조② (rule 3): goes to any official of any central or local agency, one on leave too', async () => {
    const { haneul, jiu, minjun, onLeave } = gov.people;
    for (const recipient of [jiu, minjun, onLeave]) {
      expect(reasonsOf(await give(haneul, recipient))).toBe('given');
    }
    expect(reasonsOf(await give(onLeave, haneul))).toBe('given');
  });

  it('제6조② (rule 3): is refused within one department (과), and nothing is written then', async () => {
    expect(await give(gov.people.haneul, gov.people.seojun)).toEqual({
      kind: 'refused',
      recipientName: '이서준',
      refusals: [{ reason: 'same_department', department: '인력정책과' }],
    });
    expect(await gov.value('select count(*) from account')).toBe(0);
    expect(await gov.value('select count(*) from outbox')).toBe(0);
  });

  it('제6조② (rule 3): is refused the third time in a month to the same person, and allowed again in the next', async () => {
    const { haneul, jiu, yuna } = gov.people;
    await give(haneul, jiu);
    await give(haneul, jiu);
    expect(await give(haneul, jiu)).toMatchObject({
      refusals: [{ reason: 'pair_limit', limit: 2, renewsOn: '2026-12-01' }],
    });
    expect(reasonsOf(await give(haneul, yuna))).toBe('given');
    expect(reasonsOf(await give(haneul, jiu, {}, seoul('2026-12-01 00:00:00.000')))).toBe('given');
    expect(await leftOf(haneul)).toBe(170);
  });

  it('rule 5, 제8조①: received points are kept apart and cannot be given on', async () => {
    const { haneul, jiu, yuna, minjun } = gov.people;
    await gov.setPolicy('smes', '2026-01-01', { monthlyAllowance: 10 });
    for (const giver of [jiu, yuna, minjun]) await give(giver, haneul);
    expect(reasonsOf(await give(haneul, jiu))).toBe('given');
    expect(await give(haneul, yuna)).toMatchObject({
      refusals: [{ reason: 'allowance', left: 0, points: 10 }],
    });
    expect(await findSummary(gov.database, haneul.id, haneul.agency, '2026-11-23')).toMatchObject({
      allowanceLeft: 0,
      receivedThisMonth: 30,
    });
  });

  it('rule 12: is refused to oneself, to and from those who have left, and to whom the directory does not know (bots)', async () => {
    const { haneul, gone } = gov.people;
    expect(reasonsOf(await give(haneul, haneul))).toBe('self');
    expect(reasonsOf(await give(haneul, gone))).toBe('recipient_inactive');
    expect(reasonsOf(await give(gone, haneul))).toBe('giver_inactive');
    expect(reasonsOf(await give(haneul, { ...haneul, id: 999_999 }))).toBe('recipient_unknown');
    expect(reasonsOf(await give(haneul, { departmentId: 999_999 }))).toBe('recipient_unknown');
    await gov.owner.query('update posting set during = daterange(lower(during), $2) where official_id = $1', [
      gov.people.jiu.id,
      '2026-11-23',
    ]);
    expect(reasonsOf(await give(haneul, gov.people.jiu))).toBe('recipient_inactive');
    expect(reasonsOf(await give(gov.people.jiu, haneul))).toBe('giver_inactive');
    expect(await gov.value('select count(*) from account')).toBe(0);
  });

  it('rule 14: to a department of another agency credits the department only', async () => {
    const { haneul, jiu } = gov.people;
    const { collab } = gov.departments;
    expect(await give(haneul, { departmentId: collab })).toMatchObject({
      kind: 'given',
      recipientName: '협업정책과',
      recipientAgency: '행안부',
      allowanceLeft: 190,
    });
    expect(
      await gov.rows(
        `select c.kind, c.owner_id from transfer t join account c on c.id = t.credit_account_id where t.kind = 'gift'`,
      ),
    ).toEqual([{ kind: 'department', owner_id: collab }]);
    expect(await gov.rows('select kind from outbox')).toEqual([{ kind: 'gift-board' }]);
    expect(await findSummary(gov.database, jiu.id, jiu.agency, '2026-11-23')).toMatchObject({
      receivedThisMonth: 0,
    });
    const view = { subject: 'department', side: 'received', span: 'month', scope: 'government' } as const;
    expect(await rankingNow(gov.database, view, MONTH, undefined, 10)).toMatchObject([
      { id: collab, points: 10 },
    ]);
  });

  it('rule 14, 제6조②: to a department follows the same limits: not one’s own, twice a month, and the agency’s switch', async () => {
    const { haneul } = gov.people;
    const { hr, collab, local } = gov.departments;
    expect(await give(haneul, { departmentId: hr })).toMatchObject({
      refusals: [{ reason: 'same_department', department: '인력정책과' }],
    });
    await give(haneul, { departmentId: collab });
    await give(haneul, { departmentId: collab });
    expect(reasonsOf(await give(haneul, { departmentId: collab }))).toBe('pair_limit');
    expect(reasonsOf(await give(haneul, { departmentId: local }))).toBe('given');
    expect(reasonsOf(await give(haneul, gov.people.jiu))).toBe('given');
    await gov.setPolicy('smes', '2026-12-01', { departmentsMayReceive: false });
    expect(reasonsOf(await give(haneul, { departmentId: local }, {}, seoul('2026-12-02 10:00:00.000')))).toBe(
      'department_closed',
    );
  });

  it('rule 15: there and back again is allowed, however suspicious', async () => {
    const { haneul, jiu } = gov.people;
    for (const [giver, recipient] of [
      [haneul, jiu],
      [jiu, haneul],
      [haneul, jiu],
      [jiu, haneul],
    ] as const) {
      expect(reasonsOf(await give(giver, recipient, {}, seoul('2026-11-30 23:00:00.000')))).toBe('given');
    }
  });
});

describe('제10조 (rule 9): the message', () => {
  const said = async (message: string) => {
    const outcome = await give(gov.people.haneul, gov.people.jiu, { message });
    return outcome.kind === 'given'
      ? gov.value<string>('select message from gift where id = $1', [outcome.giftId])
      : outcome.refusals;
  };
  const short = (length: number) => [{ reason: 'message_short', length, min: 10 }];

  it('is mandatory: none, blanks, and what nobody can see are none', async () => {
    expect(await said('')).toEqual(short(0));
    expect(await said(' \n\t\u3000 ')).toEqual(short(0));
    expect(await said('\u200b\u200d\u2060\ufeff\u00ad\u202e'.repeat(20))).toEqual(short(0));
    expect(await said('\u3164\u115f\u2800'.repeat(20))).toEqual(short(0));
    expect(await countGifts()).toBe(0);
  });

  it('is counted in characters as people see them, from 10 to 300', async () => {
    expect(await said('고마워요.가나다라')).toEqual(short(9));
    expect(await said('고마워요.가나다라마'.normalize('NFD'))).toBe('고마워요.가나다라마');
    expect(await said('👍🏽'.repeat(9))).toEqual(short(9));
    expect(await said('🇰🇷'.repeat(10))).toBe('🇰🇷'.repeat(10));
    expect(await said('가'.repeat(301).normalize('NFD'))).toMatchObject([
      { reason: 'message_long', length: 301, max: 300 },
      { reason: 'pair_limit' },
    ]);
    expect(await said('각'.repeat(300).normalize('NFD'))).toMatchObject([{ reason: 'pair_limit' }]);
    expect(await said('가'.repeat(40_000))).toMatchObject([
      { reason: 'message_long', length: 40_000 },
      { reason: 'pair_limit' },
    ]);
  });

  it('is stored clean: composed, without invisible and right-to-left marks, control characters and NUL', async () => {
    expect(await said('고맙\u200b습니다\u202e 정말로\u0000 큰 도움\u0007이었습니다')).toBe(
      '고맙습니다 정말로 큰 도움이었습니다',
    );
    expect(await said('<!channel> <@U123> *굵게* _기울임_ ~취소~ > 인용')).toBe(
      '<!channel> <@U123> *굵게* _기울임_ ~취소~ > 인용',
    );
  });

  it('cannot hide a book in what counts as one character', async () => {
    const book = (part: string) => `고맙습니다고맙습니다 ${part.repeat(13_000)}`;
    expect((await said(book('\u0301')))?.length).toBeLessThan(20);
    for (const part of ['\u1100', '🏻', '\u0915\u094d']) {
      const refusals = await said(book(part));
      expect(typeof refusals === 'object' && refusals[0]?.reason, JSON.stringify(part)).toBe('message_long');
    }
  });
});

describe('the turn of a month (제5조, rule 1; rule 7)', () => {
  const last = seoul('2026-11-30 23:59:59.999');
  const first = new Date(last.getTime() + 1);

  it('belongs to the clock of Seoul, to the millisecond: a fresh allowance, and nothing left over comes along', async () => {
    const { haneul, jiu } = gov.people;
    expect(await give(haneul, jiu, {}, last)).toMatchObject({ kind: 'given', allowanceLeft: 190 });
    expect(await give(haneul, jiu, {}, first)).toMatchObject({ kind: 'given', allowanceLeft: 190 });
    expect(await gov.rows('select given_on from gift order by id')).toEqual([
      { given_on: '2026-11-30' },
      { given_on: '2026-12-01' },
    ]);
    expect([await leftOf(haneul, '2026-11'), await leftOf(haneul, '2026-12')]).toEqual([190, 190]);
    expect(await findSummary(gov.database, haneul.id, haneul.agency, '2027-01-01')).toMatchObject({
      allowanceLeft: 200,
    });
  });

  it('leaves what is spent spent: the new month’s points cannot pay for the old one', async () => {
    await gov.setPolicy('smes', '2026-01-01', { monthlyAllowance: 10 });
    const { haneul, jiu, yuna } = gov.people;
    await give(haneul, jiu, {}, last);
    expect(await give(haneul, yuna, {}, last)).toMatchObject({
      refusals: [{ reason: 'allowance', left: 0, renewsOn: '2026-12-01' }],
    });
    expect(await give(haneul, yuna, {}, first)).toMatchObject({ kind: 'given', allowanceLeft: 0 });
  });

  it('answers an act that is delivered again in the next month like the first time, also at the same moment', async () => {
    const { haneul, jiu } = gov.people;
    for (let round = 0; round < 10; round++) {
      const [giver] = await gov.addPeople('hr', 1);
      if (!giver) throw new Error('nobody was added');
      const request = giftOf(giver, jiu);
      const outcomes = await Promise.all(
        [last, first, last, first].map((now) => givePoints(gov.database, request, now)),
      );
      expect(outcomes.map((o) => o.kind)).toEqual(['given', 'given', 'given', 'given']);
      expect(new Set(outcomes.map((o) => (o.kind === 'given' ? o.giftId : 0))).size).toBe(1);
      expect(outcomes.filter((o) => o.kind === 'given' && !o.repeated)).toHaveLength(1);
    }
    expect(await countGifts()).toBe(10);
    expect(await leftOf(haneul)).toBeUndefined();
  });

  it('rule 7, 제8조④: of a year begins received points anew; the old year’s stay in their own account', async () => {
    const { haneul, jiu } = gov.people;
    await give(haneul, jiu, {}, seoul('2026-12-31 23:59:59.999'));
    expect(await findSummary(gov.database, jiu.id, jiu.agency, '2026-12-31')).toMatchObject({
      receivedThisYear: 10,
    });
    expect(await findSummary(gov.database, jiu.id, jiu.agency, '2027-01-01')).toMatchObject({
      receivedThisYear: 0,
    });
    await give(haneul, jiu, {}, seoul('2027-01-01 00:00:00.000'));
    expect(
      await gov.rows(
        `select a.period, sum(t.amount)::int as points from account a join transfer t on t.credit_account_id = a.id
         where a.kind = 'received' group by a.id order by 1`,
      ),
    ).toEqual([
      { period: '2026-01-01', points: 10 },
      { period: '2027-01-01', points: 10 },
    ]);
  });
});

describe('a change of policy (제7조, rule 4)', () => {
  it('holds from its month on: allowance, points and limits; the past stays as it was', async () => {
    const { haneul, jiu, yuna, minjun } = gov.people;
    await gov.setPolicy('smes', '2026-12-01', {
      monthlyAllowance: 12,
      pointsPerGift: 5,
      giftsPerRecipientPerMonth: 1,
      sameDepartmentAllowed: true,
    });
    expect(await give(haneul, jiu)).toMatchObject({ points: 10, allowanceLeft: 190 });
    const december = seoul('2026-12-01 00:00:00.000');
    expect(await give(haneul, jiu, {}, december)).toMatchObject({ points: 5, allowanceLeft: 7 });
    expect(reasonsOf(await give(haneul, jiu, {}, december))).toBe('pair_limit');
    expect(await give(haneul, gov.people.seojun, {}, december)).toMatchObject({
      points: 5,
      allowanceLeft: 2,
    });
    expect(await give(haneul, yuna, {}, december)).toMatchObject({
      refusals: [{ reason: 'allowance', left: 2, points: 5, renewsOn: '2027-01-01' }],
    });
    expect(await give(minjun, jiu, {}, december)).toMatchObject({ points: 10, allowanceLeft: 190 });
    expect(await gov.rows('select points, given_on from gift order by id limit 1')).toEqual([
      { points: 10, given_on: '2026-11-23' },
    ]);
    expect(await leftOf(haneul)).toBe(190);
  });

  it('is noticed at the turn of the month by who remembers the month before', async () => {
    const { haneul, jiu } = gov.people;
    await gov.setPolicy('smes', '2026-12-01', { pointsPerGift: 5, monthlyAllowance: 12 });
    const memory = openStandingMemory();
    const turn = seoul('2026-12-01 00:00:00.000').getTime();
    const giveAt = (ms: number) => givePoints(gov.database, giftOf(haneul, jiu), new Date(ms), memory);
    expect(await giveAt(turn - 1)).toMatchObject({ points: 10, allowanceLeft: 190 });
    expect(await giveAt(turn)).toMatchObject({ points: 5, allowanceLeft: 7 });
  });

  it('does not touch the answer to an act of the month before', async () => {
    const { haneul, jiu } = gov.people;
    await gov.setPolicy('smes', '2026-12-01', { pointsPerGift: 5 });
    const request = giftOf(haneul, jiu);
    const first = await givePoints(gov.database, request, NOW);
    expect(await givePoints(gov.database, request, seoul('2026-12-01 09:00:00.000'))).toEqual({
      ...first,
      repeated: true,
    });
  });
});

describe('transfers between departments', () => {
  const before = seoul('2026-11-15 23:59:59.999');
  const after = seoul('2026-11-16 00:00:00.000');

  it('제6조②: today’s posting decides who is of the same department, on both sides', async () => {
    const { haneul, seojun, operator, jiu } = gov.people;
    await gov.transfer(haneul, 'startup', '2026-11-16');
    expect(reasonsOf(await give(haneul, seojun, {}, before))).toBe('same_department');
    expect(reasonsOf(await give(haneul, operator, {}, before))).toBe('given');
    expect(reasonsOf(await give(haneul, seojun, {}, after))).toBe('given');
    expect(reasonsOf(await give(haneul, operator, {}, after))).toBe('same_department');
    await gov.transfer(jiu, 'hr', '2026-11-16');
    expect(reasonsOf(await give(seojun, jiu, {}, before))).toBe('given');
    expect(reasonsOf(await give(seojun, jiu, {}, after))).toBe('same_department');
  });

  it('rule 6, 제8조②③: a gift keeps the department of its day when its receiver or giver is transferred later', async () => {
    const { haneul, jiu } = gov.people;
    await give(haneul, jiu, {}, before);
    await gov.transfer(jiu, 'traffic', '2026-11-16');
    await gov.transfer(haneul, 'welfare', '2026-11-16');
    await give(haneul, jiu, {}, after);
    await gov.setStatus(jiu, 'leave');
    const ranking = (side: 'received' | 'sent') =>
      rankingNow(
        gov.database,
        { subject: 'department', side, span: 'month', scope: 'government' },
        MONTH,
        undefined,
        10,
      );
    expect(new Map((await ranking('received')).map((l) => [l.id, l.points]))).toEqual(
      new Map([
        [gov.departments.collab, 10],
        [gov.departments.traffic, 10],
      ]),
    );
    expect(new Map((await ranking('sent')).map((l) => [l.id, l.points]))).toEqual(
      new Map([
        [gov.departments.hr, 10],
        [gov.departments.welfare, 10],
      ]),
    );
  });

  it('제5조: bring no second allowance within the month, not even between agencies', async () => {
    const { haneul, jiu, yuna } = gov.people;
    await give(haneul, jiu, {}, before);
    await gov.transfer(haneul, 'traffic', '2026-11-16');
    expect(await give(haneul, yuna, {}, after)).toMatchObject({ allowanceLeft: 180 });
  });

  it('between the look and the writing are noticed: a posting that ended is stale, on either side', async () => {
    const { haneul, jiu, yuna } = gov.people;
    const look = await findStanding(gov.database, {
      teamId: TEAM,
      requestKey: 'k',
      giverId: haneul.id,
      recipient: { officialId: jiu.id },
      message: MESSAGE,
      day: '2026-11-23',
    });
    const write = (giver: Person, recipient: Person) =>
      appendGift(gov.database, {
        requestKey: 'k',
        teamId: TEAM,
        source: 'command',
        message: MESSAGE,
        points: 10,
        giverPostingId: giver.posting,
        recipientPostingId: recipient.posting,
        recipientDepartmentId: undefined,
        givenAt: NOW,
        day: '2026-11-23',
        monthlyAllowance: 200,
        pairLimit: 2,
        deliveries: [],
      });
    expect([look?.giver.postingId, look?.recipient.officialId]).toEqual([haneul.posting, jiu.id]);
    const moved = await gov.transfer(haneul, 'startup', '2026-11-20');
    expect(await write(haneul, jiu)).toMatchObject({ code: 'stale_giver' });
    await gov.transfer(jiu, 'local', '2026-11-20');
    expect(await write(moved, jiu)).toMatchObject({ code: 'stale_recipient' });
    await gov.setStatus(yuna, 'left');
    expect(await write(moved, yuna)).toMatchObject({ code: 'stale_recipient' });
    await gov.setStatus(haneul, 'left');
    expect(await write(moved, gov.people.minjun)).toMatchObject({ code: 'stale_giver' });
    expect(await gov.value('select count(*) from account')).toBe(0);
  });

  it('are never overlooked because something was remembered: it is read and decided again', async () => {
    const { haneul, jiu, seojun, yuna } = gov.people;
    const memory = openStandingMemory();
    const remembered = (giver: Person, recipient: Person) =>
      givePoints(gov.database, giftOf(giver, recipient), NOW, memory);
    expect(reasonsOf(await remembered(haneul, jiu))).toBe('given');
    expect(reasonsOf(await remembered(haneul, seojun))).toBe('same_department');
    await gov.transfer(jiu, 'hr', '2026-11-20');
    expect(reasonsOf(await remembered(haneul, jiu))).toBe('same_department');
    await gov.transfer(haneul, 'collab', '2026-11-20');
    expect(reasonsOf(await remembered(haneul, seojun))).toBe('given');
    expect(reasonsOf(await remembered(haneul, yuna))).toBe('same_department');
    await gov.setStatus(seojun, 'left');
    expect(reasonsOf(await remembered(haneul, seojun))).toBe('recipient_inactive');
    await gov.setStatus(haneul, 'left');
    expect(reasonsOf(await remembered(haneul, gov.people.minjun))).toBe('giver_inactive');
    expect(await countGifts()).toBe(2);
  });
});

describe.each([
  ['looking at the books each time', () => undefined],
  ['remembering the directory', openStandingMemory],
])('200 at once, %s', (_, open) => {
  it('to one person from 200 people: all 200 are stored', async () => {
    const memory = open();
    const givers = await gov.addPeople('traffic', 200);
    const outcomes = await Promise.all(
      givers.map((giver) => givePoints(gov.database, giftOf(giver, gov.people.jiu), NOW, memory)),
    );
    expect(countBy(outcomes, reasonsOf)).toEqual({ given: 200 });
    expect(
      await gov.rows(
        `select count(*) as transfers, sum(amount) as points, count(distinct c.id) as accounts
         from transfer t join account c on c.id = credit_account_id where t.kind = 'gift'`,
      ),
    ).toEqual([{ transfers: 200, points: 2_000, accounts: 1 }]);
    expect(await gov.rows('select kind, count(*) from outbox group by kind order by kind')).toEqual([
      { kind: 'gift-board', count: 200 },
      { kind: 'gift-received', count: 200 },
    ]);
    expect(await gov.value(`select count(*) from account where kind = 'issuance'`)).toBe(1);
  });

  it('제5조: with an allowance for 5, from one giver to 200 people: 5 are stored, 195 are told why', async () => {
    const memory = open();
    await gov.setPolicy('smes', '2026-11-01', { monthlyAllowance: 59 });
    const recipients = await gov.addPeople('traffic', 200);
    const outcomes = await Promise.all(
      recipients.map((recipient) =>
        givePoints(gov.database, giftOf(gov.people.haneul, recipient), NOW, memory),
      ),
    );
    expect(countBy(outcomes, reasonsOf)).toEqual({ given: 5, allowance: 195 });
    for (const outcome of outcomes) {
      if (outcome.kind === 'refused') {
        expect(outcome.refusals).toEqual([
          { reason: 'allowance', left: 9, points: 10, renewsOn: '2026-12-01' },
        ]);
      }
    }
    expect(
      outcomes.flatMap((o) => (o.kind === 'given' ? o.allowanceLeft : [])).sort((a, b) => b - a),
    ).toEqual([49, 39, 29, 19, 9]);
    expect([await countGifts(), await leftOf(gov.people.haneul)]).toEqual([5, 9]);
    expect(await gov.value(`select count(*) from transfer where kind = 'issue'`)).toBe(1);
  });

  it('제6조②: from one giver to one person: 2 are stored, 198 are told why', async () => {
    const memory = open();
    const { haneul, jiu } = gov.people;
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, () => givePoints(gov.database, giftOf(haneul, jiu), NOW, memory)),
    );
    expect(countBy(outcomes, reasonsOf)).toEqual({ given: 2, pair_limit: 198 });
    expect([await countGifts(), await leftOf(haneul)]).toEqual([2, 180]);
  });

  it('제6조②: from one giver to one department: 2 are stored, 198 are told why', async () => {
    const memory = open();
    const { haneul } = gov.people;
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, () =>
        givePoints(gov.database, giftOf(haneul, { departmentId: gov.departments.collab }), NOW, memory),
      ),
    );
    expect(countBy(outcomes, reasonsOf)).toEqual({ given: 2, pair_limit: 198 });
    expect([await countGifts(), await leftOf(haneul)]).toEqual([2, 180]);
  });

  it('the same act, 50 times: one gift, and everyone answered alike', async () => {
    const memory = open();
    const { haneul, jiu } = gov.people;
    const request = giftOf(haneul, jiu);
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        givePoints(gov.database, request, new Date(NOW.getTime() + i * 1_000), memory),
      ),
    );
    const first = outcomes.find((o) => o.kind === 'given' && !o.repeated);
    expect(outcomes.filter((o) => o === first)).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome !== first) expect(outcome).toEqual({ ...first, repeated: true });
    expect([await countGifts(), await leftOf(haneul)]).toEqual([1, 190]);
    expect(await gov.value('select count(*) from outbox')).toBe(2);
  });

  it('the last points, 50 times by the same act: one gift, nobody told that the points are short', async () => {
    const memory = open();
    await gov.setPolicy('smes', '2026-11-01', { monthlyAllowance: 10 });
    const request = giftOf(gov.people.haneul, gov.people.jiu);
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => givePoints(gov.database, request, NOW, memory)),
    );
    expect(countBy(outcomes, reasonsOf)).toEqual({ given: 50 });
    expect(await countGifts()).toBe(1);
  });
});

describe('a request key', () => {
  it('used for something else is an error, and nothing is given', async () => {
    const { haneul, jiu, yuna, minjun } = gov.people;
    const first = giftOf(haneul, jiu, { requestKey: 'once' });
    await givePoints(gov.database, first, NOW);
    for (const other of [
      { ...first, message: '전혀 다른 내용의 감사 인사' },
      { ...first, recipient: { officialId: yuna.id } },
      { ...first, recipient: { departmentId: jiu.department } },
      { ...first, giverId: minjun.id },
    ]) {
      expect(reasonsOf(await givePoints(gov.database, other, NOW))).toBe('key_reused');
      expect(reasonsOf(await givePoints(gov.database, other, NOW, openStandingMemory()))).toBe('key_reused');
    }
    expect([await countGifts(), await leftOf(haneul), await leftOf(minjun)]).toEqual([1, 190, undefined]);
  });

  it('used by two people at once books one of them, and the other is told', async () => {
    const { haneul, jiu, minjun } = gov.people;
    const outcomes = await Promise.all(
      [haneul, minjun, haneul, minjun].map((giver) => give(giver, jiu, { requestKey: 'shared' })),
    );
    expect(countBy(outcomes, reasonsOf)).toEqual({ given: 2, key_reused: 2 });
    expect(await countGifts()).toBe(1);
  });

  it('answers like the first time when meanwhile the giver or the receiver has moved or left', async () => {
    const { haneul, jiu } = gov.people;
    const request = giftOf(haneul, jiu);
    const first = await givePoints(gov.database, request, NOW);
    await gov.transfer(jiu, 'hr', '2026-11-20');
    await gov.setStatus(haneul, 'left');
    const again = await givePoints(gov.database, request, NOW);
    expect(again).toMatchObject({
      kind: 'given',
      repeated: true,
      giftId: first.kind === 'given' && first.giftId,
    });
  });
});
