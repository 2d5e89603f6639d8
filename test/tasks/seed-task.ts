import type { Refusal, TaskForm, TaskOutcome, TaskState } from '../../src/tasks/task.ts';
import type { TestGovernment } from '../support/government.ts';
import type { Person } from '../support/ledger.ts';

let seeded = 0;

/** A task put in without the use-cases, registered unless its state says that it is proposed still. */
export async function seedTask(
  gov: TestGovernment,
  sides: { lead: Person; partners: Person[] },
  more: { state?: TaskState; title?: string; dueOn?: string } = {},
): Promise<{ id: number; parties: number[] }> {
  seeded += 1;
  const state = more.state ?? 'active';
  const id = await gov.value<number>(
    `insert into task (request_key, title, purpose, content, due_on, state, updated_at)
     values ($1, $2, '목적', '내용', $3, $4, '2026-11-02T00:00:00Z') returning id`,
    [`seed-${seeded}`, more.title ?? '청년 일자리 연계', more.dueOn ?? '2026-12-31', state],
  );
  const parties: number[] = [];
  for (const [index, person] of [sides.lead, ...sides.partners].entries()) {
    const isLead = index === 0;
    parties.push(
      await gov.value<number>(
        `insert into task_party (task_id, side, agency_id, department_id, owner_id, consent, asked_at)
         values ($1, $2, $3, $4, $5, $6, $7) returning id`,
        [
          id,
          isLead ? 'lead' : 'partner',
          person.agency,
          person.department,
          person.id,
          isLead ? null : 'agreed',
          isLead ? null : '2026-11-01T00:00:00Z',
        ],
      ),
    );
  }
  if (state !== 'proposed') {
    await gov.rows(
      `insert into task_event (task_id, sequence, kind, from_state, to_state, note, actor_id, occurred_at)
       values ($1, 1, 'registered', 'proposed', 'registered', '모든 기관이 동의했습니다.', $2, '2026-11-02T00:00:00Z')`,
      [id, sides.lead.id],
    );
  }
  return { id, parties };
}

/** Kinds of what happened to a task since it was seeded, in order. */
export async function eventsOf(gov: TestGovernment, taskId: number): Promise<string[]> {
  const rows = await gov.rows<{ kind: string }>(
    `select kind from task_event where task_id = $1 and (sequence > 1 or kind <> 'registered') order by sequence`,
    [taskId],
  );
  return rows.map(({ kind }) => kind);
}

/** Who is told what, as `kind lane`, sorted. */
export async function toldOf(gov: TestGovernment): Promise<string[]> {
  const rows = await gov.rows<{ kind: string; lane: string }>('select kind, lane from outbox');
  return rows.map(({ kind, lane }) => `${kind} ${lane}`).sort();
}

/** A form that nothing is wrong with. */
export function formOf(partners: Person[], more: Partial<TaskForm> = {}): TaskForm {
  return {
    title: '청년 일자리 연계',
    purpose: '중소기업과 청년을 잇는다.',
    content: '두 기관의 자료를 모아 공고를 함께 낸다.',
    history: '2026년 3월 실무 협의',
    relatedTask: '청년 고용 지원',
    dueOn: '2026-12-31',
    measures: [{ name: '환경영향평가 기간', unit: '개월', before: '12', target: '4' }],
    partnerIds: partners.map(({ id }) => id),
    ...more,
  };
}

/** Gives a task a measure; the number of it. */
export function seedMeasure(
  gov: TestGovernment,
  taskId: number,
  name = '환경영향평가 기간',
  unit = '개월',
  before: string | null = '12',
): Promise<number> {
  return gov.value(
    `insert into task_measure (task_id, position, name, unit, before)
     select $1, count(*), $2, $3, $4::numeric from task_measure where task_id = $1 returning id`,
    [taskId, name, unit, before],
  );
}

/** Which asking of a party's consent stands, as the buttons for it tell; of a lead none. */
export async function askingOf(gov: TestGovernment, partyId: number): Promise<number> {
  const askedAt = await gov.value<Date | null>('select asked_at from task_party where id = $1', [partyId]);
  return askedAt?.getTime() ?? 0;
}

/** What an act came to, or why it was refused, in a word each. */
export function cameTo(outcome: TaskOutcome): string {
  return outcome.kind === 'refused'
    ? (outcome as { refusals: Refusal[] }).refusals.map(({ reason }) => reason).join(' ')
    : outcome.kind;
}

/** Every row that acts on tasks may write, to be compared before and after a refusal. */
export async function everythingOf(gov: TestGovernment): Promise<Record<string, unknown[]>> {
  const tables = ['task', 'task_party', 'task_event', 'task_measure', 'task_result', 'task_refusal'];
  const rows: Record<string, unknown[]> = {};
  for (const table of [...tables, 'dispute', 'dispute_answer', 'outbox', 'access_log']) {
    rows[table] = await gov.rows(`select * from ${table} order by id`);
  }
  return rows;
}
