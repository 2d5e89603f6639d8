import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { addressGift, type FindUser, formatKey, parseKey } from '../../src/points/address-gift.ts';
import { parseCommand } from '../../src/points/parse.ts';
import { openTestGovernment, type TestGovernment } from '../support/government.ts';

const DAY = '2026-11-23';
let gov: TestGovernment;
/** 김하늘 of 행안부, a namesake. */
let namesake: number;
beforeAll(async () => {
  gov = await openTestGovernment();
  const [person] = await gov.addPeople('collab', 1);
  namesake = person?.id ?? 0;
  await gov.owner.query(`update official set name = '김하늘', initials = 'ㄱㅎㄴ' where id = $1`, [namesake]);
  return () => gov.close();
});

/** Messenger users U1 and U2 are 한유나 and 조민준, U4 has been deactivated, nobody knows the others. */
const findUser: FindUser = async (userId) =>
  ({ U1: gov.people.yuna.id, U2: gov.people.minjun.id, U4: 'recipient_inactive' as const })[userId] ??
  'recipient_unknown';
async function address(text: string) {
  const command = parseCommand(`주기 ${text}`);
  if (command.kind !== 'give') return clear([], '');
  const found = await addressGift(gov.database, command, findUser, DAY);
  return {
    to: found.recipients.map(formatKey),
    refused: found.refused,
    unclear: found.unclear && [found.unclear.typed, found.unclear.candidates.length],
    text: found.text,
  };
}
/** An address without anything in doubt. */
const clear = (to: string[], text: string) => ({ to, refused: [], unclear: undefined, text });
const official = (id: number) => `official:${id}`;

describe('a gift is addressed', () => {
  it('by mention and by e-mail, in any case of letters', async () => {
    const { yuna, haneul } = gov.people;
    expect(await address('<@U1|yuna> 고맙습니다')).toEqual(clear([official(yuna.id)], '고맙습니다'));
    expect(await address('HANEUL@example.kr님 고맙습니다')).toEqual(
      clear([official(haneul.id)], '고맙습니다'),
    );
  });

  it('by name, narrowed by agency or department, before or in brackets, with 님 or @', async () => {
    const { haneul, jiu } = gov.people;
    for (const [name, id] of [
      ['정지우', jiu.id],
      ['정지우님', jiu.id],
      ['@정지우', jiu.id],
      ['정\u200b지우\u2060', jiu.id],
      ['정지우'.normalize('NFD'), jiu.id],
      ['중기부 김하늘', haneul.id],
      ['김하늘(중기부)', haneul.id],
      ['김하늘 (중기부)', haneul.id],
      ['김하늘(중기부 인력정책과)', haneul.id],
      ['협업정책과 김하늘', namesake],
      ['행정안전부 협업정책과 김하늘', namesake],
    ] as const) {
      expect(await address(`${name} 덕분에 잘 끝났습니다`), name).toEqual(
        clear([official(id)], '덕분에 잘 끝났습니다'),
      );
    }
  });

  it('to a department by its name, with or without its agency (rule 14)', async () => {
    for (const name of ['협업정책과', '행안부 협업정책과']) {
      expect((await address(`${name} 고맙습니다`)).to).toEqual([`department:${gov.departments.collab}`]);
    }
  });

  it('to several at once, by any mixture of names, mentions and addresses, and to nobody twice', async () => {
    const { yuna, minjun, jiu, haneul } = gov.people;
    expect(await address('<@U1> <@U2>, 정지우, 김하늘(중기부), 정지우 회의 준비, 고맙습니다')).toEqual(
      clear([yuna.id, minjun.id, jiu.id, haneul.id].map(official), '회의 준비, 고맙습니다'),
    );
    expect((await address('<@U1>, 한유나 고맙습니다')).to).toEqual([official(yuna.id)]);
  });

  it('to nobody more because the message has commas, mentions or names in it', async () => {
    const { jiu } = gov.people;
    for (const message of [
      '고맙습니다, 덕분에',
      '고맙습니다, 한유나 님도',
      '<@U2> 님과 함께',
      '한유나 님과, 함께',
    ]) {
      expect(await address(`정지우 ${message}`)).toEqual(clear([official(jiu.id)], message));
    }
  });

  it('and the message keeps its own lines', async () => {
    expect((await address('정지우\n첫 줄\n\n둘째 줄')).text).toBe('첫 줄\n\n둘째 줄');
  });

  it('to one of several namesakes only once it is said which', async () => {
    expect(await address('김하늘 고맙습니다')).toEqual({
      to: [],
      refused: [],
      unclear: ['김하늘', 2],
      text: '고맙습니다',
    });
    expect(await address('<@U1>, 김하늘 고맙습니다')).toMatchObject({
      to: [official(gov.people.yuna.id)],
      unclear: ['김하늘', 2],
    });
  });

  it('to nobody where nobody is known by it: all that was typed is named', async () => {
    expect(await address('홍길동 고맙습니다')).toMatchObject({ to: [], unclear: ['홍길동', 0] });
    expect(await address('<@U3> <@U4> nobody@example.kr 고맙습니다')).toEqual({
      to: [],
      refused: [
        { typed: '', reason: 'recipient_unknown' },
        { typed: '', reason: 'recipient_inactive' },
        { typed: 'nobody@example.kr', reason: 'recipient_unknown' },
      ],
      unclear: undefined,
      text: '고맙습니다',
    });
    expect((await address('배퇴직 고맙습니다')).to).toEqual([]);
  });

  it('never throws, and never to someone who is not in the directory', async () => {
    const part = fc.constantFrom(
      '김하늘',
      '(중기부)',
      '중기부',
      '협업정책과',
      '님',
      ' ',
      ',',
      '\n',
      '<@U1>',
      '@',
      '%',
      "'",
      'ㄱㅎㄴ',
      '\u0000',
      '\ud800',
    );
    const known = new Set([
      ...[...Object.values(gov.people), { id: namesake }].map(({ id }) => official(id)),
      ...Object.values(gov.departments).map((id) => `department:${id}`),
    ]);
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 8 }), async (parts) => {
        const { to } = await address(parts.join(''));
        expect(to.filter((key) => !known.has(key))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a recipient in a form or button', () => {
  it('comes back as it was put in; anything made up is nobody', () => {
    for (const key of [{ officialId: 12 }, { departmentId: 7 }])
      expect(parseKey(formatKey(key))).toEqual(key);
    for (const value of [
      '',
      'official',
      'official:',
      'official:-1',
      'official:1e3',
      'official:1 ',
      'agency:1',
      'official:1234567890',
    ]) {
      expect(parseKey(value), value).toBeUndefined();
    }
  });
});
