import { clip } from '../messenger/blocks.ts';
import { grouped } from '../messenger/grouped.ts';

export const dialogs = {
  close: '닫기',
  refused: '처리하지 못했습니다. 고친 뒤 다시 눌러 주십시오.',
  warning:
    '비공개 자료나 개인정보는 적지 마십시오. 참여 부서와 그 기관의 CCO(혁신책임관), 운영자, 감사 담당자가 봅니다. 진행 상황의 설명은 과제 채널에도 올라갑니다.',
  upTo: (most: number) => `${grouped(most)}자까지`,
  day: '날짜',
  task: {
    register: '협업과제 등록',
    revise: '협업과제 고치기',
    submitNew: '동의 요청',
    submitRevision: '다시 요청',
    introNew:
      '협업 부서의 담당자가 모두 동의하면 등록됩니다(행정업무규정 제42조의2). 주관은 지금 소속 부서입니다.',
    introRevision: '고치면 협업 부서의 담당자 모두에게 다시 동의를 요청합니다.',
    title: '과제명',
    purpose: '목적',
    content: '내용',
    history: '추진 경과',
    relatedTask: '관련 단위과제',
    relatedHint: '상대 기관의 단위과제 가운데 이 과제와 이어지는 것이 있으면 적어 주십시오.',
    dueOn: '기한',
    measures: '성과지표',
    measuresHint:
      '한 줄에 하나씩(또는 ;로 나누어) 이름 / 단위 / 이전 / 목표. 예: 환경영향평가 기간 / 개월 / 12 / 4',
    partner: (index: number) => (index === 1 ? '협업 부서 담당자' : `협업 부서 담당자 ${index}`),
    partnerHint: '이름, 기관, 부서, 초성으로 찾습니다. 그 담당자의 부서가 협업 부서가 됩니다.',
    partnerPlaceholder: '예: 행안부 정지우',
    pair: '전략적 인사교류',
    pairHint: '교류 직위가 함께 하는 과제이면 골라 주십시오.',
    noPair: '해당 없음',
    pairOption: (round: number, pair: number, task: string) => `${round}-${pair} ${task}`,
  },
  status: {
    title: '진행 상황',
    submit: '기록',
    state: '상태',
    same: (state: string) => `그대로(${state})`,
    withdraw: '철회',
    progress: '진행률(%)',
    progressHint: '0에서 100까지. 비워 두면 그대로입니다.',
    note: '설명',
    noteHint: '무엇이 달라졌는지, 왜 그런지 적어 주십시오. 이력에 남습니다.',
    resultsIntro: '완료하려면 성과지표마다 결과를 적어 주십시오.',
    result: (name: string, unit: string) =>
      `${clip(name, 100)} 결과${unit === '' ? '' : `(${clip(unit, 20)})`}`,
    resultHint: (before: string | undefined, target: string | undefined) =>
      [
        ...(before === undefined ? ['이전 → 이후로 적거나 이후만 적어 주십시오.'] : [`이전 ${before}`]),
        ...(target === undefined ? [] : [`목표 ${target}`]),
      ].join(' · '),
    measuredOn: '측정한 날',
    evidence: (name: string) => `${clip(name, 100)} 근거 자료 주소`,
    evidenceHint: 'https://로 시작하는 주소. 없으면 비워 두십시오.',
  },
  result: {
    title: '성과 기록',
    submit: '기록',
    measure: '성과지표',
    before: '이전',
    beforeHint: '비워 두면 등록한 값을 씁니다.',
    after: '이후',
    afterHint: '숫자로 적어 주십시오. 예: 27.4, 3,300',
    evidence: '근거 자료 주소',
  },
  object: {
    title: '의견 내기',
    submit: '의견 보내기',
    text: '의견',
    hint: '어떻게 고치면 동의할 수 있는지 적어 주십시오. 주관 담당자에게 그대로 전합니다.',
  },
  decline: {
    title: '담당 아님',
    submit: '알리기',
    intro:
      '주관 담당자에게(주관 부서이면 다음으로 답할 분에게) 사유를 알립니다. 새 담당자가 정해질 때까지 부서장이나 CCO(혁신책임관)가 답합니다.',
    reason: '사유',
    hint: '누가 담당인지 아시면 함께 적어 주십시오.',
  },
  owner: {
    title: '담당 변경',
    submit: '바꾸기',
    intro: (place: string, owner: string) => `${place}의 담당자: ${owner}`,
    owner: '새 담당자',
    ownerHint: '같은 부서에서 찾습니다.',
    placeholder: '이름이나 초성',
    reason: '사유',
  },
  dispute: {
    title: '이견 제기',
    submit: '이견 내기',
    intro: '참여 기관의 CCO(혁신책임관)에게 기한과 함께 전달되어 협의합니다(행정업무규정 제44조④).',
    problem: '이견 내용',
    wish: '바라는 결과',
  },
  answer: {
    title: '이견에 답하기',
    submit: '답하기',
    kind: '답변',
    kinds: {
      opinion: '의견을 남깁니다',
      settle: '해결에 동의합니다',
      refer: '협업 전문위원회로 넘깁니다',
    },
    committeeSettle: '해결된 것으로 기록합니다',
    note: '설명',
    hint: '참여 부서의 담당자와 CCO(혁신책임관)가 봅니다. 기록에 남습니다.',
  },
};

export type DialogTexts = typeof dialogs;
