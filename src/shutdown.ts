import type { Logger } from './log.ts';

const SAME_KEYSTROKE_MS = 500;

/**
 * Ends the process on SIGTERM or SIGINT: with code 0 once `stop` has resolved, with 1 when it fails or has not resolved
 * after `timeoutMs`, and at once on a further SIGINT.
 */
export function stopOnSignals(options: {
  stop: () => Promise<void>;
  logger: Logger;
  timeoutMs?: number;
  process?: Pick<NodeJS.Process, 'on' | 'exit'>;
}): void {
  const { stop, logger, timeoutMs = 10_000, process: own = process } = options;
  let stoppingSinceMs: number | undefined;

  function leave(signal: NodeJS.Signals): void {
    if (stoppingSinceMs !== undefined) {
      // npm passes Ctrl-C on to its child, which the terminal has already told: that is not a second one.
      const isImpatience = signal === 'SIGINT' && performance.now() - stoppingSinceMs > SAME_KEYSTROKE_MS;
      if (isImpatience) {
        logger.warn('left at once, on a second SIGINT');
        own.exit(1);
      }
      return;
    }
    stoppingSinceMs = performance.now();
    logger.info({ signal }, 'stopping');
    setTimeout(() => {
      logger.error({ timeoutMs }, 'left without having stopped in time');
      own.exit(1);
    }, timeoutMs);
    stop().then(
      () => {
        logger.info('stopped');
        own.exit(0);
      },
      (error: unknown) => {
        logger.error({ err: error }, 'left without having stopped cleanly');
        own.exit(1);
      },
    );
  }
  own.on('SIGTERM', leave);
  own.on('SIGINT', leave);
}
