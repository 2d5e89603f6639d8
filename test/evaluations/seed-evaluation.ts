import type { EvaluationOutcome } from '../../src/evaluations/act-on-evaluation.ts';
import type { CycleKind, Refusal } from '../../src/evaluations/evaluation.ts';
import type { TestGovernment } from '../support/government.ts';

let seeded = 0;

/** A cycle with one request, put in without the use-cases: the side of a task is asked, due on a day. */
export async function seedRequest(
  gov: TestGovernment,
  partyId: number,
  more: { kind?: CycleKind; dueOn?: string; period?: string } = {},
): Promise<number> {
  seeded += 1;
  const { kind = 'year_end', dueOn = '2026-11-30', period = '2026' } = more;
  return gov.value<number>(
    `with cycle as (
       insert into evaluation_cycle (agency_id, kind, period, title, due_on, request_key, opened_at)
       select agency_id, $2, $3, '2026년 연말 평가', $4, $5, '2026-10-31T00:05:00Z' from task_party where id = $1 returning id)
     insert into evaluation_request (cycle_id, task_id, party_id)
     select cycle.id, p.task_id, p.id from cycle, task_party p where p.id = $1 returning id`,
    [partyId, kind, period, dueOn, `seed-cycle-${seeded}`],
  );
}

/** A measure of a task. */
export function seedMeasure(gov: TestGovernment, taskId: number, name: string): Promise<number> {
  return gov.value<number>(
    `insert into task_measure (task_id, position, name, unit, before, target) values ($1, 1, $2, '개월', 12, 4) returning id`,
    [taskId, name],
  );
}

/** An answer put in without the use-case. */
export async function seedAnswer(
  gov: TestGovernment,
  requestId: number,
  actorId: number,
  more: { draft?: boolean; late?: boolean; progress?: string } = {},
): Promise<number> {
  seeded += 1;
  const { draft = false, late = false, progress = '협의를 마쳤습니다.' } = more;
  if (!draft) await gov.rows('update evaluation_request set answered = true where id = $1', [requestId]);
  return gov.value<number>(
    `insert into evaluation_answer (request_id, version, draft, late, progress, actor_id, request_key, occurred_at)
     values ($1, (select coalesce(max(version), 0) + 1 from evaluation_answer where request_id = $1), $2, $3, $4, $5, $6,
             '2026-11-20T01:00:00Z') returning id`,
    [requestId, draft, late, progress, actorId, `seed-answer-${seeded}`],
  );
}

/** The answer that a grader sees; 0 before there is one. */
export function latestAnswer(gov: TestGovernment, requestId: number): Promise<number> {
  return gov.value<number>(
    'select coalesce(max(id), 0)::int from evaluation_answer where request_id = $1 and not draft',
    [requestId],
  );
}

export function reasonsOf(outcome: EvaluationOutcome | { kind: string }): string {
  return outcome.kind === 'refused'
    ? (outcome as { refusals: Refusal[] }).refusals.map(({ reason }) => reason).join(' ')
    : outcome.kind;
}
