import type { Day } from '../calendar/seoul.ts';
import { changeText } from '../measures/messages.ts';
import { daysOf } from '../messenger/days.ts';
import { grouped } from '../messenger/grouped.ts';
import type { ChangedField } from './form.ts';
import type { CompletionGrant, Measure, Party } from './task.ts';
import { ko } from './text.ko.ts';

const { day, fullDay } = daysOf('ko');

function grantLine(grant: CompletionGrant, told: ReadonlySet<string>): string {
  const { agency, names } = grant;
  if (grant.kind === 'granted') {
    const points = `특별협업포인트 ${grouped(grant.pointsEach)}점`;
    return `${agency} ${names.join(', ')}: ${points}${names.length > 1 ? '씩' : ''}`;
  }
  const next = told.has(agency) ? ' 그 기관 운영자에게 알렸습니다.' : '';
  return `${agency}: 특별협업포인트를 드리지 못했습니다.${next}`;
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
    { name, unit, target }: Pick<Measure, 'name' | 'unit' | 'target'>,
    result: { before: string | undefined; after: string; measuredOn: Day; evidence: string },
  ) =>
    [
      `${name}: ${changeText(ko.changes, { unit, target, ...result })}`,
      `${fullDay(result.measuredOn)} 측정`,
      ...(result.evidence === '' ? [] : [`근거: ${result.evidence}`]),
    ].join('\n'),
  owner: (before: string, after: string, reason?: string) =>
    [`${before} → ${after}`, ...(reason === undefined ? [] : [reason])].join('\n'),
  /** @param told agencies whose operators are told why there are none: what is left of its points is theirs to know */
  granted: (grants: readonly CompletionGrant[], told: ReadonlySet<string>) =>
    ['과제 완료에 따른 특별협업포인트', ...grants.map((grant) => grantLine(grant, told))].join('\n'),
};
