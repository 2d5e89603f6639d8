import { beforeAll, describe, expect, it } from 'vitest';
import { mondayOfIsoWeek } from '../../src/calendar/iso-week.ts';
import { createDigestRenderers } from '../../src/digest/deliveries.ts';
import { lookUpDigest, previewDigest, readDigest } from '../../src/digest/look-up.ts';
import { parseCommand, parseTarget } from '../../src/digest/parse.ts';
import { sendDigests } from '../../src/digest/send-digests.ts';
import { type DigestDeps, registerDigest } from '../../src/digest/slack.ts';
import type { Role } from '../../src/directory/official.ts';
import type { ActionAct, Listeners, Reply } from '../../src/messenger/listeners.ts';
import { givePoints } from '../../src/points/give-points.ts';
import { hideMessage } from '../../src/points/hide-message.ts';
import {
  type AgencyKey,
  giftOf,
  openTestGovernment,
  type PersonKey,
  seoul,
  TEAM,
  type TestGovernment,
} from '../support/government.ts';

const NOW = seoul('2026-11-24 10:00:00');
const WEEK = '2026-11-16';
const log = { info: () => {} };
const options = { teamId: TEAM, part: 'all' };

let gov: TestGovernment;
let giftId = 0;
beforeAll(async () => {
  gov = await openTestGovernment();
  const outcome = await givePoints(
    gov.database,
    giftOf(gov.people.jiu, gov.people.haneul, { message: '자료를 하루 만에 찾아 주셔서 고맙습니다.' }),
    seoul('2026-11-18 10:00:00'),
  );
  if (outcome.kind !== 'given') throw new Error(JSON.stringify(outcome));
  giftId = outcome.giftId;
  await sendDigests(gov.database, { teamId: TEAM, now: seoul('2026-11-23 09:00:00'), log });
  return () => gov.close();
});

const look = async (who: PersonKey, agency: AgencyKey | undefined) => {
  const asked = { agency: agency === undefined ? undefined : { id: gov.agencies[agency] }, week: WEEK };
  const outcome = await lookUpDigest(gov.database, gov.people[who].id, asked, options, NOW);
  return 'refusals' in outcome ? outcome.refusals[0]?.reason : outcome.view.digest.content.shortName;
};

describe('who sees which digest', () => {
  it('own agency, another one, none named', async () => {
    const who: PersonKey[] = ['haneul', 'operator', 'cco', 'auditor', 'otherOperator', 'admin', 'gone'];
    const table: Record<string, unknown> = {};
    for (const one of who)
      table[one] = [await look(one, 'smes'), await look(one, 'interior'), await look(one, undefined)];
    expect(table).toEqual({
      haneul: ['not_entitled', 'not_entitled', 'not_entitled'],
      operator: ['중기부', 'other_agency', '중기부'],
      cco: ['중기부', 'other_agency', '중기부'],
      auditor: ['중기부', '행안부', '중기부'],
      otherOperator: ['other_agency', '행안부', '행안부'],
      admin: ['not_entitled', 'not_entitled', 'not_entitled'],
      gone: ['not_entitled', 'not_entitled', 'not_entitled'],
    });
  });

  it('rights are those of this moment: who moves to another agency sees that one from then on', async () => {
    expect(await look('cco', 'smes')).toBe('중기부');
    await gov.transfer(gov.people.cco, 'collab', '2026-11-24');
    expect([await look('cco', 'smes'), await look('cco', 'interior')]).toEqual(['other_agency', '행안부']);
    await gov.transfer(gov.people.cco, 'startup', '2026-11-25');
    await gov.setRole(gov.people.cco, 'member');
    expect(await look('cco', 'smes')).toBe('not_entitled');
    await gov.setRole(gov.people.cco, 'cco' satisfies Role);
  });

  it('each look is logged with its part, and so is one that was refused', async () => {
    const before = await gov.value<number>('select coalesce(max(id), 0)::int from access_log');
    const { operator } = gov.people;
    const see = (agency: AgencyKey, part: string) =>
      lookUpDigest(
        gov.database,
        operator.id,
        { agency: { id: gov.agencies[agency] }, week: WEEK },
        { teamId: TEAM, part },
        NOW,
      );
    await see('smes', 'all');
    await see('smes', 'evaluations');
    await see('interior', 'all');
    const rows = await gov.rows<{ actor_id: number; action: string; subject: string; origin: string }>(
      'select actor_id, action, subject, origin from access_log where id > $1 order by id',
      [before],
    );
    const entry = (action: string, agency: AgencyKey, part: string) => ({
      actor_id: operator.id,
      action,
      subject: `digest agency:${gov.agencies[agency]} week:${WEEK} ${part}`,
      origin: `slack:${TEAM}`,
    });
    expect(rows).toEqual([
      entry('look_at_digest', 'smes', 'all'),
      entry('look_at_digest', 'smes', 'evaluations'),
      entry('refused_digest', 'interior', 'all'),
    ]);
  });

  it('a week without a digest, and an agency that is none, are told so', async () => {
    const asked = { agency: undefined, week: '2026-11-09' };
    const never = { reason: 'week_without_digest', week: '2026-11-09', oldest: WEEK };
    expect(await lookUpDigest(gov.database, gov.people.operator.id, asked, options, NOW)).toEqual({
      refusals: [{ ...never, previewOf: gov.agencies.smes }],
    });
    expect(await lookUpDigest(gov.database, gov.people.cco.id, asked, options, NOW)).toEqual({
      refusals: [never],
    });
    const named = { agency: { name: '없는부' }, week: undefined };
    expect(await lookUpDigest(gov.database, gov.people.auditor.id, named, options, NOW)).toEqual({
      refusals: [{ reason: 'agency_unknown', name: '없는부' }],
    });
  });
});

describe('a digest that is not there', () => {
  const by = { actorLabel: 'cli:none', origin: 'host' };
  const missing = (agency: string, week: string | undefined, now: string) =>
    readDigest(gov.database, { agency, week, ...by }, seoul(now));

  it('is promised until its day of sending is over, and not any longer', async () => {
    const week = '2026-11-23';
    const promised = { refusals: [{ reason: 'no_digest', week }] };
    expect(await missing('중기부', week, '2026-11-24 10:00:00')).toEqual(promised);
    expect(await missing('중기부', week, '2026-11-30 23:59:00')).toEqual(promised);
    expect(await missing('중기부', week, '2026-12-01 00:00:00')).toEqual({
      refusals: [{ reason: 'week_without_digest', week, oldest: WEEK }],
    });
  });

  it('of an agency that is no more comes with its last day and its successors', async () => {
    const [row] = await gov.rows<{ id: number }>(
      `insert into agency (name, short_name, kind, during, successors)
       values ('기획재정부', '기재부', 'central', daterange(null, '2026-01-02'), '{재정경제부,기획예산처}') returning id`,
    );
    const refusal = {
      reason: 'agency_abolished',
      agency: '기획재정부',
      last: '2026-01-01',
      successors: ['재정경제부', '기획예산처'],
      oldest: undefined,
    };
    const named = { agency: { name: '기재부' }, week: undefined };
    expect(await lookUpDigest(gov.database, gov.people.auditor.id, named, options, NOW)).toEqual({
      refusals: [refusal],
    });
    expect(await missing('기획재정부', '2026-11-16', '2026-11-24 10:00:00')).toEqual({ refusals: [refusal] });
    await gov.rows('delete from agency where id = $1', [row?.id]);
  });
});

describe('made-up buttons', () => {
  const replies: string[] = [];
  const handlers: Array<{ id: RegExp; handle: (act: ActionAct) => Promise<Reply | undefined> }> = [];
  registerDigest(
    { onAction: (id: RegExp, handle: never) => void handlers.push({ id, handle }) } as unknown as Listeners,
    {
      get database() {
        return gov.database;
      },
      now: () => NOW,
      log,
      metrics: { countRefusal: (reason: string) => void replies.push(reason) },
    } as unknown as DigestDeps,
  );
  const press = async (actionId: string, value: string | undefined) => {
    const handler = handlers.find(({ id }) => id.test(actionId));
    const act = { officialId: gov.people.cco.id, teamId: TEAM, locale: 'ko', channelId: 'D1', value };
    return JSON.stringify((await handler?.handle(act as ActionAct))?.blocks);
  };

  it('are told that they could not be read, whoever presses them', async () => {
    for (const actionId of ['digest_details:tasks', 'digest_preview:1', 'digest_csv:1'])
      for (const value of ['99:2026-11-23:0', 'x'.repeat(300), '', undefined])
        expect(await press(actionId, value), `${actionId} ${value}`).toContain(
          '단추의 내용을 읽지 못했습니다. 명령으로 다시 열어 주십시오.',
        );
    // An agency that does not exist.
    expect(await press('digest_details:tasks', '99999:2026-11-16:tasks')).toContain('단추의 내용을');
    expect(await press('digest_details:tasks', `${gov.agencies.smes}:2026-11-16:tasks`)).not.toContain(
      '단추의 내용을',
    );
  });
});

describe('a preview', () => {
  const preview = (who: PersonKey, agency: AgencyKey) =>
    previewDigest(
      gov.database,
      gov.people[who].id,
      { agencyId: gov.agencies[agency], teamId: TEAM, log },
      NOW,
    );

  it('shows an operator the running week and neither sends nor stores anything', async () => {
    const state = () =>
      gov.rows('select (select count(*) from digest) as digests, (select count(*) from outbox) as messages');
    const before = await state();
    const outcome = await preview('operator', 'smes');
    expect('view' in outcome && outcome.view.digest.week).toBe('2026-11-23');
    expect(await state()).toEqual(before);
  });

  it('is for operators of the agency alone', async () => {
    for (const who of ['cco', 'auditor', 'admin', 'haneul', 'otherOperator'] as const)
      expect(await preview(who, 'smes'), who).toEqual({ refusals: [{ reason: 'not_operator' }] });
  });
});

it('a message hidden after the digest was made is not shown any more (운영규정 제10조)', async () => {
  const thanks = async () => {
    const asked = { agency: { id: gov.agencies.smes }, week: WEEK };
    const outcome = await lookUpDigest(gov.database, gov.people.auditor.id, asked, options, NOW);
    return 'view' in outcome ? outcome.view.thanks.map(({ message }) => message) : [];
  };
  expect(await thanks()).toEqual(['자료를 하루 만에 찾아 주셔서 고맙습니다.']);
  const stored = await gov.value<string>('select content::text from digest where agency_id = $1', [
    gov.agencies.smes,
  ]);
  expect(stored).not.toContain('고맙습니다');
  const hide = {
    number: giftId,
    actorId: gov.people.operator.id,
    hide: true,
    reason: '부적절',
    teamId: TEAM,
  };
  await hideMessage(gov.database, hide, NOW);
  expect(await thanks()).toEqual([]);
});

describe('sending', () => {
  const uploaded: string[] = [];
  let clock = NOW;
  const renderers = () =>
    createDigestRenderers({
      database: gov.database,
      now: () => clock,
      uploadPicture: async ({ name, bytes }) => {
        uploaded.push(`${name} ${bytes.subarray(1, 4).toString()}`);
        return 'F0CHART';
      },
    });
  const item = async (who: PersonKey) => ({
    id: 1,
    teamId: TEAM,
    lane: `official:${gov.people[who].id}` as const,
    kind: 'digest',
    subjectId: await gov.value<number>('select id from digest where agency_id = $1', [gov.agencies.smes]),
    payload: {},
    dueAt: NOW,
    recordedAt: NOW,
  });
  const render = async (who: PersonKey) => {
    const renderer = renderers().digest;
    if (typeof renderer !== 'function') throw new Error('no plain renderer');
    return renderer([await item(who)], { locale: 'ko' });
  };

  it('happens within the agency’s hours, on working days', async () => {
    for (const [now, notBefore] of [
      ['2026-11-24 12:30:00', '2026-11-24 13:00:00'],
      ['2026-11-24 20:00:00', '2026-11-25 09:00:00'],
      ['2026-11-28 10:00:00', '2026-11-30 09:00:00'],
    ] as const) {
      clock = seoul(now);
      expect(await render('operator'), now).toEqual({ notBefore: seoul(notBefore) });
    }
    clock = NOW;
    expect(await render('operator')).toMatchObject({ covers: 1 });
  });

  it('says nothing to one who may not read it any more', async () => {
    await gov.setRole(gov.people.secondOperator, 'member');
    expect(await render('secondOperator')).toBeUndefined();
    expect(await render('otherOperator')).toBeUndefined();
  });

  it('uploads the picture, lets Slack work on it, and then puts it into the message in place of the figures', async () => {
    // Each time by another process.
    const chart = () => {
      const renderer = renderers()['digest-chart'];
      if (!renderer || !('updates' in renderer)) throw new Error('the chart changes no message');
      return renderer;
    };
    expect(chart()).toMatchObject({ updates: 'digest', adds: true });
    const one = await item('operator');
    const ready = { notBefore: seoul('2026-11-24 10:00:10') };
    expect(await chart().render([one], { locale: 'ko' })).toEqual(ready);
    expect(await chart().render([one], { locale: 'ko' })).toEqual(ready);
    clock = seoul('2026-11-24 10:00:10');
    // A try that failed is made again with the same picture.
    for (let time = 0; time < 2; time++) {
      const shown = await chart().render([one], { locale: 'ko' });
      expect(JSON.stringify(shown)).toContain('"slack_file":{"id":"F0CHART"}');
    }
    const name = `${gov.agencies.smes}-2026-11-16.png PNG`;
    expect(uploaded).toEqual([name]);
    // A day later Slack may have none that it never showed.
    clock = seoul('2026-11-25 10:00:11');
    expect(await chart().render([one], { locale: 'ko' })).toEqual({
      notBefore: seoul('2026-11-25 10:00:21'),
    });
    expect(uploaded).toEqual([name, name]);
    clock = NOW;
  });

  it('where the workspace takes no pictures the message stays as it is', async () => {
    const chart = createDigestRenderers({
      database: gov.database,
      now: () => NOW,
      uploadPicture: async () => undefined,
    })['digest-chart'];
    if (!chart || !('updates' in chart)) throw new Error('the chart changes no message');
    expect(await chart.render([await item('cco')], { locale: 'ko' })).toBeUndefined();
  });
});

it('the command line prints a stored digest, and its look is logged', async () => {
  const by = { actorLabel: 'cli:test', origin: 'host' };
  const outcome = await readDigest(gov.database, { agency: '중소벤처기업부', week: WEEK, ...by }, NOW);
  expect('view' in outcome && outcome.view.digest.content.shortName).toBe('중기부');
  expect(await gov.value(`select subject from access_log where actor_label = 'cli:test'`)).toBe(
    `digest agency:${gov.agencies.smes} week:${WEEK} all`,
  );
  expect(await readDigest(gov.database, { agency: '없는부', week: undefined, ...by }, NOW)).toEqual({
    refusals: [{ reason: 'agency_unknown', name: '없는부' }],
  });
});

describe('what is typed', () => {
  it.each([
    ['주간보고', { kind: 'show', agency: undefined, week: undefined }],
    ['주간보고 2026-W47', { kind: 'show', agency: undefined, week: mondayOfIsoWeek('2026-W47') }],
    ['weekly 고용노동부 2026-w47', { kind: 'show', agency: '고용노동부', week: '2026-11-16' }],
    ['주간보고 고용노동부', { kind: 'show', agency: '고용노동부', week: undefined }],
    ['주간보고 2026-W47 고용노동부', { kind: 'show', agency: '고용노동부', week: '2026-11-16' }],
    ['주간보고 2026-W60', { kind: 'week_unreadable', text: '2026-W60' }],
    ['주간보고 47', { kind: 'week_unreadable', text: '47' }],
  ])('%s', (text, command) => {
    expect(parseCommand(text)).toEqual(command);
  });

  it('of a button is checked', () => {
    expect(parseTarget('5:2026-11-16:tasks')).toEqual({ agencyId: 5, week: '2026-11-16', section: 'tasks' });
    expect(parseTarget('5')).toEqual({ agencyId: 5, week: undefined, section: undefined });
    for (const forged of [
      '',
      undefined,
      '0:2026-11-16:tasks',
      '5:2026-02-30:tasks',
      '5:2026-11-16:access',
      "5' or 1=1",
    ])
      expect(parseTarget(forged), String(forged)).toBeUndefined();
  });
});
