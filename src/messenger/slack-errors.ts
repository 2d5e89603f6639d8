import { webApi } from '@slack/bolt';

/**
 * What a failed call of Slack's Web API means for a message.
 *   limited    too fast; says nothing against the message
 *   app        about the whole app, not this message: nothing will go through until someone has mended it
 *   permanent  Slack said no, and would again
 *   transient  worth another try; `uncertain` when it may have been done all the same
 */
export type SlackTrouble =
  | { kind: 'limited'; retryAfterMs: number }
  | { kind: 'app'; problem: string }
  | { kind: 'permanent'; problem: string }
  | { kind: 'transient'; problem: string; uncertain: boolean };

const ABOUT_THE_APP = new Set([
  'invalid_auth',
  'not_authed',
  'token_revoked',
  'token_expired',
  'missing_scope',
  'not_allowed_token_type',
  'no_permission',
  'org_login_required',
  'ekm_access_denied',
  'accesslimited',
  'access_denied',
]);
// Slack says of the first two that part of the work may have been done.
const PASSING = new Set([
  'fatal_error',
  'internal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
]);
const LIMITED = new Set(['ratelimited', 'rate_limited']);
/** Failures before the request left this machine: nothing can have been done. */
const NEVER_LEFT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_.*|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.*|ERR_TLS_.*)$/;
const DEFAULT_RETRY_AFTER_MS = 30_000;

/** Sorts an error thrown by the client. What is no error of Slack's counts as passing. */
export function readTrouble(error: unknown): SlackTrouble {
  if (error instanceof webApi.WebAPIRateLimitedError) {
    return { kind: 'limited', retryAfterMs: Math.max(error.retryAfter, 1) * 1_000 };
  }
  if (error instanceof webApi.WebAPIPlatformError) {
    const code = error.data.error;
    if (LIMITED.has(code)) {
      const seconds = error.data.response_metadata?.retryAfter;
      return { kind: 'limited', retryAfterMs: seconds ? seconds * 1_000 : DEFAULT_RETRY_AFTER_MS };
    }
    if (ABOUT_THE_APP.has(code)) return { kind: 'app', problem: code };
    if (PASSING.has(code)) return { kind: 'transient', problem: code, uncertain: true };
    return { kind: 'permanent', problem: code };
  }
  if (error instanceof webApi.WebAPIHTTPError) {
    // A 4xx comes from something on the way (a proxy): no verdict on this message.
    return { kind: 'transient', problem: `http_${error.statusCode}`, uncertain: error.statusCode >= 500 };
  }
  if (error instanceof webApi.WebAPIRequestError) {
    const code = causeOf(error.original);
    return { kind: 'transient', problem: code ?? 'no_answer', uncertain: !(code && NEVER_LEFT.test(code)) };
  }
  if (error instanceof Error && error.message.startsWith('Retry header')) {
    return { kind: 'limited', retryAfterMs: DEFAULT_RETRY_AFTER_MS };
  }
  return { kind: 'transient', problem: 'unexpected', uncertain: true };
}

/** The code of a failed connection; fetch hides it in the cause. */
function causeOf(error: unknown): string | undefined {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (at.name === 'TimeoutError') return 'timeout';
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return undefined;
}
