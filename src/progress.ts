export interface Progress {
  /** Shows that `done` of `total` steps of `label` are finished; a bar without `total` only counts. */
  show(label: string, done: number, total?: number): void;
  /** Removes the bar. */
  end(): void;
}

/** A progress bar on stderr when that is a terminal; elsewhere nothing is written. */
export async function openProgress(): Promise<Progress> {
  if (!process.stderr.isTTY) return { show: () => {}, end: () => {} };
  const { default: progress } = await import('cli-progress');
  const bar = new progress.SingleBar({
    format: '{label} [{bar}] {percentage}% {value}/{total}',
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
  });
  return {
    show(label, done, total = done) {
      if (!bar.isActive) bar.start(total, done, { label });
      bar.setTotal(total);
      bar.update(done, { label });
    },
    end: () => bar.stop(),
  };
}
