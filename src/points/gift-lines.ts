import { bold, type Mrkdwn, mrkdwn } from '../messenger/blocks.ts';
import { DISPOSED_MESSAGE, type Gift } from './gift.ts';
import type { Texts } from './text.ko.ts';

/** Somebody as a line shows them: *김하늘* (중기부 인력정책과). A department has only its agency in brackets. */
export function who(
  t: Texts,
  party: { name: string; agency: string; department: string; isDepartment?: boolean },
): Mrkdwn {
  const place = party.isDepartment ? party.agency : t.place(party.agency, party.department);
  return place === '' ? bold(party.name) : mrkdwn`${bold(party.name)} (${place})`;
}

export function giverOf(t: Texts, gift: Gift): Mrkdwn {
  return who(t, { name: gift.giver, agency: gift.giverAgency, department: gift.giverDepartment });
}

/** The thank-you message, or that it was disposed of (공공기록물 관리에 관한 법률 시행령 제43조). */
export function messageOf(t: Texts, gift: Gift): string {
  return gift.message === DISPOSED_MESSAGE ? t.disposed : gift.message;
}

export function recipientOf(t: Texts, gift: Gift): Mrkdwn {
  return who(t, {
    name: gift.recipient,
    agency: gift.recipientAgency,
    department: gift.recipientDepartment,
    isDepartment: gift.recipientId === undefined,
  });
}
