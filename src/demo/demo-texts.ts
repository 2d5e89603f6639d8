/** What the demo says in the terminal: Korean first. */
export const demoTexts = {
  starting: '체험판을 준비합니다… / Starting the demo…',
  stopping: '\n체험판을 끝냅니다… / Stopping…',
  portTaken: (wanted: number, used: number) =>
    `포트 ${wanted}번은 다른 프로그램이 쓰고 있어 ${used}번을 씁니다. / Port ${wanted} is taken; using ${used}.`,
  noPortNear: (wanted: number) =>
    `포트 ${wanted}번 근처에 빈 포트가 없어 아무 빈 포트나 씁니다. / No free port near ${wanted}; using any.`,
  ready: (url: string, databaseUrl: string) => `
이음 체험판이 준비되었습니다. / The Ieum demo is ready.

  ${url}

오른쪽 위 "Act as"에서 누구로 쓸지 고릅니다. 남노을은 영어로 씁니다.
Choose whom to act as at the top right; 남노을 uses English.

해 보기 / Four things to try
  1. #일반에서 입력: /협업
     Type /협업 (or /collab) in #일반: a card with buttons opens.
  2. #일반에서 입력: /협업 주기 배누리 고용지원 자료를 하루 만에 보내 주셔서 회의를 잘 마쳤습니다
     받는 사람의 개인 메시지와 #협업-게시판에 올라온 글을 봅니다.
     Thank someone; see their direct message and the post in #협업-게시판.
  3. "박보람 … (운영자)"로 바꾸고 Apps의 이음(🏠)을 엽니다.
     Act as 박보람, an operator, and open 이음 (🏠) under Apps.
  4. #일반에서 입력: /협업 과제 등록 – 협업 부서 담당자로 배누리를 고르고, 배누리로 바꾸어 개인 메시지에서 동의합니다.
     Register a joint task with 배누리 as the partner, then act as 배누리 and agree in the direct message.

주의: 이 화면은 모든 네트워크에서 열리고 로그인이 없습니다. 실제 자료를 넣지 마십시오.
"나에게만 보임"(only visible to you) 글이 이 화면에서는 다른 사람으로 바꾸어도 보입니다.
The page listens on every network interface, without any login: no real data here.

장부 확인 / Look at the books (verify, export …), in another terminal:
  DATABASE_URL='${databaseUrl}' npm run ieum -- verify

끝내기: Ctrl-C (기록은 .ieum/에 남습니다. 비우려면 --fresh) / Stop: Ctrl-C; the data stay in .ieum/, --fresh empties it.`,
  noLocalSlack: (platform: string) => `
이 컴퓨터(${platform})에서 돌아가는 시험용 메신저가 없습니다. 시험용 메신저는 linux-x64에만 있습니다.
실제 Slack 워크스페이스로 체험하려면 manifest.json으로 앱을 만들고 SLACK_BOT_TOKEN과 SLACK_APP_TOKEN을 .env에 적은 뒤
다시 실행하십시오. 자세한 순서는 README.md의 "Slack 연결"에 있습니다.

There is no local messenger for this platform (${platform}), only for linux-x64. To try it with a real workspace, create an
app from manifest.json, put SLACK_BOT_TOKEN and SLACK_APP_TOKEN into .env and run this again; see "Slack 연결" in README.md.`,
  realSlack: (platform: string, port: number) => `
이 컴퓨터(${platform})용 시험용 메신저가 없어, SLACK_ 변수의 실제 워크스페이스에 연결했습니다. 포트 ${port}
명부는 sample/의 가상 정부입니다. 워크스페이스에서 /협업 을 입력해 보십시오. 끝내기: Ctrl-C

There is no local messenger for ${platform}, so this is the real workspace of the SLACK_ variables; port ${port}.
The directory is the made-up government of sample/. Type /협업 (or /collab) there. Stop: Ctrl-C`,
  /** What is known to go wrong, in words; undefined for the rest. */
  explain(error: unknown): string | undefined {
    const message = error instanceof Error ? error.message : '';
    if (/is in use by a running PostgreSQL/.test(message)) {
      return '체험판이 이미 돌고 있습니다. 그쪽을 Ctrl-C로 끝낸 뒤 다시 실행하십시오. / Another demo is running here: stop it first.';
    }
    if (/no embedded PostgreSQL|cannot run as root/.test(message)) {
      return `이 컴퓨터에서는 내장 PostgreSQL을 쓸 수 없습니다. DATABASE_URL을 정하고 ieum start를 쓰십시오.\n${message}`;
    }
    return undefined;
  },
};
