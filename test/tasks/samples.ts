import type {
  Dispute,
  Measure,
  Party,
  Task,
  TaskCard,
  TaskEvent,
  TaskLine,
  TaskRight,
} from '../../src/tasks/task.ts';

/** A text that would mention, link, format and quote, were it not made harmless. */
export const NASTY = '<!channel> *굵게* <https://evil.example|여기> `x` :tada: &amp;\n> 인용';

export const HANEUL = { id: 1, name: '김하늘' };
export const JIU = { id: 2, name: '정지우' };
export const YUNA = { id: 3, name: '한유나' };

export function sampleParty(more: Partial<Party> = {}): Party {
  return {
    id: 11,
    side: 'lead',
    agency: { id: 1, shortName: '중기부' },
    department: { id: 101, name: '인력정책과' },
    owner: HANEUL,
    answers: HANEUL,
    consent: undefined,
    askedAt: undefined,
    ...more,
  };
}

export const PARTNER: Party = sampleParty({
  id: 12,
  side: 'partner',
  agency: { id: 2, shortName: '행안부' },
  department: { id: 102, name: '협업정책과' },
  owner: JIU,
  answers: JIU,
  consent: 'agreed',
  askedAt: new Date('2026-11-20T01:00:00Z'),
});

export function sampleTask(more: Partial<Task> = {}): Task {
  return {
    id: 12,
    title: '환경영향평가 협의 기간 단축',
    purpose: '협의를 빨리 마쳐 사업을 앞당깁니다.',
    content: '두 부처가 함께 검토합니다.',
    history: '',
    relatedTask: '',
    dueOn: '2026-12-31',
    state: 'active',
    progress: 60,
    updatedAt: new Date('2026-11-23T01:00:00Z'),
    pair: undefined,
    parties: [sampleParty(), PARTNER],
    ...more,
  };
}

export function sampleMeasure(more: Partial<Measure> = {}): Measure {
  return {
    id: 31,
    name: '환경영향평가 기간',
    unit: '개월',
    before: '12',
    target: '4',
    latest: undefined,
    ...more,
  };
}

export const MEASURED = sampleMeasure({
  latest: {
    before: '12',
    after: '4',
    measuredOn: '2026-11-20',
    evidence: 'https://korea.kr/1',
    actor: HANEUL,
  },
});

export function sampleEvent(more: Partial<TaskEvent> = {}): TaskEvent {
  return {
    id: 51,
    sequence: 4,
    kind: 'status',
    fromState: 'registered',
    toState: 'active',
    progress: 60,
    note: '첫 협의를 마쳤습니다.',
    actor: HANEUL,
    partyId: undefined,
    occurredAt: new Date('2026-11-23T01:00:00Z'),
    ...more,
  };
}

export function sampleDispute(more: Partial<Dispute> = {}): Dispute {
  return {
    id: 71,
    raisedBy: JIU,
    partyId: 12,
    problem: '자료 범위가 다릅니다.',
    wish: '월별로 주십시오.',
    step: 'cco',
    dueOn: '2026-11-30',
    raisedAt: new Date('2026-11-23T01:00:00Z'),
    answers: [],
    ...more,
  };
}

/** A card as the lead's owner sees it, unless told otherwise. */
export function sampleCard(
  more: Omit<Partial<TaskCard>, 'rights'> & { rights?: TaskRight[] } = {},
): TaskCard {
  const { rights = ['view'], ...rest } = more;
  return {
    task: sampleTask(),
    measures: [],
    events: [sampleEvent()],
    more: false,
    dispute: undefined,
    due: [],
    ownPartyId: 11,
    viewer: { id: HANEUL.id, agencyId: 1 },
    ...rest,
    rights: new Set(rights),
  };
}

export function sampleLine(more: Partial<TaskLine> = {}): TaskLine {
  return {
    id: 12,
    title: '환경영향평가 협의 기간 단축',
    state: 'active',
    progress: 60,
    dueOn: '2026-12-31',
    lead: { agency: '중기부', department: '인력정책과', answers: '김하늘' },
    partners: [{ agency: '행안부', department: '협업정책과', answers: '정지우' }],
    updatedAt: new Date('2026-11-23T01:00:00Z'),
    waiting: false,
    overdue: false,
    ...more,
  };
}
