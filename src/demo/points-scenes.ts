import { has, numberIn, type Scenes } from './scene.ts';
import { renderPlain } from './transcript.ts';

const THANKS = {
  mention: '고용지원 통계를 하루 만에 정리해 주셔서 회의를 잘 마쳤습니다',
  name: '창업 지원 대상 자료를 먼저 공유해 주셔서 고맙습니다',
  elsewhere: '한약재 검사 기준을 자세히 설명해 주셔서 이해가 빨랐습니다',
  dialog: '합동 점검 일정을 조율해 주셔서 큰 도움이 되었습니다',
  emoji: '회의 자료를 미리 올려 주셔서 준비할 시간이 넉넉했습니다',
  choice: '협업과제 등록 서식을 함께 다듬어 주셔서 고맙습니다',
  undone: '이 감사 인사는 곧 되돌립니다. 번호를 잘못 적었습니다',
};

/** Collaboration points: given, refused, taken back, granted, hidden. */
export const pointsScenes: Scenes = [
  [
    '도움말 카드 · The help card',
    async ({ who, type }, check) => {
      const card = await type(who('haneul.kim@mss'), '/협업');
      check('카드에 명령과 단추가 있다', has(card, '/협업 주기', '[보내기]'));
    },
  ],
  [
    '@멘션으로 보내기 · A gift by mention',
    async ({ who, type, seeDirect, seeBoard }, check) => {
      const nuri = who('nuri.bae@moel');
      const receipt = await type(who('haneul.kim@mss'), `/협업 주기 <@${nuri.id}> ${THANKS.mention}`);
      check('보낸 사람은 남은 포인트와 되돌리기를 본다', has(receipt, '10점', '190점', '[되돌리기]'));
      await seeDirect(nuri, THANKS.mention);
      check('게시판에 올라온다', has(await seeBoard(THANKS.mention), '김하늘', '배누리'));
    },
  ],
  [
    '이름과 기관으로 보내기 · A gift by name and agency',
    async ({ who, type, seeDirect, seeBoard }, check) => {
      const receipt = await type(who('nuri.bae@moel'), `/협업 주기 이서준(중기부) ${THANKS.name}`);
      check('중기부의 이서준이 받는다', has(receipt, '이서준', '창업정책과'));
      await seeDirect(who('seojun.lee@mss'), THANKS.name);
      await seeBoard(THANKS.name);
    },
  ],
  [
    '이 메신저에 없는 기관 앞으로 · To an agency without a workspace here',
    async ({ who, type, seeBoard }, check) => {
      const receipt = await type(who('danbi.baek@mohw'), `/협업 주기 하예본(식약처) ${THANKS.elsewhere}`);
      check('메신저에 없어도 받는다', has(receipt, '하예본', '10점'));
      await seeBoard(THANKS.elsewhere);
    },
  ],
  [
    '거절: 같은 부서이고 감사의 말도 짧음 · Refused: same department, message too short',
    async ({ who, type }, check) => {
      const gaon = who('gaon.lim@mss');
      const answer = await type(who('haneul.kim@mss'), `/협업 주기 <@${gaon.id}> 고마워요`);
      check('두 가지 이유를 한 번에 본다', has(answer, '같은 부서', '짧습니다'));
    },
  ],
  [
    '대화상자로 보내기, 한 번은 거절 · A gift by dialog, refused once',
    async ({ who, typeQuietly, seeDialog, submit, seeDirect, seeBoard }, check) => {
      const areum = who('areum.jo@mois');
      await typeQuietly(areum, '/협업 주기');
      await seeDialog(areum);
      const refused = await submit(areum, { recipient: '양지안', message: '감사해요' });
      check('이유가 위에 보이고 입력한 것이 남아 있다', has(refused, '짧습니다', '감사해요', '양지안'));
      // The recipient is not chosen again: it is still there.
      const closed = await submit(areum, { message: THANKS.dialog });
      check('보내고 나면 닫힌다', closed === undefined);
      await seeDirect(areum, '보냈습니다');
      await seeDirect(who('jian.yang@moel'), THANKS.dialog);
      await seeBoard(THANKS.dialog);
    },
  ],
  [
    '이모지에서 시작하기 · From an emoji',
    async ({ who, post, react, seeAnswer, press, seeDialog, submit, seeDirect, seeBoard }, check) => {
      const solchan = who('solchan.heo@mohw');
      const nuri = who('nuri.bae@moel');
      await react(solchan, await post(nuri, '내일 회의 자료를 미리 올렸습니다'), 'handshake');
      await press(solchan, await seeAnswer(solchan, '배누리'), '감사의 말 쓰기');
      check('받는 분이 정해져 있다', has(await seeDialog(solchan), '배누리'));
      // Whom it is for was never chosen in the dialog: it comes with it.
      check('보내고 나면 닫힌다', (await submit(solchan, { message: THANKS.emoji })) === undefined);
      await seeDirect(nuri, THANKS.emoji);
      await seeBoard(THANKS.emoji);
    },
  ],
  [
    '같은 이름이 여럿일 때 · When several go by a name',
    async ({ who, type, press, seeReplaced, seeDirect, seeBoard }, check) => {
      const boram = who('boram.park@mss');
      const question = await type(boram, `/협업 주기 이서준 ${THANKS.choice}`);
      check('누구인지 단추로 묻는다', has(question, '여럿', '협업정책과', '공공서비스국'));
      await press(boram, question, '협업정책과');
      const receipt = await seeReplaced(boram, question, '보냈습니다');
      check('고른 사람이 받는다', has(receipt, '이서준', '협업정책과'));
      await seeDirect(who('seojun.lee@mois'), THANKS.choice);
      await seeBoard(THANKS.choice);
    },
  ],
  [
    '10분 안에 되돌리기 · Taken back within ten minutes',
    async ({ who, type, press, seeAnswer, seeDirect, seeBoard }, check) => {
      const jian = who('jian.yang@moel');
      const areum = who('areum.jo@mois');
      const receipt = await type(jian, `/협업 주기 조아름(행안부) ${THANKS.undone}`);
      await seeDirect(areum, THANKS.undone);
      await seeBoard(THANKS.undone);
      await press(jian, receipt, '되돌리기');
      check('포인트가 돌아온다', has(await seeAnswer(jian, '되돌렸습니다'), '200점'));
      await seeDirect(areum, '되돌려졌습니다');
      check('게시판의 글이 바뀐다', !has(await seeBoard('되돌린 포인트'), THANKS.undone));
    },
  ],
  [
    '특별협업포인트 · A special grant by an operator',
    async ({ who, type, seeDirect }, check) => {
      const boram = who('boram.park@mss');
      const answer = await type(
        boram,
        '/협업 특별 이서준(중기부) 50 국정과제 자료를 기한 안에 모아 주었습니다',
      );
      check('바로 주고 남은 한도를 본다', has(answer, '50점', '1,950점'));
      await seeDirect(who('seojun.lee@mss'), '특별협업포인트 50점');
    },
  ],
  [
    '기준을 넘는 특별협업포인트: 다른 운영자의 승인 · Above the threshold: a second operator',
    async ({ who, type, press, seeDirect }, check) => {
      const boram = who('boram.park@mss');
      const daon = who('daon.yoon@mss');
      const answer = await type(boram, '/협업 특별 중기부 인력정책과 100 합동 점검을 함께 마쳤습니다');
      check('승인을 기다린다', has(answer, '승인'));
      const request = await seeDirect(daon, '승인 요청');
      await press(daon, request, '승인');
      await seeDirect(daon, '승인했습니다');
      await seeDirect(boram, '승인되어');
      await seeDirect(who('haneul.kim@mss'), '특별협업포인트 100점');
    },
  ],
  [
    '메시지 숨기기 · A message made private',
    async ({ who, type, seeBoard }, check) => {
      const answer = await type(who('haneul.kim@mss'), '/협업 내역');
      const number = numberIn(answer, /번호 /);
      await type(who('boram.park@mss'), `/협업 숨김 ${number} 내부 자료의 이름이 들어 있음`);
      const post = await seeBoard('비공개');
      check('누가 누구에게인지는 남고 말은 가려진다', has(post, '배누리') && !has(post, THANKS.mention));
    },
  ],
  [
    '명부에 없는 사람 · Someone unknown to the directory',
    async ({ who, type, seeDirect, countDirects }, check) => {
      const stranger = who('gaebi.ahn@mss');
      check('까닭을 듣는다', has(await type(stranger, '/협업 잔여'), '명부'));
      await type(stranger, '/협업 잔여');
      const boram = who('boram.park@mss');
      await seeDirect(boram, '명부에 없는 분');
      check('운영자는 한 번만 듣는다', (await countDirects(boram, '명부에 없는 분')) === 1);
    },
  ],
  [
    '메신저를 영어로 쓰는 사람 · Someone who uses the messenger in English',
    async ({ who, type }, check) => {
      const answer = await type(who('noeul.nam@mohw'), '/collab allowance');
      check('영어로 답한다', has(answer, '200 points') && !/[가-힣]/.test(renderPlain(answer).join('')));
    },
  ],
  [
    '잔여, 내역, 순위, 앱 홈 · Allowance, statement, ranking, App Home',
    async ({ who, type, openHome }, check) => {
      const haneul = who('haneul.kim@mss');
      check('남은 포인트가 맞다', has(await type(haneul, '/협업 잔여'), '190점'));
      check('내역에 보낸 것이 있다', has(await type(haneul, '/협업 내역'), '배누리'));
      const ranking = await type(haneul, '/협업 순위 개인 받은 이번달 전체');
      check('되돌린 포인트는 순위에 없다', has(ranking, '배누리') && !has(ranking, '조아름'));
      check('앱 홈이 지금 상태를 보인다', has(await openHome(haneul), '190점'));
    },
  ],
];
