import { type Logger as BoltLogger, LogLevel, webApi } from '@slack/bolt';
import type { SlackConfig } from '../config.ts';
import type { Logger } from '../log.ts';

/** Within it a call of Slack's Web API has an answer or none. */
const CALL_TIMEOUT_MS = 10_000;

/**
 * How our clients call Slack: no hidden retries (a post whose answer was lost would be posted twice) and a limit shows as
 * an error at once. A new object each time, as Bolt and its clients write into it.
 */
export function clientOptions(config: SlackConfig, log: Logger): webApi.WebClientOptions {
  return {
    ...(config.apiUrl ? { slackApiUrl: config.apiUrl } : {}),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: CALL_TIMEOUT_MS,
    logger: bridgeLog(log),
  };
}

/** A client for deliveries and for whoever else calls Slack outside of a request. */
export function openSlackClient(config: SlackConfig, log: Logger): webApi.WebClient {
  return new webApi.WebClient(config.botToken, clientOptions(config, log));
}

/** Bolt's log goes into ours, but for its debug lines: they hold what people wrote. */
export function bridgeLog(log: Logger): BoltLogger {
  const write =
    (level: 'debug' | 'warn' | 'error') =>
    (...parts: unknown[]) => {
      const error = parts.find((part) => part instanceof Error);
      const words = parts.filter((part) => typeof part === 'string').join(' ');
      log[level]({ from: 'slack', ...(error ? { err: error } : {}) }, words);
    };
  return {
    debug: () => {},
    info: write('debug'),
    warn: write('warn'),
    error: write('error'),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}
