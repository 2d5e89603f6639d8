import { closeDays } from '../../src/points/close-days.ts';
import { givePoints } from '../../src/points/give-points.ts';
import { grantSpecial } from '../../src/points/grant-special.ts';
import { hideMessage } from '../../src/points/hide-message.ts';
import { reverseGift } from '../../src/points/reverse-gift.ts';
import { giftOf, type PersonKey, seoul, TEAM, type TestGovernment } from '../support/government.ts';

export const NOW = seoul('2026-11-25 10:00:00');
export const log = { info: () => {} };

/** What people of the small government did in a week of November 2026, closed night by night up to the 24th. */
export async function seedReports(gov: TestGovernment): Promise<void> {
  const { people, database } = gov;
  const give = async (from: PersonKey, to: PersonKey, at: string, message?: string) => {
    const more = message === undefined ? {} : { message };
    const outcome = await givePoints(database, giftOf(people[from], people[to], more), seoul(at));
    if (outcome.kind !== 'given') throw new Error(JSON.stringify(outcome));
    return outcome.giftId;
  };
  const closeBefore = (day: string) => closeDays(database, { now: seoul(`${day} 00:15:00`), log });
  await gov.owner.query(
    `update posting set position = '인력정책과장', rank = '서기관' where official_id = $1`,
    [people.haneul.id],
  );
  await give('jiu', 'haneul', '2026-11-18 10:00:00', '합동 점검 자료를 하루 만에 찾아 주셔서 고맙습니다.');
  const hidden = await give(
    'minjun',
    'haneul',
    '2026-11-18 11:00:00',
    '개인정보가 들어 있는 감사의 말입니다.',
  );
  await give('jiu', 'seojun', '2026-11-19 10:00:00');
  await give('yuna', 'operator', '2026-11-19 11:00:00');
  await give('haneul', 'jiu', '2026-11-19 12:00:00', '회의실을 <내어> *주셔서* 고맙습니다 & 또 뵙겠습니다.');
  const grant = await grantSpecial(
    database,
    {
      requestKey: 'special-1',
      teamId: TEAM,
      actorId: people.operator.id,
      recipient: { officialId: people.haneul.id },
      pointsEach: 50,
      reason: '국정과제 자료 지원',
    },
    seoul('2026-11-20 10:00:00'),
  );
  if (grant.kind !== 'granted') throw new Error(JSON.stringify(grant));
  const wrong = await give('minjun', 'seojun', '2026-11-23 10:00:00', '잘못 보내게 될 감사의 말입니다.');
  await closeBefore('2026-11-24');
  // The 23rd is fixed: what is taken back now is a correction of the 24th (제8조②③).
  const taken = { requestKey: 'back-1', teamId: TEAM, number: wrong, actorId: people.operator.id };
  const reversal = await reverseGift(
    database,
    { ...taken, reason: '잘못 보냄' },
    seoul('2026-11-24 10:00:00'),
  );
  if (reversal.kind !== 'reversed') throw new Error(JSON.stringify(reversal));
  await hideMessage(
    database,
    { teamId: TEAM, number: hidden, actorId: people.operator.id, hide: true, reason: '개인정보' },
    seoul('2026-11-24 11:00:00'),
  );
  await closeBefore('2026-11-25');
  await give('jiu', 'cco', '2026-11-25 09:00:00');
  await give('minjun', 'haneul', '2026-11-25 09:30:00');
  await gov.transfer(people.seojun, 'collab', '2026-11-25');
  await gov.setStatus(people.cco, 'left');
}
