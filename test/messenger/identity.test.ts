import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createIdentity, type Identity } from '../../src/messenger/identity.ts';
import { judgeProfile, toLocale } from '../../src/messenger/slack-profile.ts';
import { renderUnknownPerson } from '../../src/messenger/unknown-person.ts';
import { type Bench, openBench, TEAM } from './delivery-bench.ts';

let bench: Bench;
let identity: Identity;
let kim: number;
let operators: number[];

beforeAll(async () => {
  bench = await openBench([
    { id: 'U01', email: 'Kim@Korea.kr', locale: 'en-GB' },
    { id: 'U02', email: 'new@korea.kr', locale: 'ko-KR' },
    { id: 'U03', email: 'stray@elsewhere.kr' },
    { id: 'U04' },
    { id: 'U05', email: 'kim@korea.kr', isBot: true },
    { id: 'U06', email: 'left@korea.kr', deleted: true },
  ]);
  kim = await bench.addOfficial('kim@korea.kr');
  operators = [
    await bench.addOfficial('op1@korea.kr', 'operator'),
    await bench.addOfficial('op2@korea.kr', 'operator'),
  ];
  const { id: agencyId } = await bench.database
    .insertInto('agency')
    .values({ name: '시험부', short_name: '시험부', kind: 'central' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id: departmentId } = await bench.database
    .insertInto('department')
    .values({ agency_id: agencyId, name: '시험과', initials: 'ㅅㅎㄱ' })
    .returning('id')
    .executeTakeFirstOrThrow();
  await bench.database
    .insertInto('posting')
    .values(
      [kim, ...operators].map((id) => ({
        official_id: id,
        department_id: departmentId,
        agency_id: agencyId,
        during: '[2020-01-01,)',
      })),
    )
    .execute();
});
afterAll(() => bench?.close());
beforeEach(async () => {
  await bench.reset();
  identity = createIdentity({
    database: bench.database,
    client: bench.client,
    now: () => bench.clock.now(),
    log: bench.log,
  });
});
const asked = () => bench.fake.callsOf('users.info').length;
const MINUTE_MS = 60_000;

describe('who someone is', () => {
  test('is found by e-mail at first contact, then known from memory and for a day from the database', async () => {
    expect(await identity.resolve(TEAM, 'U01')).toEqual({ kind: 'official', officialId: kim, locale: 'en' });
    await identity.resolve(TEAM, 'U01');
    bench.clock.advance(20 * MINUTE_MS);
    await identity.resolve(TEAM, 'U01');
    expect(asked()).toBe(1);
    bench.clock.advance(25 * 60 * MINUTE_MS);
    await identity.resolve(TEAM, 'U01');
    expect(asked()).toBe(2);
    expect(await identity.findMessengerUser(kim, TEAM)).toEqual({ userId: 'U01', locale: 'en' });
  });

  test('costs one question however many ask at once', async () => {
    const people = await Promise.all(Array.from({ length: 20 }, () => identity.resolve(TEAM, 'U01')));
    expect(new Set(people.map((person) => person.kind))).toEqual(new Set(['official']));
    expect(asked()).toBe(1);
  });

  test('is known still when Slack does not answer, but for those never seen', async () => {
    await identity.resolve(TEAM, 'U01');
    bench.clock.advance(25 * 60 * MINUTE_MS);
    bench.fake.misbehave('users.info', { kind: 'httpError', status: 500 }, { times: 2 });
    expect(await identity.resolve(TEAM, 'U01')).toMatchObject({ officialId: kim });
    await expect(identity.resolve(TEAM, 'U02')).rejects.toThrow();
  });

  test('is asked again some minutes after an unknown person was imported', async () => {
    expect(await identity.resolve(TEAM, 'U02')).toEqual({
      kind: 'unknown',
      email: 'new@korea.kr',
      firstTime: true,
      locale: 'ko',
    });
    const id = await bench.addOfficial('new@korea.kr');
    expect(await identity.resolve(TEAM, 'U02')).toEqual({
      kind: 'unknown',
      email: 'new@korea.kr',
      firstTime: false,
      locale: 'ko',
    });
    bench.clock.advance(3 * MINUTE_MS);
    expect(await identity.resolve(TEAM, 'U02')).toMatchObject({ kind: 'official', officialId: id });
    await bench.reset();
    await bench.database.deleteFrom('official').where('id', '=', id).execute();
  });

  test('bots and deactivated accounts are nobody, whatever e-mail they show', async () => {
    expect(await identity.resolve(TEAM, 'U05')).toEqual({ kind: 'bot' });
    expect(await identity.resolve(TEAM, 'U06')).toEqual({ kind: 'inactive' });
    expect(await identity.resolve(TEAM, 'U99')).toMatchObject({ kind: 'unknown' });
  });

  test.each([
    ['a guest', { is_restricted: true }],
    ['a guest of one channel', { is_ultra_restricted: true }],
    ['someone of another organisation', { is_stranger: true }],
    ['someone of another workspace', { team_id: 'T09' }],
  ])('the e-mail of %s proves nothing', (_, flags) => {
    const user = { id: 'U1', team_id: TEAM, profile: { email: 'kim@korea.kr' }, ...flags };
    expect(judgeProfile(user, TEAM).kind).toBe('stranger');
    expect(
      judgeProfile(
        { ...user, team_id: TEAM, is_restricted: false, is_ultra_restricted: false, is_stranger: false },
        TEAM,
      ),
    ).toMatchObject({ kind: 'member', email: 'kim@korea.kr' });
  });

  test('an unconfirmed e-mail proves nothing; a member of the organisation at large belongs here', () => {
    const profile = { email: 'kim@korea.kr' };
    expect(judgeProfile({ id: 'U1', team_id: TEAM, is_email_confirmed: false, profile }, TEAM)).toMatchObject(
      { kind: 'member', email: undefined },
    );
    expect(
      judgeProfile({ id: 'U1', team_id: 'E01', enterprise_user: { teams: [TEAM] }, profile }, TEAM),
    ).toMatchObject({ kind: 'member', email: 'kim@korea.kr' });
  });

  test('the language is Korean unless it is English', () => {
    expect(['ko-KR', 'en-US', 'en-GB', 'ja-JP', undefined].map(toLocale)).toEqual([
      'ko',
      'en',
      'en',
      'ko',
      'ko',
    ]);
  });

  test('a changed language is taken over when asked for', async () => {
    await identity.resolve(TEAM, 'U01');
    bench.fake.addUser({ id: 'U01', email: 'Kim@Korea.kr', locale: 'ko-KR' });
    expect(await identity.refreshLocale(TEAM, 'U01')).toMatchObject({ locale: 'ko' });
    expect(await identity.resolve(TEAM, 'U01')).toMatchObject({ locale: 'ko' });
    expect(await identity.findMessengerUser(kim, TEAM)).toMatchObject({ locale: 'ko' });
    bench.fake.addUser({ id: 'U01', email: 'Kim@Korea.kr', locale: 'en-GB' });
  });
});

describe('an unknown person', () => {
  test('is reported once to each operator of the agency with that domain, under 20 tries at once', async () => {
    await identity.resolve(TEAM, 'U02');
    const others = [1, 2].map(() =>
      createIdentity({
        database: bench.database,
        client: bench.client,
        now: () => bench.clock.now(),
        log: bench.log,
      }),
    );
    const tries = await Promise.all(
      Array.from({ length: 20 }, (_, n) => (others[n % 2] ?? identity).reportUnknown(TEAM, 'U02')),
    );
    expect(tries.filter(Boolean)).toHaveLength(1);
    const rows = await bench.rows();
    expect(rows.map(({ lane, kind }) => [lane, kind])).toEqual(
      operators.map((id) => [`official:${id}`, 'unknown-person']),
    );
    expect(await identity.reportUnknown(TEAM, 'U02')).toBe(false);
  });

  test('is not reported where no agency has the domain, where Slack vouches for no e-mail, or when known', async () => {
    for (const user of ['U01', 'U03', 'U04']) {
      await identity.resolve(TEAM, user);
      expect(await identity.reportUnknown(TEAM, user)).toBe(false);
    }
    expect(await bench.rows()).toEqual([]);
  });

  test('is named to the operator by mention and e-mail', async () => {
    const item = {
      id: 1,
      teamId: TEAM,
      lane: 'user:U1' as const,
      kind: 'unknown-person',
      subjectId: undefined,
      dueAt: new Date(),
      recordedAt: new Date(),
      payload: { userId: 'U02', email: 'new@korea.kr' },
    };
    expect(await renderUnknownPerson([item], { locale: 'ko' })).toMatchObject({
      text: '직원 명부에 없는 분이 이음을 쓰려고 했습니다: <@U02> (new@korea.kr)\n우리 기관 직원이면 명부에 등록해 주십시오.',
    });
  });
});
