import type { PlainTextOption } from '@slack/types';
import type { Official } from '../directory/official.ts';
import { plain } from './blocks.ts';

/** 김하늘 사무관 · 중기부 인력정책과 */
function personLabel({ name, posting, agency, department }: Official): string {
  const person = [name, posting?.rank ?? ''].filter(Boolean).join(' ');
  const place = [agency?.shortName ?? '', department?.name ?? ''].filter(Boolean).join(' ');
  return [person, place].filter(Boolean).join(' · ');
}

/** Someone to choose in a dialog's search; the value is `official:12`. */
export function personOption(official: Official): PlainTextOption & { value: string } {
  return { text: plain(personLabel(official), 75), value: `official:${official.id}` };
}

/** The id in such a value, which is user input when it comes back: whether there is such a person is yet to be looked up. */
export function parsePersonValue(value: string | undefined): number | undefined {
  const id = Number(/^official:(\d{1,9})$/.exec(value ?? '')?.[1]);
  return Number.isSafeInteger(id) ? id : undefined;
}
