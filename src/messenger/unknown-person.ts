import type { Locale } from './locale.ts';
import { escapeMrkdwn } from './mrkdwn.ts';
import type { Render } from './outbox.ts';

/** What someone reads whom the directory does not know. */
export function renderUnknown(locale: Locale): string {
  return locale === 'ko'
    ? '아직 직원 명부에서 찾을 수 없어 이음을 쓸 수 없습니다. 소속 기관의 운영자에게 명부 등록을 요청해 주십시오.'
    : 'You are not in the staff directory yet, so you cannot use Ieum. Please ask your agency’s operator to add you.';
}

/** The message to an operator about someone unknown; for the kind `unknown-person`. */
export const renderUnknownPerson: Render = async (items, { locale }) => {
  const { userId, email } = items[0]?.payload ?? {};
  if (typeof userId !== 'string') return undefined;
  const who = `<@${userId}>${typeof email === 'string' ? ` (${escapeMrkdwn(email)})` : ''}`;
  const text =
    locale === 'ko'
      ? `직원 명부에 없는 분이 이음을 쓰려고 했습니다: ${who}\n우리 기관 직원이면 명부에 등록해 주십시오.`
      : `Someone who is not in the staff directory tried to use Ieum: ${who}\nIf they belong to your agency, please add them.`;
  return { text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }], covers: 1 };
};
