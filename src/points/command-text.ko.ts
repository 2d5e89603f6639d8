import type { Role } from '../directory/official.ts';
import { withParticle } from '../messenger/particles.ts';
import type { UsageTopic } from './parse.ts';

const examples: Record<UsageTopic, string[]> = {
  give: [
    '/협업 주기 @김하늘 자료를 하루 만에 보내 주셔서 회의를 잘 마쳤습니다',
    '/협업 주기 김하늘(중기부) 감사의 말',
    '/협업 주기 중기부 인력정책과 감사의 말',
  ],
  statement: ['/협업 내역', '/협업 내역 2026-11', '/협업 내역 @김하늘 2026-11'],
  ranking: ['/협업 순위', '/협업 순위 부서 보낸 올해', '/협업 순위 개인 받은 반기 전체', '/협업 순위 2026'],
  cancel: ['/협업 취소', '/협업 취소 123', '/협업 취소 123 잘못 보냄'],
  special: ['/협업 특별 @김하늘 50 국정과제 자료 지원', '/협업 특별 중기부 인력정책과 20 합동 점검 지원'],
  hide: ['/협업 숨김 123 개인정보가 들어 있음', '/협업 보이기 123 확인 결과 문제없음'],
  policy: ['/협업 설정', '/협업 설정 과제', '/협업 설정 게시판 #협업'],
  patterns: ['/협업 보고', '/협업 보고 2026-11'],
};

export type CommandLine = [command: string, does: string];

/** For operators and administrators. */
const keeping: CommandLine[] = [
  ['/협업 특별 @김하늘 50 사유', '특별협업포인트 주기. 부서 전체에도 됩니다'],
  ['/협업 숨김 123 사유', '메시지를 비공개로. 다시 공개는 /협업 보이기'],
  ['/협업 취소 123 사유', '포인트 되돌리기'],
  ['/협업 설정', '우리 기관의 포인트 기준과 게시판 채널'],
  ['/협업 설정 과제', '우리 기관의 과제·교류·평가·알림 기준'],
  ['/협업 과제 채널 #협업-과제', '우리 기관의 과제 소식을 올릴 채널'],
  ['/협업 휴일', '근무일을 셀 때 쉬는 날'],
  ['/협업 보고 2026-11', '살펴볼 만한 흐름'],
  ['/협업 전송실패', '보내지 못한 알림'],
];

/** For operators and CCOs(혁신책임관). */
const reading: CommandLine[] = [
  ['/협업 내역 @김하늘 2026-11', '우리 기관 사람의 내역. 본 사실은 기록에 남습니다'],
  ['/협업 주간보고', '우리 기관의 주간 협업 보고'],
  ['/협업 후보 특별승급 2026', '특별승급·포상 후보 순위와 근거. 기준은 /협업 후보 기준'],
  ['/협업 실적 인력정책과 2026', '부서 협업포인트 실적(직무성과계약)'],
  ['/협업 내보내기', '우리 기관의 기록을 CSV·엑셀 파일로'],
];

/** For CCOs and auditors. */
const records: CommandLine[] = [
  ['/협업 폐기', '보존 기간이 지난 기록과 폐기 제안'],
  ['/협업 보존', '기록의 종류마다 정한 보존 기간'],
];

/** Words about the commands themselves. */
export const commands = {
  examples,
  help: {
    fallback: '이음 도움말',
    title: '🤝 협업포인트',
    intro: '도움을 준 다른 부서·기관의 동료에게 감사의 말과 함께 포인트를 보냅니다.',
    commands: [
      ['/협업 주기 @김하늘 감사의 말', '포인트 보내기. 이름이나 전자우편 주소로도 됩니다'],
      ['/협업 잔여', '이번 달 남은 포인트'],
      ['/협업 내역 2026-11', '보내고 받은 내역'],
      ['/협업 순위 부서 보낸 올해', '개인·부서 순위'],
      ['/협업 부서', '우리 부서의 날마다 확정된 점수. 실적표는 /협업 실적'],
      ['/협업 게시판', '공개된 감사 인사'],
      ['/협업 취소 123', '방금 보낸 것 되돌리기'],
    ] as CommandLine[],
    taskTitle: '📋 협업과제·인사교류·평가',
    taskButtons: [
      ['my_tasks', '과제 목록'],
      ['register_task', '과제 등록'],
      ['show_exchange', '인사교류'],
      ['my_evaluations', '점검·평가'],
      ['reminder_settings', '알림 설정'],
    ] as Array<[string, string]>,
    taskCommands: [
      ['/협업 과제', '함께하는 과제 목록. 번호를 붙이면(/협업 과제 12) 그 과제의 현황'],
      ['/협업 과제 12 진행 60 협의 완료', '진행 상황 적기'],
      ['/협업 과제 등록', '새 협업과제 등록'],
      ['/협업 교류', '전략적 인사교류 현황'],
      ['/협업 평가', '답변할 점검·평가와 결과'],
      ['/협업 알림', '받는 알림과 받는 시각'],
    ] as CommandLine[],
    /** What each role may use besides, and nothing that would be refused to it. */
    byRole: {
      operator: { title: '운영자', commands: [...keeping, ...reading] },
      cco: { title: 'CCO(혁신책임관)', commands: [...reading, ...records] },
      auditor: {
        title: '감사 담당자',
        commands: [
          ['/협업 열람기록 @김하늘 2026-11', '누가 누구의 자료를 보거나 바꾸었는지'],
          ['/협업 내역 @김하늘 2026-11', '다른 사람의 내역. 본 사실은 기록에 남습니다'],
          ['/협업 주간보고 중기부', '기관의 주간 협업 보고'],
          [
            '/협업 후보 중기부 특별승급 2026',
            '특별승급·포상 후보 순위와 근거. 기준은 /협업 후보 중기부 기준',
          ],
          ['/협업 실적 중기부 인력정책과 2026', '부서 협업포인트 실적(직무성과계약)'],
          ['/협업 내보내기', '모든 기관의 기록과 열람 기록을 CSV·엑셀 파일로'],
          ...records,
        ],
      },
      admin: {
        title: '관리자',
        commands: [
          ...keeping,
          ['/협업 폐기 제안 감사말 2020 사유', '기록 폐기 제안. 대상과 제안은 /협업 폐기'],
          ['/협업 보존 감사말 10 사유', '보존 기간 바꾸기. 지금의 기간은 /협업 보존'],
        ],
      },
    } as Record<Exclude<Role, 'member'>, { title: string; commands: CommandLine[] }>,
    notice: '감사의 말은 현황 게시판에 공개됩니다. 비공개 자료나 개인정보는 적지 마십시오.',
  },
  choice: {
    title: (typed: string) => `‘${typed}’에 맞는 분이 여럿입니다. 누구에게 보낼까요?`,
    more: (count: number) =>
      `${count}명이 더 있습니다. 찾는 분이 없으면 부서를 함께 적어 주십시오. 예: 김하늘(중기부)`,
    untyped: '누구에게 보낼까요?',
  },
  nobody: {
    title: (typed: string) =>
      typed.trim() === ''
        ? '받는 분을 명부에서 찾지 못했습니다.'
        : `‘${typed}’에 맞는 분이나 부서를 찾지 못했습니다.`,
    advice:
      '받는 분의 이름부터 적고, 기관이나 부서를 함께 적거나(예: 김하늘(중기부)) 전자우편 주소로 적어 주십시오. 포인트는 보내지 않았습니다.',
  },
  usage: {
    titles: {
      give: '받는 분과 감사의 말을 함께 적어 주십시오.',
      statement: '달은 2026-11처럼 적어 주십시오.',
      ranking:
        '종류마다 하나만 골라 적어 주십시오: 개인·부서, 받은·보낸, 기간(이번달·반기·올해, 또는 2026 같은 지난 연도), 기관·전체.',
      cancel: '되돌릴 것의 번호를 숫자로 적어 주십시오. 번호가 없으면 마지막으로 보낸 것을 되돌립니다.',
      special: '받는 분이나 부서, 한 사람에게 줄 점수, 사유를 차례로 적어 주십시오.',
      hide: '메시지의 번호와 사유를 적어 주십시오. 번호는 게시판에 있습니다.',
      policy: '설정을 열거나, 게시판으로 쓸 채널을 적어 주십시오.',
      patterns: '달은 2026-11처럼 적어 주십시오.',
    } satisfies Record<UsageTopic, string>,
    example: '예',
  },
  unknownWord: {
    title: (word: string) => `${withParticle(`‘${word}’`, '은/는')} 모르는 명령입니다.`,
    nearest: (word: string) => `혹시 /협업 ${withParticle(word, '을/를')} 찾으셨습니까?`,
    help: '/협업만 입력하면 쓸 수 있는 명령이 모두 나옵니다.',
  },
};
