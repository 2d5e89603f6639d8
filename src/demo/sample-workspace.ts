import type { Official } from '../directory/official.ts';
import { LOCAL_SLACK_BOT_USER_ID, type LocalSlackChannel, type LocalSlackUser } from './local-slack.ts';

/** Someone of the sample government who uses the demo's workspace. */
export interface Colleague extends LocalSlackUser {
  /** 김하늘(중기부): short and without doubt. */
  label: string;
  /** The e-mail's first part and domain: `haneul.kim@mss`. */
  key: string;
  official: Official | undefined;
}

export const BOARD_CHANNEL = { id: 'C0BOARD', name: '협업-게시판' };
export const GENERAL_CHANNEL = { id: 'C0GENERAL', name: '일반' };
export const TASK_CHANNEL = { id: 'C0TASK', name: '일자리-협업과제' };

/** The others have no messenger here: what they are given counts all the same. */
const AGENCIES_HERE = ['중기부', '노동부', '행안부', '복지부'];
/** Uses Slack in English. */
const IN_ENGLISH = 'noeul.nam@mohw';
const ROLES: Partial<Record<Official['role'], string>> = {
  operator: '운영자',
  admin: '관리자',
  cco: 'CCO',
  auditor: '감사',
};

/** Who and what is in the demo's workspace. Ids depend on e-mail addresses only, so they stay from run to run. */
export function planWorkspace(officials: readonly Official[]): {
  colleagues: Colleague[];
  channels: LocalSlackChannel[];
  /** By user id, of those who do not use Slack in Korean. */
  locales: Record<string, string>;
} {
  const here = officials.filter((official) => AGENCIES_HERE.includes(official.agency?.shortName ?? ''));
  // The page acts as the first to begin with, and offers the first eight after an @.
  const members = here.filter((official) => official.role === 'member');
  const others = here.filter((official) => official.role !== 'member');
  const colleagues = [...members, ...others].map((official) => toColleague(official, here));
  colleagues.push({
    id: 'UGAEBIAHNMSS',
    name: 'gaebi.ahn',
    realName: '안개비 · 명부에 없음',
    email: 'gaebi.ahn@mss.go.example',
    label: '안개비(명부에 없음)',
    key: 'gaebi.ahn@mss',
    official: undefined,
  });
  const everyone = [...colleagues.map((colleague) => colleague.id), LOCAL_SLACK_BOT_USER_ID];
  const english = colleagues.find((colleague) => colleague.key === IN_ENGLISH);
  return {
    colleagues,
    channels: [GENERAL_CHANNEL, BOARD_CHANNEL, TASK_CHANNEL].map((channel) => ({
      ...channel,
      members: everyone,
    })),
    locales: english ? { [english.id]: 'en-US' } : {},
  };
}

function toColleague(official: Official, all: readonly Official[]): Colleague {
  const [local = '', domain = ''] = official.email.split('@');
  const agency = domain.split('.')[0] ?? '';
  const isAlone = all.every((other) => other === official || other.email.split('@')[0] !== local);
  const place = [official.agency?.shortName, official.department?.name].filter(Boolean).join(' ');
  const status = { leave: '휴직', left: '퇴직', active: ROLES[official.role] }[official.status];
  return {
    id: `U${`${local}${agency}`.replace(/[^a-z0-9]/g, '').toUpperCase()}`,
    name: isAlone ? local : `${local}.${agency}`,
    realName: `${official.name} · ${place}${status ? ` (${status})` : ''}`,
    email: official.email,
    label: `${official.name}(${official.agency?.shortName ?? ''})`,
    key: `${local}@${agency}`,
    official,
  };
}
