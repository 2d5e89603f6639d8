/** Slack gives up after 3 s; the rest is for the way there and back. */
const ACK_LIMIT_MS = 2_200;

/**
 * Answers with the result of `work` when it comes within `limitMs`, and otherwise says that it is under way and answers
 * later. Returns as soon as one or the other is said: Bolt sends the answer only once the listener is done.
 * @param options.inBackground told of the rest of a late answer, so that a stop waits for it; it never rejects
 * @param options.onLateFault told of what went wrong after the time was up: of `work`, `onLate` and `finish` alike
 * @throws what `work` or `onInTime` threw in time
 */
export async function answerWithin<T>(options: {
  work: Promise<T>;
  limitMs?: number;
  onInTime: (result: T) => Promise<void>;
  onLate: () => Promise<void>;
  finish: (result: T) => Promise<void>;
  inBackground: (rest: Promise<void>) => void;
  onLateFault: (error: unknown) => Promise<void> | void;
}): Promise<'in time' | 'late'> {
  const { work, limitMs = ACK_LIMIT_MS, onInTime, onLate, finish, inBackground, onLateFault } = options;
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), limitMs);
  });
  try {
    const first = await Promise.race([work.then((result) => ({ result })), timeUp]);
    if (first !== 'late') {
      await onInTime(first.result);
      return 'in time';
    }
  } finally {
    clearTimeout(timer);
  }
  const report = async (error: unknown) => {
    // Whoever reports may fail too; there is nobody left to tell then.
    await Promise.resolve(onLateFault(error)).catch(() => {});
  };
  const said = onLate().catch(report);
  inBackground(
    said
      .then(() => work)
      .then(finish)
      .catch(report),
  );
  await said;
  return 'late';
}
