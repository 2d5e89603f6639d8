import type { LaneClaim } from './claim-store.ts';
import type { Change } from './delivery-store.ts';
import type { Attempt } from './send.ts';

/** What is wrong with one message of a merged one: those that have it go by themselves, so that the others get through. */
export const SENT_ALONE: ReadonlySet<string> = new Set([
  'render_failed',
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_too_long',
  'no_text',
]);

const FIRST_BACKOFF_MS = 2_000;
const MOST_BACKOFF_MS = 15 * 60_000;
/** From then on a message steps aside and no longer holds up those behind it. */
const PATIENCE = 6;

interface Circumstances {
  now: Date;
  limits: { laneIntervalMs: number; giveUpMs: number; uncertainWaitMs: number };
  random: () => number;
}

/** Decides what becomes of every message of a claim after an attempt, and when its lane may take the next. */
export function judgeAttempt(
  claim: LaneClaim,
  { changes, trouble }: Attempt,
  { now, limits, random }: Circumstances,
): { changes: Change[]; laneFreeAt: Date } {
  const after = (ms: number) => new Date(now.getTime() + ms);
  const struck = trouble?.items.map((item) => item.id) ?? [];
  const touched = new Set([...changes.flatMap((change) => change.ids), ...struck]);
  const rest: Change = {
    ids: claim.items.map(({ id }) => id).filter((id) => !touched.has(id)),
    state: 'due',
  };
  const others = [...changes, rest];
  const isPosted = changes.some((change) => change.state === 'sent');
  const paced = after(isPosted || trouble?.at === 'post' ? limits.laneIntervalMs : 0);
  if (!trouble) return { changes: others, laneFreeAt: paced };

  const { cause, at, items } = trouble;
  const release = (more: Partial<Extract<Change, { state: 'due' }>> = {}): Change[] => [
    ...others,
    { ids: struck, state: 'due', ...more },
  ];
  if (cause.kind === 'limited') return { changes: release(), laneFreeAt: after(cause.retryAfterMs) };
  if (cause.kind === 'app') return { changes: release({ problem: cause.problem }), laneFreeAt: paced };
  if (cause.kind === 'permanent') {
    const problem = cause.problem;
    if (items.length > 1 && SENT_ALONE.has(problem))
      return { changes: release({ problem }), laneFreeAt: paced };
    return { changes: [...others, { ids: struck, state: 'parked', problem }], laneFreeAt: paced };
  }

  const problem = at === 'render' ? 'render_failed' : cause.problem;
  const isOver = (item: (typeof items)[number]) =>
    now.getTime() - Math.max(item.recordedAt.getTime(), item.dueAt.getTime()) >= limits.giveUpMs;
  const over = items.filter(isOver).map((item) => item.id);
  const left = items.filter((item) => !isOver(item)).map((item) => item.id);
  const attempts = Math.max(0, ...items.map((item) => item.attempts));
  const backoffMs = Math.min(FIRST_BACKOFF_MS * 2 ** attempts, MOST_BACKOFF_MS) * (0.5 + random() / 2);
  const waitMs = cause.uncertain ? Math.max(backoffMs, limits.uncertainWaitMs) : backoffMs;
  // A fault of ours strikes one message; Slack's strikes the whole lane, which keeps its order by waiting, for a while.
  const stepsAside = at === 'render' || attempts >= PATIENCE;
  return {
    changes: [
      ...others,
      { ids: over, state: 'parked', problem: `gave_up: ${problem}` },
      {
        ids: left,
        state: 'due',
        attempted: true,
        problem,
        ...(cause.uncertain ? { uncertain: true } : {}),
        ...(stepsAside ? { asideUntil: after(waitMs) } : {}),
      },
    ],
    laneFreeAt: stepsAside ? paced : after(waitMs),
  };
}
