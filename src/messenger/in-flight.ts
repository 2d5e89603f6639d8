import { setTimeout as sleep } from 'node:timers/promises';

/** Work that a stop has to wait for. */
export interface InFlight {
  /** Counts `work` until it has ended, either way, and returns it. */
  track<T>(work: Promise<T>): Promise<T>;
  /** Resolves when nothing is under way, and what was begun meanwhile neither; false when time is up first. */
  settled(timeoutMs: number): Promise<boolean>;
}

export function createInFlight(): InFlight {
  const underWay = new Set<Promise<unknown>>();
  return {
    track(work) {
      underWay.add(work);
      const done = () => underWay.delete(work);
      work.then(done, done);
      return work;
    },
    async settled(timeoutMs) {
      const timer = new AbortController();
      const timeUp = sleep(timeoutMs, 'time up' as const, { signal: timer.signal }).catch(() => undefined);
      try {
        while (underWay.size > 0) {
          const first = await Promise.race([Promise.allSettled(underWay), timeUp]);
          if (first === 'time up') return false;
        }
        return true;
      } finally {
        timer.abort();
      }
    },
  };
}
