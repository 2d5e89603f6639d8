import { pino, stdSerializers } from 'pino';

export type Logger = pino.Logger;

/**
 * What is logged of an error besides its message and stack. Anything else an error carries may hold what people wrote or a
 * secret: PostgreSQL's `detail` quotes the failing row, and pg's pool hangs its whole client on the error, its queries'
 * values and its key for cancelling among it.
 */
const LOGGED_OF_ERRORS = [
  'code',
  'severity',
  'schema',
  'table',
  'column',
  'constraint',
  'routine',
  'where',
  'errno',
  'syscall',
  'address',
  'port',
  'statusCode',
  'retryAfter',
];

function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { type, message, stack } = stdSerializers.err(error);
  const more = Object.entries(error).filter(
    ([name, value]) =>
      LOGGED_OF_ERRORS.includes(name) &&
      ['string', 'number'].includes(typeof value) &&
      // The context of a COPY quotes its line.
      !(name === 'where' && String(value).startsWith('COPY')),
  );
  const parts = 'originals' in error && Array.isArray(error.originals) ? error.originals : undefined;
  return {
    type,
    message,
    stack,
    ...Object.fromEntries(more),
    ...(parts && { originals: parts.map(describeError) }),
  };
}

/**
 * Opens the log. Tokens, secrets and what people wrote never reach it: a message belongs on the board, not in a log file.
 * @param level pino's level name
 * @param stream commands whose output is data leave stdout to it
 */
export function openLog(level: string, stream: 'stdout' | 'stderr' = 'stdout'): Logger {
  const options = {
    level,
    base: { service: 'ieum' },
    serializers: { err: describeError },
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
