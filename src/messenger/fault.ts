import { randomInt } from 'node:crypto';
import type { Logger } from '../log.ts';
import type { Locale } from './locale.ts';

// Without I, L, O, U, 0 and 1: read out on the phone, nothing is taken for another.
const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A new code such as `K7Q2-M4XD`, by which a person and the log speak of the same fault. */
export function reference(): string {
  const letters = Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** What a person reads when something broke: that nothing was changed, and the reference. */
export function renderFault(reference: string, locale: Locale): string {
  return locale === 'ko'
    ? `문제가 생겨 요청을 처리하지 못했습니다. 바뀐 것은 없습니다. 잠시 뒤 다시 해 주시고, 계속되면 관리자에게 이 번호를 알려 주십시오: ${reference}`
    : `Something broke and your request was not carried out. Nothing was changed. Please try again in a moment; if it goes on, tell your administrator this reference: ${reference}`;
}

/** The same for what was meant for several and broke after some of it was done. */
export function renderFaultOfRest(reference: string, locale: Locale): string {
  return locale === 'ko'
    ? `여기까지 처리한 뒤 문제가 생겨 나머지는 처리하지 못했습니다. 잠시 뒤 나머지만 다시 해 주시고, 계속되면 관리자에게 이 번호를 알려 주십시오: ${reference}`
    : `This much was done; then something broke and the rest was not carried out. Please try again in a moment with the rest only; if it goes on, tell your administrator this reference: ${reference}`;
}

/** Writes a fault into the log under a new reference and returns it. */
export function logFault(log: Logger, error: unknown, about: Record<string, unknown> = {}): string {
  const code = reference();
  log.error({ err: error, reference: code, ...about }, 'fault');
  return code;
}
