import { Writable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerEvaluation } from '../../src/evaluations/answer-evaluation.ts';
import { evaluations } from '../../src/evaluations/export-source.ts';
import { gradeEvaluation } from '../../src/evaluations/grade-evaluation.ts';
import { nameEvaluator } from '../../src/evaluations/name-evaluator.ts';
import { runExport } from '../../src/exports/run-export.ts';
import { openTestGovernment, seoul, TEAM, type TestGovernment } from '../support/government.ts';
import { seedTask } from '../tasks/seed-task.ts';
import { latestAnswer, seedAnswer, seedMeasure, seedRequest } from './seed-evaluation.ts';

const NOW = seoul('2026-11-23 10:00:00.000');

let gov: TestGovernment;
let task: { id: number; parties: number[] };
beforeAll(async () => {
  gov = await openTestGovernment();
  return () => gov.close();
});
beforeEach(async () => {
  await gov.reset();
  task = await seedTask(
    gov,
    { lead: gov.people.haneul, partners: [gov.people.jiu] },
    { title: '=HYPERLINK("x")' },
  );
});

async function run(request: { from?: string; to?: string; reason?: string } = {}) {
  const chunks: Buffer[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  const outcome = await runExport(
    gov.database,
    evaluations,
    { reason: '정기 감사', actorLabel: 'audit', origin: 'host', now: NOW, ...request },
    sink,
  );
  const text = Buffer.concat(chunks).toString('utf8');
  return { outcome, text, rows: parse(text, { columns: true }) as Array<Record<string, string>> };
}
const accesses = () =>
  gov.rows('select actor_id, actor_label, action, subject, reason, origin from access_log order by id');

describe('ieum export evaluations', () => {
  it('writes the latest answer and grade of each, no cell a formula', async () => {
    const measures = [await seedMeasure(gov, task.id, '기간'), await seedMeasure(gov, task.id, '-비용')];
    const id = await seedRequest(gov, task.parties[0] ?? 0);
    const by = { teamId: TEAM, requestId: id };
    const results = new Map(measures.map((measure, index) => [measure, ['12 → 4', '=1+1'][index] ?? '']));
    for (const progress of ['처음', '@둘째']) {
      await answerEvaluation(
        gov.database,
        {
          ...by,
          actorId: gov.people.haneul.id,
          requestKey: progress,
          draft: false,
          progress,
          results,
          difficulties: '+82',
          nextPlan: '넓힙니다.\n"모두"',
        },
        NOW,
      );
    }
    await nameEvaluator(
      gov.database,
      { ...by, actorId: gov.people.cco.id, requestKey: 'name', evaluatorId: gov.people.yuna.id },
      NOW,
    );
    for (const grade of ['보통', '우수']) {
      await gradeEvaluation(
        gov.database,
        {
          ...by,
          actorId: gov.people.yuna.id,
          requestKey: grade,
          answerId: await latestAnswer(gov, id),
          grade,
          comment: '-좋음',
          recommended: true,
        },
        NOW,
      );
    }
    await seedAnswer(gov, id, gov.people.haneul.id, { draft: true, progress: '비밀 초안' });
    const { outcome, rows, text } = await run();
    expect(outcome).toEqual({ kind: 'exported', rows: 1 });
    expect(rows).toEqual([
      {
        evaluation_id: String(id),
        kind: 'year_end',
        period: '2026',
        cycle: '2026년 연말 평가',
        due_on: '2026-11-30',
        agency: '중소벤처기업부',
        department: '인력정책과',
        task_id: String(task.id),
        task: `'=HYPERLINK("x")`,
        task_state: 'active',
        task_progress: '0',
        owner: 'haneul@example.kr',
        state: 'graded',
        answered_by: 'haneul@example.kr',
        answered_at: '2026-11-23T10:00:00+09:00',
        late: 'false',
        versions: '2',
        progress: `'@둘째`,
        results: `기간: 12 → 4\n-비용: =1+1`,
        difficulties: `'+82`,
        next_plan: '넓힙니다.\n"모두"',
        evaluator: 'yuna@example.kr',
        grade: '우수',
        comment: `'-좋음`,
        recommended: 'true',
        graded_by: 'yuna@example.kr',
        graded_at: '2026-11-23T10:00:00+09:00',
      },
    ]);
    expect(text).not.toContain('비밀');
  });

  it('has unanswered ones too, by due day, both days included, of all agencies', async () => {
    const due = async (dueOn: string, party = 0) => seedRequest(gov, task.parties[party] ?? 0, { dueOn });
    const ids = [await due('2026-01-01'), await due('2026-12-31', 1)];
    await due('2025-12-31');
    await due('2027-01-01');
    expect((await run()).rows.map((row) => [Number(row.evaluation_id), row.state, row.answered_at])).toEqual(
      ids.map((id) => [id, 'unanswered', '']),
    );
    const { rows } = await run({ from: '2026-12-31', to: '2027-01-01' });
    expect(rows.map((row) => row.due_on)).toEqual(['2026-12-31', '2027-01-01']);
  });

  it('logs who and why before the first byte, and nothing where it is refused', async () => {
    expect((await run({ reason: ' \u200b… ' })).outcome).toEqual({
      kind: 'refused',
      refusals: [{ reason: 'reason_missing' }],
    });
    const days = { from: '2026-12-01', to: '2026-11-30' };
    expect((await run(days)).outcome).toEqual({
      kind: 'refused',
      refusals: [{ reason: 'from_after_to', ...days }],
    });
    expect(await accesses()).toEqual([]);
    const { text } = await run({ reason: ' 정기 감사 ' });
    expect(text).toMatch(/^evaluation_id,kind,period,[a-z_,]+,graded_at\n$/);
    expect(await accesses()).toEqual([
      {
        actor_id: null,
        actor_label: 'audit',
        action: 'export',
        subject: 'evaluations 2026-01-01..2026-12-31 csv',
        reason: '정기 감사',
        origin: 'host',
      },
    ]);
  });
});
