import { clip } from './blocks.ts';
import type { Locale } from './locale.ts';
import { withParticle } from './particles.ts';

/** More than any name has; a refusal repeats what was typed so that one sees it, not to be filled with it. */
const ECHOED_CHARACTERS = 60;

/** What somebody typed, as a refusal repeats it: never more than a line. */
export function echoed(typed: string): string {
  return clip(typed, ECHOED_CHARACTERS);
}

/** That it is not clear who `typed` is, and the ways to say it; the address is certain, for who has left too. */
export function unclearPerson(typed: string, several: boolean, locale: Locale): string {
  const name = echoed(typed);
  if (locale === 'ko') {
    const who = withParticle(`‘${name}’`, '이/가');
    const problem = several ? `${who} 여럿 있습니다.` : `${who} 누구인지 알 수 없습니다.`;
    return `${problem} @로 한 사람을 고르거나, 이름에 기관을 함께 적거나, 전자우편 주소로 적어 주십시오.`;
  }
  const problem = several ? `Several people are called “${name}”.` : `It is not clear who “${name}” is.`;
  return `${problem} Please choose one person with @, or write the name with the agency, or the e-mail address.`;
}

/** For a button whose value is none of ours. */
export const STALE_BUTTON: Record<Locale, string> = {
  ko: '단추의 내용을 읽지 못했습니다. 명령으로 다시 열어 주십시오.',
  en: 'That button could not be read. Please open it again by its command.',
};
