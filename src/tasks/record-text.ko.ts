import type { Day } from '../calendar/seoul.ts';
import { changeText } from '../measures/messages.ts';
import { daysOf } from '../messenger/days.ts';
import { grouped } from '../messenger/grouped.ts';
import type { ChangedField } from './form.ts';
import type { CompletionGrant, Party } from './task.ts';
import { ko } from './text.ko.ts';

const { day, fullDay } = daysOf('ko');
const points = (count: number) => `특별협업포인트 ${grouped(count)}점`;

function grantLine(grant: CompletionGrant): string {
  const who = `${grant.agency} ${grant.names.join(', ')}`;
  switch (grant.kind) {
    case 'granted':
      return `${who}: ${points(grant.pointsEach)}${grant.names.length > 1 ? '씩' : ''}`;
    case 'pool_short':
      return `${who}: 올해 남은 ${points(grant.left)}으로는 ${grouped(grant.needed)}점을 드릴 수 없습니다`;
    case 'second_person':
      return `${who}: 모두 ${grouped(grant.needed)}점이어서 운영자 두 사람의 결정이 필요합니다`;
    case 'no_operator':
      return `${who}: 포인트를 처리할 다른 운영자가 없습니다`;
  }
}

const sides = (parties: readonly Party[]) =>
  parties
    .map(({ agency, department, owner }) => `${agency.shortName} ${department.name} ${owner.name}`)
    .join(', ');

/** What the bot itself writes into the history of a task: records, and so in Korean whoever reads them. */
export const record = {
  settled: '관련 기관의 CCO(혁신책임관)가 모두 해결에 동의했습니다.',
  settledByCommittee: '협업 전문위원회 단계에서 해결했습니다.',
  referred: (due: Day) => `협업 전문위원회로 넘겼습니다. 새 기한은 ${day(due)}입니다.`,
  referredOverdue: (missed: Day, due: Day) =>
    `CCO(혁신책임관) 협의 기한 ${day(missed)}이 지나 협업 전문위원회로 넘겼습니다. 새 기한은 ${day(due)}입니다.`,
  proposed: (partners: readonly Party[]) => `협업 기관에 동의를 요청했습니다: ${sides(partners)}`,
  revised: (changed: readonly ChangedField[], partners: readonly Party[]) =>
    [
      ...(changed.length > 0 ? [ko.notices.changed(changed)] : []),
      `협업 기관에 다시 동의를 요청했습니다: ${sides(partners)}`,
    ].join('\n'),
  agreed: '동의합니다.',
  registered: '모든 협업 기관이 동의하여 등록했습니다.',
  result: (
    name: string,
    unit: string,
    result: { before: string | undefined; after: string; measuredOn: Day; evidence: string },
  ) =>
    [
      `${name}: ${changeText(ko.changes, { unit, ...result })}`,
      `${fullDay(result.measuredOn)} 측정`,
      ...(result.evidence === '' ? [] : [`근거: ${result.evidence}`]),
    ].join('\n'),
  owner: (before: string, after: string, reason?: string) =>
    [`${before} → ${after}`, ...(reason === undefined ? [] : [reason])].join('\n'),
  granted: (grants: readonly CompletionGrant[]) =>
    ['과제 완료에 따른 특별협업포인트', ...grants.map(grantLine)].join('\n'),
};
