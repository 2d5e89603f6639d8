import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decideOwner,
  decideProposal,
  isAgreed,
  MOST_MEASURES,
  MOST_PARTNERS,
  type Nominee,
} from '../../src/tasks/proposal-rules.ts';
import {
  decideStatus,
  isFinal,
  nextStates,
  readProgress,
  rightsBySide,
  rightsOf,
  settableStates,
  type TaskFacts,
  type Viewer,
} from '../../src/tasks/rules.ts';
import type { MeasureInput, Refusal, TaskForm, TaskRight, TaskState } from '../../src/tasks/task.ts';

const STATES: TaskState[] = [
  'proposed',
  'registered',
  'active',
  'delayed',
  'on_hold',
  'completed',
  'cancelled',
];
const state = fc.constantFrom(...STATES);

describe('the states of a task', () => {
  /** From each (row) into each (column), in the order of STATES. */
  const WALKS: Record<TaskState, string> = {
    proposed: '· 1 · · · · 1',
    registered: '· · 1 1 1 1 1',
    active: '· · · 1 1 1 1',
    delayed: '· · 1 · 1 1 1',
    on_hold: '· · 1 1 · 1 1',
    completed: '· · · · · · ·',
    cancelled: '· · · · · · ·',
  };
  it.each(
    STATES.flatMap((from) =>
      STATES.map((to, column) => [from, to, WALKS[from].split(' ')[column] === '1'] as const),
    ),
  )('%s → %s: %s', (from, to, allowed) => {
    expect(nextStates(from).includes(to)).toBe(allowed);
  });

  it('are those of the diagram in docs/architecture.md', async () => {
    const text = await readFile('docs/architecture.md', 'utf8');
    const diagram = /```mermaid\nstateDiagram-v2\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
    const arrows = [...diagram.matchAll(/^\s*(\S+) --> (\S+?)(?: ?: .*)?$/gm)].map(([, from, to]) => ({
      from,
      to,
    }));
    const walks = arrows.filter(({ from, to }) => from !== '[*]' && to !== '[*]' && from !== to);
    const drawn = walks.map(({ from, to }) => `${from} → ${to}`).sort();
    const coded = STATES.flatMap((from) => nextStates(from).map((to) => `${from} → ${to}`)).sort();
    expect(drawn).toEqual(coded);
    expect(arrows.filter(({ from }) => from === '[*]').map(({ to }) => to)).toEqual(['proposed']);
    const ends = arrows.filter(({ to }) => to === '[*]').map(({ from }) => from);
    expect(ends).toEqual(STATES.filter(isFinal));
  });

  it('registered is reached by agreement alone, whoever asks for it (행정업무규정 제42조의2)', () => {
    for (const from of STATES) expect(settableStates(from)).not.toContain('registered');
  });
});

describe('a status update', () => {
  const facts = fc.record({
    state,
    progress: fc.integer({ min: 0, max: 100 }),
    disputeOpen: fc.boolean(),
    withoutResult: fc.array(fc.constantFrom('기간', '비용'), { maxLength: 2 }),
  });
  const ask = fc.record(
    {
      to: state,
      progress: fc.integer({ min: -5, max: 105 }),
      note: fc.constantFrom('', '협의 완료', '가'.repeat(501)),
    },
    { requiredKeys: ['note'] },
  );
  it('leads only where the state machine leads, with a note, within 0 to 100, and completes with all results and no dispute', () => {
    fc.assert(
      fc.property(facts, ask, (standing, asked) => {
        const decision = decideStatus(standing, asked);
        if ('refusals' in decision) {
          expect(decision.refusals.length).toBeGreaterThan(0);
          return;
        }
        const { to, progress } = decision;
        expect(to === standing.state || nextStates(standing.state).includes(to)).toBe(true);
        expect(to).not.toBe('registered' === standing.state ? undefined : 'registered');
        expect(isFinal(standing.state)).toBe(false);
        expect(asked.note).toBe('협의 완료');
        expect(progress >= 0 && progress <= 100).toBe(true);
        if (to === 'completed') {
          expect([progress, standing.disputeOpen, standing.withoutResult.length]).toEqual([100, false, 0]);
        } else expect(progress).toBe(asked.progress ?? standing.progress);
      }),
      { numRuns: 500 },
    );
  });

  const active = { state: 'active' as const, progress: 40, disputeOpen: false, withoutResult: [] };
  it('keeps what is not said', () => {
    expect(decideStatus(active, { note: '협의 중' })).toEqual({ to: 'active', progress: 40 });
    expect(decideStatus(active, { note: '협의 중', to: 'delayed' })).toEqual({ to: 'delayed', progress: 40 });
  });

  it('of progress alone says that a registered task is being worked on', () => {
    const registered = { ...active, state: 'registered' as const, progress: 0 };
    expect(decideStatus(registered, { note: '착수', progress: 10 })).toEqual({ to: 'active', progress: 10 });
    expect(decideStatus(registered, { note: '준비', progress: 0 })).toEqual({
      to: 'registered',
      progress: 0,
    });
    expect(decideStatus(registered, { note: '대기', progress: 10, to: 'on_hold' })).toEqual({
      to: 'on_hold',
      progress: 10,
    });
  });

  it('says every reason why a task is not completed', () => {
    const decision = decideStatus(
      { ...active, disputeOpen: true, withoutResult: ['기간', '비용'] },
      { to: 'completed', note: '' },
    );
    expect(decision).toEqual({
      refusals: [
        { reason: 'results_missing', measures: ['기간', '비용'] },
        { reason: 'dispute_open' },
        { reason: 'text_missing', field: 'note' },
      ],
    });
  });

  it('is no way out of an open dispute: cancelling is refused like completing', () => {
    const ask = { to: 'cancelled' as const, note: '중단' };
    expect(decideStatus({ ...active, disputeOpen: true }, ask)).toEqual({
      refusals: [{ reason: 'dispute_open' }],
    });
    expect(decideStatus(active, ask)).toMatchObject({ to: 'cancelled' });
  });

  it.each<[string | undefined, number | undefined | 'refused']>([
    [undefined, undefined],
    [' ', undefined],
    ['0', 0],
    ['60', 60],
    ['60%', 60],
    ['６０ %', 60],
    ['100퍼센트', 100],
    ['101', 'refused'],
    ['-1', 'refused'],
    ['60.5', 'refused'],
    ['육십', 'refused'],
    ['1e1', 'refused'],
  ])('progress typed as %s is %s', (typed, expected) => {
    const progress = readProgress(typed);
    if (expected === 'refused') expect(progress).toEqual({ reason: 'progress_range', typed });
    else expect(progress).toBe(expected);
  });
});

describe('rights', () => {
  const person = (id: number) => ({ id, name: `사람${id}` });
  const party = fc.record({
    side: fc.constantFrom('lead' as const, 'partner' as const),
    agency: fc.integer({ min: 1, max: 3 }).map((id) => ({ id, shortName: `기관${id}` })),
    department: fc.integer({ min: 1, max: 3 }).map(person),
    owner: fc.integer({ min: 1, max: 4 }).map(person),
    answers: fc.option(fc.integer({ min: 1, max: 4 }).map(person), { nil: undefined }),
    consent: fc.constantFrom('asked' as const, 'agreed' as const, 'objected' as const, undefined),
  });
  const facts: fc.Arbitrary<TaskFacts> = fc.record({
    state,
    disputeOpen: fc.boolean(),
    parties: fc.array(party, { minLength: 1, maxLength: 4 }),
    agenciesWithoutCco: fc.subarray([1, 2, 3]),
  });
  const viewer: fc.Arbitrary<Viewer> = fc.record({
    officialId: fc.integer({ min: 1, max: 5 }),
    role: fc.constantFrom(
      'member' as const,
      'operator' as const,
      'cco' as const,
      'auditor' as const,
      'admin' as const,
    ),
    status: fc.constantFrom('active' as const, 'leave' as const, 'left' as const),
    agencyId: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
    departmentId: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  });
  const ACTING: TaskRight[] = ['update', 'record', 'revise', 'consent', 'decline', 'dispute'];

  it('to act belong to who answers for a side, whatever their role; and whoever may do anything may look', () => {
    fc.assert(
      fc.property(viewer, facts, (who, task) => {
        const rights = rightsOf(who, task);
        const answers = task.parties.filter((one) => one.answers?.id === who.officialId);
        if (answers.length === 0) for (const right of ACTING) expect(rights.has(right)).toBe(false);
        if (rights.size > 0) expect(rights.has('view')).toBe(true);
        if (rights.has('revise')) expect(answers.some(({ side }) => side === 'lead')).toBe(true);
        if (rights.has('consent')) expect(answers.some(({ side }) => side === 'partner')).toBe(true);
        if (who.status === 'left') expect(rights.size).toBe(0);
        if (who.role === 'auditor' && who.status !== 'left') expect(rights.has('view')).toBe(true);
        const involved = task.parties.some(({ agency }) => agency.id === who.agencyId);
        if (!involved) expect(rights.has('settle')).toBe(false);
        for (const right of rights) expect(rightsBySide(who, task).has(right)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('do not stay with a former owner, who has moved to another department', () => {
    const one = {
      side: 'lead' as const,
      agency: { id: 1, shortName: '기관1' },
      department: person(1),
      owner: person(1),
      answers: person(2),
      consent: undefined,
    };
    const of = (departmentId: number, answers = one.answers) =>
      rightsOf(
        { officialId: 1, role: 'member', status: 'active', agencyId: 1, departmentId },
        { state: 'active', disputeOpen: false, parties: [{ ...one, answers }], agenciesWithoutCco: [] },
      );
    expect(of(2)).toEqual(new Set());
    expect(of(1)).toEqual(new Set(['view']));
    expect(of(1, person(1)).has('update')).toBe(true);
  });

  it('depend on the state', () => {
    fc.assert(
      fc.property(viewer, facts, (who, task) => {
        const rights = rightsOf(who, task);
        const has = (...some: TaskRight[]) => some.some((right) => rights.has(right));
        if (task.state === 'proposed') expect(has('update', 'record', 'dispute')).toBe(false);
        else expect(has('revise', 'consent')).toBe(false);
        if (isFinal(task.state)) expect(has('update', 'dispute', 'settle')).toBe(false);
        if (task.state === 'cancelled') expect(has('record', 'hand_over', 'decline')).toBe(false);
        if (!task.disputeOpen) expect(has('settle')).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a proposal (행정업무규정 제42조의2)', () => {
  const TODAY = '2026-11-23';
  const lead = { departmentId: 1, agencyId: 1 };
  const nominee = (
    id: number,
    departmentId: number,
    agencyId: number,
    more: Partial<Nominee> = {},
  ): Nominee => ({
    officialId: id,
    name: `사람${id}`,
    status: 'active',
    post: { departmentId, agencyId, position: '사무관' },
    ...more,
  });
  const FOUND = [
    nominee(1, 1, 1),
    nominee(2, 2, 2),
    nominee(3, 3, 3),
    nominee(4, 4, 1),
    nominee(5, 2, 2),
    nominee(6, 5, 2, { status: 'leave' }),
    nominee(7, 6, 2, { post: undefined }),
  ];
  const form = (more: Partial<TaskForm> = {}): TaskForm => ({
    title: '청년 일자리 연계',
    purpose: '목적이 있습니다',
    content: '내용이 있습니다',
    history: '',
    relatedTask: '',
    dueOn: '2026-12-31',
    measures: [{ name: '기간', unit: '개월', before: '12', target: '4' }],
    partnerIds: [2],
    ...more,
  });
  const decide = (more: Partial<TaskForm>, pairAgencies?: readonly number[]) =>
    decideProposal(form(more), lead, FOUND, pairAgencies, TODAY);
  const reasons = (more: Partial<TaskForm>) => {
    const decision = decide(more);
    return 'refusals' in decision ? decision.refusals.map(({ reason }: Refusal) => reason) : [];
  };

  it('takes the departments of the named owners as partners', () => {
    expect(decide({ partnerIds: [2, 3, 4] })).toEqual({
      partners: [
        { ownerId: 2, departmentId: 2, agencyId: 2, position: '사무관' },
        { ownerId: 3, departmentId: 3, agencyId: 3, position: '사무관' },
        { ownerId: 4, departmentId: 4, agencyId: 1, position: '사무관' },
      ],
    });
  });

  it.each<[string, Partial<TaskForm>, string]>([
    ['without a title', { title: '' }, 'text_missing'],
    ['with a title of one letter', { title: '가' }, 'text_short'],
    ['with too long a title', { title: '가'.repeat(101) }, 'text_long'],
    ['without a purpose', { purpose: '' }, 'text_missing'],
    ['without content', { content: '' }, 'text_missing'],
    ['with too long a history', { history: '가'.repeat(2_001) }, 'text_long'],
    ['with too long a related task', { relatedTask: '가'.repeat(301) }, 'text_long'],
    ['due yesterday', { dueOn: '2026-11-22' }, 'due_past'],
    ['due on no day', { dueOn: '2026-02-30' }, 'day_unreadable'],
    ['without a partner', { partnerIds: [] }, 'partner_missing'],
    ['with a partner nobody knows', { partnerIds: [99] }, 'partner_unknown'],
    ['with a partner on leave', { partnerIds: [2, 6] }, 'partner_inactive'],
    ['with a partner without a post', { partnerIds: [2, 7] }, 'partner_inactive'],
    ['with two of one department', { partnerIds: [2, 5] }, 'partner_twice'],
    ['with the lead’s own department', { partnerIds: [2, 1] }, 'partner_twice'],
    ['within one agency', { partnerIds: [4] }, 'partner_same_agency'],
    [
      'with too many partners',
      { partnerIds: Array.from({ length: MOST_PARTNERS + 1 }, (_, i) => i) },
      'too_many',
    ],
    [
      'with too many measures',
      {
        measures: Array.from({ length: MOST_MEASURES + 1 }, (_, i) => ({
          name: `지표${i}`,
          unit: '',
          before: undefined,
          target: undefined,
        })),
      },
      'too_many',
    ],
    [
      'with a measure twice but for blanks and case',
      {
        measures: ['KPI 달성', 'kpi달성'].map((name) => ({ ...(form().measures[0] as MeasureInput), name })),
      },
      'measure_twice',
    ],
    ['with a measure twice', { measures: [...form().measures, ...form().measures] }, 'measure_twice'],
    [
      'with a nameless measure',
      { measures: [{ name: '', unit: '', before: undefined, target: undefined }] },
      'text_missing',
    ],
    [
      'with a number that is none',
      { measures: [{ name: '기간', unit: '', before: '1e5', target: undefined }] },
      'number_unreadable',
    ],
    ['with a pair that is not there', { pairId: 9 }, 'pair_unknown'],
  ])('%s is refused', (_what, more, reason) => {
    expect(reasons(more)).toEqual([reason]);
  });

  it('may be due today, and of a known pair', () => {
    expect(reasons({ dueOn: TODAY })).toEqual([]);
    expect('partners' in decide({ pairId: 9 }, [1])).toBe(true);
  });

  it.each<[number[] | undefined, string]>([
    [undefined, 'pair_unknown'],
    [[7, 8], 'pair_elsewhere'],
    [[3], 'pair_elsewhere'],
    [[7, 2], ''],
    [[1, 7], ''],
    [[], ''],
  ])('of a pair of the agencies %j: %s', (agencies, reason) => {
    const decision = decide({ pairId: 9 }, agencies);
    expect('refusals' in decision ? decision.refusals.map((one) => one.reason).join(' ') : '').toBe(reason);
    expect('partners' in decide({}, agencies)).toBe(true);
  });

  it('says all that is wrong at once, whoever has no posting included', () => {
    const decision = decideProposal(
      form({ title: '', dueOn: '2020-01-01', partnerIds: [] }),
      undefined,
      FOUND,
      undefined,
      TODAY,
    );
    expect('refusals' in decision && decision.refusals.map(({ reason }) => reason)).toEqual([
      'no_posting',
      'text_missing',
      'due_past',
      'partner_missing',
    ]);
  });

  it('is agreed when every partner agreed, not before', () => {
    const consent = fc.constantFrom('asked' as const, 'agreed' as const, 'objected' as const);
    fc.assert(
      fc.property(fc.array(consent, { minLength: 1, maxLength: 5 }), (consents) => {
        const partners = consents.map((one) => ({ side: 'partner' as const, consent: one }));
        expect(isAgreed([{ side: 'lead', consent: undefined }, ...partners])).toBe(
          consents.every((one) => one === 'agreed'),
        );
      }),
    );
  });

  it('an owner is named out of the department of the side', () => {
    const party = {
      department: { id: 2, name: '협업정책과' },
      owner: { id: 2, name: '사람2' },
      answers: { id: 2, name: '사람2' },
    };
    expect(decideOwner(party, FOUND[4], '인사이동')).toEqual({
      ownerId: 5,
      name: '사람5',
      position: '사무관',
    });
    const refusal = (who: Nominee | undefined, reason = '인사이동') => {
      const decision = decideOwner(party, who, reason);
      return 'refusals' in decision ? decision.refusals.map((one) => one.reason).join(' ') : 'named';
    };
    expect(refusal(FOUND[1])).toBe('owner_same');
    expect(refusal(FOUND[2])).toBe('owner_elsewhere');
    expect(refusal(FOUND[5])).toBe('partner_inactive');
    expect(refusal(undefined)).toBe('partner_unknown');
    expect(refusal(FOUND[4], '')).toBe('text_missing');
    // Named again although they had said 담당 아님, or although somebody else answers for them today.
    expect(
      'name' in decideOwner({ ...party, answers: { id: 5, name: '사람5' } }, FOUND[1], '확인했습니다'),
    ).toBe(true);
  });
});
