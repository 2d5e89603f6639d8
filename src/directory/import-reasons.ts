/** A line that cannot be imported, and why: Korean first, English second. Line 0 means the file or directory itself. */
export interface Fault {
  file: string;
  line: number;
  reason: string;
}

/** Why a line is refused, for the person at the command line. `detail` is the text found there. */
export const reasons = {
  noDirectory: (detail: string) => `디렉터리를 찾을 수 없습니다 / no such directory: "${detail}"`,
  noFiles: (detail: string) => `가져올 파일이 없습니다 / none of these files is there: ${detail}`,
  unreadable: (detail: string) => `파일을 읽을 수 없습니다 / cannot be read: ${detail}`,
  emptyFile: (detail: string) => `머리글 행이 없습니다 / no header line; expected: ${detail}`,
  columnsMissing: (detail: string) => `머리글에 없는 열이 있습니다 / missing columns: ${detail}`,
  columnsUnknown: (detail: string) =>
    `머리글에 모르는 열이 있습니다 / unknown or repeated columns: ${detail}`,
  columnCount: (detail: string) => `열 개수가 다릅니다 / wrong number of columns: ${detail}`,
  quote: () => '따옴표가 맞지 않습니다 / misplaced or unclosed quotation mark',
  tooLong: (detail: string) => `너무 깁니다 / too long: ${detail}`,
  notUtf8: (detail: string) =>
    `UTF-8이 아닌 글자가 있습니다. 엑셀에서는 'CSV UTF-8'로 저장하십시오 / not UTF-8: ${detail}`,
  controlCharacter: (detail: string) => `쓸 수 없는 제어 문자가 있습니다 / control character in: ${detail}`,
  required: (detail: string) => `값이 비어 있습니다 / empty value: ${detail}`,
  badEmail: (detail: string) => `이메일 형식이 아닙니다 / not an e-mail address: "${detail}"`,
  badDate: (detail: string) => `날짜는 2026-11-23처럼 씁니다 / not a date like 2026-11-23: "${detail}"`,
  datesReversed: (detail: string) =>
    `끝나는 날이 시작하는 날보다 빠릅니다 / ends before it starts: ${detail}`,
  badKind: (detail: string) => `기관 종류를 알 수 없습니다 / unknown kind: "${detail}" (central, local)`,
  badRole: (detail: string) =>
    `역할을 알 수 없습니다 / unknown role: "${detail}" (member, operator, cco, auditor, admin)`,
  badStatus: (detail: string) => `상태를 알 수 없습니다 / unknown status: "${detail}" (active, leave, left)`,
  duplicateAgency: (detail: string) =>
    `같은 기관의 기간이 ${detail}행과 겹칩니다 / same agency, overlapping period: line ${detail}`,
  overlapsKnownAgency: (detail: string) =>
    `이미 등록된 기관의 기간과 맞지 않습니다 / period does not match the agencies already known: "${detail}"`,
  duplicateDepartment: (detail: string) =>
    `${detail}행과 같은 부서입니다 / same department as line ${detail}`,
  duplicateEmail: (detail: string) => `${detail}행과 이메일이 같습니다 / same e-mail as line ${detail}`,
  unknownAgency: (detail: string) => `기관을 찾을 수 없습니다 / unknown agency: "${detail}"`,
  ambiguousAgency: (detail: string) =>
    `기관이 둘 이상입니다. 전체 이름을 쓰십시오 / several agencies, use the full name: "${detail}"`,
  agencyNotInForce: (detail: string) =>
    `그날에는 없는 기관입니다 / agency not in force on that day: ${detail}`,
  unknownDepartment: (detail: string) => `부서를 찾을 수 없습니다 / unknown department: "${detail}"`,
  unknownParent: (detail: string) => `상위 부서를 찾을 수 없습니다 / unknown parent department: "${detail}"`,
  parentElsewhere: (detail: string) =>
    `상위 부서가 다른 기관에 있습니다 / parent department is in another agency: "${detail}"`,
  parentCycle: (detail: string) => `상위 부서가 서로 맞물립니다 / parents form a cycle: "${detail}"`,
  backwards: (detail: string) =>
    `현재 소속이 시작된 날보다 빠릅니다 / starts before the current posting does: ${detail}`,
  badNumber: (detail: string) => `1 이상의 정수가 아닙니다 / not a whole number above 0: "${detail}"`,
  badLevel: (detail: string) => `직급을 알 수 없습니다 / unknown level: "${detail}" (국장급, 과장급)`,
  badSide: (detail: string) => `어느 쪽 직위인지 알 수 없습니다 / unknown side: "${detail}" (a, b)`,
  badHoliday: (detail: string) =>
    `휴일인지 알 수 없습니다 / neither a holiday nor a working day: "${detail}" (true·휴일, false·근무)`,
  duplicateDay: (detail: string) => `${detail}행과 같은 날입니다 / same day as line ${detail}`,
  duplicatePair: (detail: string) =>
    `${detail}행과 같은 차수·번호입니다 / same round and pair as line ${detail}`,
  unknownPair: (detail: string) => `교류 직위를 찾을 수 없습니다 / unknown exchange pair: ${detail}`,
  unknownPerson: (detail: string) => `명부에 없는 사람입니다 / not in the directory: "${detail}"`,
  ownCompanion: (detail: string) => `자신의 동반자일 수 없습니다 / accompanies themselves: "${detail}"`,
  unknownLead: (detail: string) =>
    `함께 간 사람의 교류를 찾을 수 없습니다 / no term there then of whom they accompany: "${detail}"`,
  companionFixed: (detail: string) =>
    `이미 등록된 교류를 동반 교류로, 또는 반대로 바꿀 수 없습니다 / a known term does not turn into or from a companion's: ${detail}`,
  duplicateTerm: (detail: string) =>
    `${detail}행과 같은 사람·시작일입니다 / same person and start as line ${detail}`,
  overCap: (detail: string) => `교류 기간이 한도를 넘습니다 / term longer than the cap: ${detail}`,
  positionTwice: (detail: string) =>
    `${detail}행과 같은 직위에서 기간이 겹칩니다 / overlaps in the same position: line ${detail}`,
  personTwice: (detail: string) =>
    `${detail}행과 같은 사람의 기간이 겹칩니다 / same person, overlaps: line ${detail}`,
  positionTaken: (detail: string) =>
    `같은 직위에 이미 등록된 기간과 겹칩니다 / overlaps a known term of the position: ${detail}`,
  personTaken: (detail: string) =>
    `같은 사람의 이미 등록된 기간과 겹칩니다 / overlaps a known term of the person: ${detail}`,
} as const satisfies Record<string, (detail: string) => string>;

export type Reason = keyof typeof reasons;
