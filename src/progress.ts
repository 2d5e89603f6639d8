export interface Progress {
  /** Shows that `done` of `total` is finished. */
  show(done: number, total: number): void;
  /** Removes the bar. */
  end(): void;
}

/** A progress bar on stderr when that is a terminal; elsewhere nothing is written. */
export async function openProgress(label: string): Promise<Progress> {
  if (!process.stderr.isTTY) return { show: () => {}, end: () => {} };
  const { default: progress } = await import('cli-progress');
  const bar = new progress.SingleBar({
    format: `${label} [{bar}] {percentage}% {value}/{total}`,
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
  });
  let isStarted = false;
  return {
    show(done, total) {
      if (!isStarted) bar.start(total, done);
      isStarted = true;
      bar.setTotal(total);
      bar.update(done);
    },
    end: () => bar.stop(),
  };
}
