import { pino } from 'pino';

export type Logger = pino.Logger;

/**
 * Opens the log. Tokens, secrets and what people wrote never reach it: a message belongs on the board, not in a log file.
 * @param level pino's level name
 * @param stream commands whose output is data leave stdout to it
 */
export function openLog(level: string, stream: 'stdout' | 'stderr' = 'stdout'): Logger {
  const options = {
    level,
    base: { service: 'ieum' },
    redact: {
      paths: [
        'token',
        'message',
        'text',
        'body',
        '*.token',
        '*.message.text',
        '*.text',
        '*.body',
        'headers',
        '*.headers',
      ],
      censor: '[hidden]',
    },
  };
  return pino(options, pino.destination(stream === 'stdout' ? 1 : 2));
}
