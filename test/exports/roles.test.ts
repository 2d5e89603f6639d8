import { Writable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { EXPORT_KINDS, type ExportKind } from '../../src/export-kinds.ts';
import { exportSources } from '../../src/export-sources.ts';
import { openForm, requestExport } from '../../src/exports/request-export.ts';
import { runExport, ScopeBreach } from '../../src/exports/run-export.ts';
import type { ExportSource } from '../../src/exports/source.ts';
import { givePoints } from '../../src/points/give-points.ts';
import { grantSpecial } from '../../src/points/grant-special.ts';
import { rollUp } from '../../src/points/roll-up.ts';
import { fullContent } from '../digest/samples.ts';
import { seedRequest } from '../evaluations/seed-evaluation.ts';
import {
  type AgencyKey,
  giftOf,
  openTestGovernment,
  type PersonKey,
  seoul,
  TEAM,
  type TestGovernment,
} from '../support/government.ts';
import { seedTask } from '../tasks/seed-task.ts';

/** Every kind for every role and agency, in chat; and that what one agency gets holds nothing of the others alone. */
const NOW = seoul('2026-11-23 10:00:00.000');
const YEAR = { from: '2025-01-01', to: '2026-12-31' };
const AGENCIES: Record<AgencyKey, string> = {
  smes: '중소벤처기업부',
  interior: '행정안전부',
  seoul: '서울특별시',
};

let gov: TestGovernment;
beforeAll(async () => {
  gov = await openTestGovernment();
  await seedEverything();
  return () => gov.close();
});

const source = (kind: ExportKind) => exportSources.find((one) => one.kind === kind) as ExportSource;

/** Of each kind: something of 중기부 alone or shared, and something of others alone. */
async function seedEverything(): Promise<void> {
  const { people, agencies, departments } = gov;
  for (const [from, to] of [
    [people.haneul, people.jiu],
    [people.minjun, people.seojun],
    [people.minjun, people.jiu],
    [people.jiu, people.minjun],
  ] as const)
    await givePoints(gov.database, giftOf(from, to), NOW);
  await grantSpecial(
    gov.database,
    {
      requestKey: 'special',
      teamId: TEAM,
      actorId: people.operator.id,
      pointsEach: 30,
      reason: '공동 과제 기여',
      recipient: { officialId: people.haneul.id },
    },
    NOW,
  );
  // Lists of candidates are of what is rolled up.
  await rollUp(gov.database, { now: NOW, log: { info: () => {} } });
  await gov.rows(`insert into closed_day (day, position) values ('2026-11-20', 0)`);
  await gov.rows('insert into closed_year (year, position) values (2025, 0)');
  for (const [key, department] of [
    ['smes', 'hr'],
    ['interior', 'collab'],
    ['seoul', 'traffic'],
  ] as const) {
    await gov.rows(
      `insert into department_day (day, department_id, agency_id, members, received, sent, special, received_correction,
         sent_correction, special_correction) values ('2026-11-20', $1, $2, 2, 10, 0, 0, -10, 0, 0)`,
      [departments[department], agencies[key]],
    );
    await gov.rows(
      `insert into year_archive (year, subject, scope, owner_id, name, department_id, department, agency_id, agency, received, sent, special)
       select 2025, 'department', s, $1, $3, $1, $3, $2, $3, 10, 20, 0 from unnest(array[0, $2::int]) s`,
      [departments[department], agencies[key], AGENCIES[key]],
    );
    await gov.rows(
      `insert into digest (agency_id, week, position, head, as_of, late, content, computed_at)
       values ($1, '2026-11-16', 1, $2, now(), false, $3, now())`,
      [
        agencies[key],
        'ab12'.repeat(16),
        JSON.stringify({ ...fullContent, agency: AGENCIES[key], thanks: [] }),
      ],
    );
  }
  const shared = await seedTask(gov, { lead: people.jiu, partners: [people.haneul] }, { title: '함께' });
  const others = await seedTask(gov, { lead: people.jiu, partners: [people.minjun] }, { title: '남의 것' });
  for (const party of [...shared.parties, ...others.parties]) await seedRequest(gov, party);
  // Each looks at the data of somebody of another agency.
  for (const [person, about] of [
    [people.cco, [people.minjun]],
    [people.otherOperator, [people.haneul]],
    [people.minjun, [people.jiu, people.haneul]],
  ] as const)
    await gov.rows(
      `insert into access_log (actor_id, actor_label, action, subject, subject_official_ids, subject_agency_ids)
       values ($1, $2, 'look', 'x', $3, $4)`,
      [person.id, `official:${person.id}`, about.map(({ id }) => id), about.map(({ agency }) => agency)],
    );
}

const asker = (who: PersonKey) => ({ officialId: gov.people[who].id, teamId: TEAM });

let keys = 0;
async function ask(who: PersonKey, kind: string, agency = '') {
  keys += 1;
  const typed = { agency, from: '', to: '', format: 'csv' as const, bom: false, reason: '정기 감사 자료' };
  const by = { actorId: gov.people[who].id, teamId: TEAM, requestKey: `roles-${keys}` };
  const outcome = await requestExport(gov.database, exportSources, { kind, ...typed, ...by }, NOW);
  // Only so many may be under way.
  await gov.rows(
    `update export_job set state = 'failed', claim_token = null, claimed_until = null where state = 'requested'`,
  );
  if (outcome.kind === 'refused') return outcome.refusals.map(({ reason }) => reason).join();
  return outcome.record.agency?.shortName ?? 'all';
}

describe.each(EXPORT_KINDS)('who may export %s in chat', (kind) => {
  const audited = kind === 'access_log';
  const table: Array<[PersonKey, own: string, other: string]> = [
    ['haneul', 'not_entitled', 'not_entitled'],
    ['admin', 'not_entitled', 'not_entitled'],
    ['gone', 'not_entitled', 'not_entitled'],
    ['operator', audited ? 'kind_not_yours' : '중기부', audited ? 'kind_not_yours' : 'other_agency'],
    ['cco', audited ? 'kind_not_yours' : '중기부', audited ? 'kind_not_yours' : 'other_agency'],
    ['otherOperator', audited ? 'kind_not_yours' : '행안부', audited ? 'kind_not_yours' : 'other_agency'],
    ['auditor', 'all', '서울시'],
  ];
  it.each(table)('%s: own or all %s, another agency’s %s', async (who, own, other) => {
    expect(await ask(who, kind)).toBe(own);
    expect(await ask(who, kind, '서울시')).toBe(other);
  });

  it('an attempt at what is not one’s own is in the access log', async () => {
    await ask('operator', kind, '서울시');
    expect(
      await gov.rows(
        `select actor_id, action, subject from access_log where action like '%export' order by id desc limit 1`,
      ),
    ).toEqual([
      {
        actor_id: gov.people.operator.id,
        action: 'refused_export',
        subject: `${kind} agency:${gov.agencies.seoul}`,
      },
    ]);
  });
});

describe('the dialog', () => {
  it.each([
    ['operator', EXPORT_KINDS.filter((kind) => kind !== 'access_log'), '중기부'],
    ['cco', EXPORT_KINDS.filter((kind) => kind !== 'access_log'), '중기부'],
    ['auditor', [...EXPORT_KINDS], undefined],
  ] as const)('offers %s what they may have', async (who, kinds, agency) => {
    const page = await openForm(gov.database, exportSources, asker(who), {}, NOW);
    if ('refusals' in page) throw new Error('refused');
    expect(page.form.sources.map(({ kind }) => kind)).toEqual(kinds);
    expect(page.form.agency?.shortName).toBe(agency);
  });

  it.each(['haneul', 'admin', 'gone'] as const)('is refused to %s', async (who) => {
    expect(await openForm(gov.database, exportSources, asker(who), {}, NOW)).toEqual({
      refusals: [{ reason: 'not_entitled' }],
    });
    expect(
      await gov.rows('select actor_id, action, subject from access_log order by id desc limit 1'),
    ).toEqual([{ actor_id: gov.people[who].id, action: 'refused_export', subject: 'form' }]);
  });

  it('what there is no such thing as, is refused', async () => {
    expect(await ask('auditor', 'salaries')).toBe('kind_unknown');
    expect(await ask('auditor', 'gifts', '없는부')).toBe('agency_unknown');
  });
});

describe('what one agency gets', () => {
  async function rowsOf(kind: ExportKind, agencyId?: number): Promise<string[]> {
    const chunks: Buffer[] = [];
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        chunks.push(chunk);
        done();
      },
    });
    const outcome = await runExport(
      gov.database,
      source(kind),
      { ...YEAR, ...(agencyId ? { agencyId } : {}), reason: '감사', actorLabel: 'test', now: NOW },
      sink,
    );
    expect(outcome.kind).toBe('exported');
    return (parse(Buffer.concat(chunks), { from: 2 }) as string[][]).map((cells) => cells.join('|'));
  }

  it.each([
    ['gifts', 2],
    ['balances', 2],
    ['received', 2],
    ['department_days', 1],
    ['archive', 2],
    ['tasks', 1],
    ['evaluations', 1],
  ] as const)('of %s is its own and what it shares, and there is more', async (kind, own) => {
    const mine = await rowsOf(kind, gov.agencies.smes);
    const all = await rowsOf(kind);
    expect(mine).toHaveLength(own);
    expect(all.length).toBeGreaterThan(own);
    for (const row of mine) expect(all).toContain(row);
    expect(mine.join('\n')).not.toContain('남의 것');
  });

  it('of digests is its own', async () => {
    const mine = await rowsOf('digest', gov.agencies.smes);
    expect(new Set(mine.map((row) => row.split('|')[1]))).toEqual(new Set([AGENCIES.smes]));
    expect(mine.length * 3).toBe((await rowsOf('digest')).length);
  });

  it('of the access log is what was done with its data, whoever did it, and says whose data it was', async () => {
    await gov.rows(`insert into access_log (actor_label, action, subject) values ('cli:root', 'look', $1)`, [
      `department:${gov.departments.hr} official:${gov.people.jiu.id} agency:${gov.agencies.seoul} y`,
    ]);
    const { cco, otherOperator, minjun } = gov.people;
    const looks = async (agencyId?: number) =>
      (await rowsOf('access_log', agencyId))
        .map((row) => row.split('|'))
        .filter((cells) => cells[4] === 'look')
        .map((cells) => [cells[3], ...cells.slice(-3)]);
    const shared = [
      `official:${minjun.id}`,
      'haneul@example.kr jiu@example.kr',
      '중소벤처기업부, 행정안전부',
      'x',
    ];
    const ofSmes = [`official:${otherOperator.id}`, 'haneul@example.kr', '중소벤처기업부', 'x'];
    expect(await looks(gov.agencies.smes)).toEqual([ofSmes, shared]);
    expect(await looks(gov.agencies.interior)).toEqual([shared]);
    expect(await looks()).toEqual([
      [`official:${cco.id}`, 'minjun@example.kr', '서울특별시', 'x'],
      ofSmes,
      shared,
      ['cli:root', '', '', '중기부 인력정책과 정지우(행안부) 서울시 y'],
    ]);
  });

  it.each(EXPORT_KINDS)('of %s never is another’s row, even if the query gives one', async (kind) => {
    const sink = () => {
      let text = '';
      const stream = new Writable({
        write(chunk: Buffer, _encoding, done) {
          text += chunk.toString();
          done();
        },
      });
      return { stream, text: () => text };
    };
    // As if the query forgot the agency: all rows come.
    const forgetful: ExportSource = {
      ...source(kind),
      rows: (picture, range, _agencyId, today) => source(kind).rows(picture, range, undefined, today),
    };
    const { stream, text } = sink();
    const request = { ...YEAR, agencyId: gov.agencies.seoul, reason: '감사', actorLabel: 'test', now: NOW };
    await expect(runExport(gov.database, forgetful, request, stream)).rejects.toThrow(ScopeBreach);
    expect(text()).not.toContain('중소벤처기업부');
  });
});
