export interface BilingualText {
  ko: string;
  en: string;
}

export const problems = {
  missing: { ko: '값이 없습니다.', en: 'is not set.' },
  malformed: { ko: '값의 형식이 맞지 않습니다.', en: 'is malformed.' },
  noMode: {
    ko: 'SLACK_APP_TOKEN과 둘 다 없어 Slack과 연결할 방식을 정할 수 없습니다.',
    en: 'and SLACK_APP_TOKEN are both missing: there is no way to hear from Slack.',
  },
  unknown: { ko: '알 수 없는 이름입니다. 오타일 수 있습니다.', en: 'is unknown, probably a typo.' },
} satisfies Record<string, BilingualText>;

const postgresUrl = {
  ko: 'postgres://사용자:비밀번호@호스트:5432/데이터베이스 형식으로 적어 주십시오. 비밀번호의 특수문자는 %40처럼 바꿔 적습니다.',
  en: 'Write postgres://user:password@host:5432/database; special characters of the password percent-encoded.',
};

/** How each variable is to be written. */
export const fixes = {
  DATABASE_URL: postgresUrl,
  MIGRATION_DATABASE_URL: postgresUrl,
  REDIS_URL: {
    ko: 'redis:// 또는 rediss://로 시작하는 주소를 적어 주십시오. 클러스터는 쉼표로 여러 개를 적습니다. 비워 두면 PostgreSQL을 씁니다.',
    en: 'Write redis:// or rediss:// addresses, several with commas for a cluster. Leave it out to use PostgreSQL.',
  },
  SLACK_BOT_TOKEN: {
    ko: 'Slack 앱 설정의 OAuth & Permissions에서 xoxb-로 시작하는 Bot User OAuth Token을 복사해 주십시오.',
    en: "Copy the Bot User OAuth Token (xoxb-…) from the Slack app's OAuth & Permissions.",
  },
  SLACK_SIGNING_SECRET: {
    ko: 'HTTP로 받으려면 Slack 앱 설정의 Basic Information에서 Signing Secret을, Socket Mode로 받으려면 SLACK_APP_TOKEN(xapp-)을 적어 주십시오.',
    en: "For HTTP copy the Signing Secret from the Slack app's Basic Information; for Socket Mode set SLACK_APP_TOKEN (xapp-…).",
  },
  SLACK_APP_TOKEN: {
    ko: 'Slack 앱 설정의 Basic Information에서 connections:write 권한으로 만든 xapp- 토큰을 적어 주십시오.',
    en: "Set the app-level token (xapp-…) with connections:write from the Slack app's Basic Information.",
  },
  SLACK_API_URL: {
    ko: 'http:// 또는 https://로 시작하는 주소를 적어 주십시오. 실제 Slack이면 비워 둡니다.',
    en: 'Write an http:// or https:// address. Leave it out for Slack itself.',
  },
  PORT: {
    ko: '0부터 65535까지의 숫자를 적어 주십시오. 0은 빈 포트를 골라 씁니다.',
    en: 'Write a number from 0 to 65535; 0 takes any free port.',
  },
  LOG_LEVEL: {
    ko: 'fatal, error, warn, info, debug, trace, silent 가운데 하나를 적어 주십시오.',
    en: 'Write one of fatal, error, warn, info, debug, trace, silent.',
  },
  IEUM_REACTIONS: {
    ko: '이모지 이름을 쉼표로 나누어 적어 주십시오. 예: 협업,handshake',
    en: 'Write names of emojis, separated by commas: 협업,handshake',
  },
} satisfies Record<string, BilingualText>;

export type Variable = keyof typeof fixes;
