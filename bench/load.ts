/** What one stretch of load came to. */
export interface Measure {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
}

/** Keeps `clients` calls of `act` under way for `forMs`; `act` gets a number of its own each time. */
export async function load(
  clients: number,
  forMs: number,
  next: () => number,
  act: (n: number) => Promise<unknown>,
): Promise<Measure> {
  const took: number[] = [];
  const start = performance.now();
  const end = start + forMs;
  const client = async () => {
    for (let now = performance.now(); now < end; ) {
      await act(next());
      const after = performance.now();
      took.push(after - now);
      now = after;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const seconds = (performance.now() - start) / 1_000;
  took.sort((a, b) => a - b);
  const at = (share: number) =>
    took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? Number.NaN;
  return { perSecond: took.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99) };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}
