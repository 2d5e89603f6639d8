import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { APP_ROLE, type Database, openDatabase, openPool } from '../../src/database/database.ts';
import { findRecipient, type Recipient, searchRecipients } from '../../src/directory/find-recipients.ts';
import { importDirectory } from '../../src/directory/import.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const DAY = '2026-11-23';

let testDatabase: TestDatabase;
let pool: pg.Pool;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  pool = openPool(testDatabase.url, { role: APP_ROLE, max: 4 });
  database = openDatabase(pool);
  const sample = new URL('../../sample/', import.meta.url).pathname;
  await importDirectory(pool, sample, { now: new Date(`${DAY}T03:00:00Z`) });
});
afterAll(async () => {
  await database?.destroy();
  await testDatabase?.drop();
});

function nameOf(recipient: Recipient): string {
  return recipient.kind === 'official'
    ? `${recipient.official.agency?.shortName} ${recipient.official.department?.name} ${recipient.official.name}`
    : `${recipient.department.agency.shortName} ${recipient.department.name}`;
}

async function find(text: string): Promise<[string[], number]> {
  const { matches, used } = await findRecipient(database, text.split(/\s+/), DAY);
  return [matches.map(nameOf), used];
}

const KIM_MSS = '중기부 인력정책과 김하늘';
const KIM_MOEL = '노동부 기업일자리지원과 김하늘';

describe('findRecipient', () => {
  test.each<[string, string[], number]>([
    ['임가온 자료 고맙습니다', ['중기부 인력정책과 임가온'], 1],
    ['김하늘 자료 고맙습니다', [KIM_MSS, KIM_MOEL], 1],
    ['김하늘님 자료', [KIM_MSS, KIM_MOEL], 1],
    ['김하늘 님 자료', [KIM_MSS, KIM_MOEL], 2],
    ['김하늘(중기부) 자료', [KIM_MSS], 1],
    ['김하늘(중소벤처기업부) 자료', [KIM_MSS], 1],
    ['김하늘님(중기부) 자료', [KIM_MSS], 1],
    ['김하늘(중기부)님 자료', [KIM_MSS], 1],
    ['김하늘 (중기부) 님 자료', [KIM_MSS], 3],
    ['김하늘（중기부） 자료', [KIM_MSS], 1],
    ['김하늘(인력정책과) 자료', [KIM_MSS], 1],
    ['김하늘(중기부 인력정책과) 자료', [KIM_MSS], 2],
    ['김하늘( 노동부 기업일자리지원과 ) 자료', [KIM_MOEL], 4],
    ['중기부 김하늘(인력정책과) 자료', [KIM_MSS], 2],
    ['중기부 김하늘 자료', [KIM_MSS], 2],
    ['인력정책과 김하늘 님 자료', [KIM_MSS], 3],
    ['중기부 인력정책과 김하늘 자료', [KIM_MSS], 3],
    ['중기부 인력정책과 함께해 주셔서', ['중기부 인력정책과'], 2],
    ['인력정책과(중기부) 고맙습니다', ['중기부 인력정책과'], 1],
    ['인력정책과 고맙습니다', ['중기부 인력정책과'], 1],
    ['행안부 이서준 자료', ['행안부 협업정책과 이서준', '행안부 공공서비스국 이서준'], 2],
    ['이서준(행안부 협업정책과) 자료', ['행안부 협업정책과 이서준'], 2],
    ['ㅂㄷㅂ 자료', ['복지부 한약산업과 백단비'], 1],
    ['ㅈㄱㅂ ㄱㅎㄴ 자료', [KIM_MSS], 2],
    ['ㄱㅎㄴ(노동부) 자료', [KIM_MOEL], 1],
    ['ㄱㅎㄴ 님 자료', [KIM_MSS, KIM_MOEL], 2],
    ['ㅈㄱㅂ ㅇㄹㅈㅊㄱ 자료', ['중기부 인력정책과'], 2],
    ['김하늘'.normalize('NFD'), [KIM_MSS, KIM_MOEL], 1],
  ])('"%s" means %j', async (text, expected, used) => {
    expect(await find(text)).toEqual([expected, used]);
  });

  test.each<[string, number]>([
    ['아무개 자료', 1],
    ['중기부 아무개 자료', 2],
    ['김하늘(국방부) 자료', 1],
    ['김하늘(중기부 창업정책과) 자료', 2],
    ['중기부', 1],
    ['환경부 인력정책과', 1],
    ["% ' \\", 1],
    ['', 0],
  ])('"%s" means nobody, and %i words were meant as a name', async (text, used) => {
    const words = text === '' ? [] : text.split(' ');
    expect(await findRecipient(database, words, DAY)).toEqual({ matches: [], used });
  });

  test('who has left is not found, who is on leave is', async () => {
    expect((await find('류온유'))[0]).toEqual([]);
    expect((await find('한소라'))[0]).toEqual(['중기부 인력정책과 한소라']);
  });

  test('a department that many agencies have is ambiguous, and at most 20 are offered', async () => {
    const [matches, used] = await find('혁신행정담당관 고맙습니다');
    expect([matches.length, used]).toEqual([20, 1]);
    expect((await find('국방부 혁신행정담당관 고맙습니다'))[0]).toEqual(['국방부 혁신행정담당관']);
  });

  test('the message after the recipient never changes who is meant, unless it lengthens the name', async () => {
    const word = fc.constantFrom('자료', '(정말)', '고맙습니다', '덕분에', '%', 'ㅋㅋ', ')(', '도움');
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(
          '중기부 김하늘',
          '김하늘(중기부)',
          '중기부 인력정책과 김하늘 님',
          '김하늘 (인력정책과)',
        ),
        fc.array(word, { maxLength: 5 }),
        async (recipient, message) => {
          const [matches, used] = await find([recipient, ...message].join(' '));
          expect([matches, used]).toEqual([[KIM_MSS], recipient.split(' ').length]);
        },
      ),
      { numRuns: 40 },
    );
  });
});

async function search(typed: string, limit = 20): Promise<string[]> {
  return (await searchRecipients(database, typed, DAY, limit)).map(nameOf);
}

describe('searchRecipients', () => {
  test('an agency, by short or full name, beginning or initial consonants, lists its departments and people', async () => {
    for (const typed of ['중기부', 'ㅈㄱㅂ', '중소벤처기업부', '중소벤']) {
      const found = await search(typed);
      expect(found).toEqual(expect.arrayContaining(['중기부 인력정책과', KIM_MSS]));
      // 재경부 has the same consonants.
      expect(found.filter((it) => !/^(중기부|재경부)/.test(it))).toEqual([]);
    }
  });

  test('a name is found by its beginning and by its consonants', async () => {
    for (const typed of ['김하', '김하늘', 'ㄱㅎㄴ'])
      expect(await search(typed)).toEqual([KIM_MSS, KIM_MOEL]);
  });

  test('agency or department narrow a name down', async () => {
    for (const typed of [
      '중기부 김',
      'ㅈㄱㅂ ㄱㅎㄴ',
      '인력정책과 김',
      '중기부 인력정책과 ㄱ',
      '김하늘(중기',
      '김하늘(중기부)',
    ]) {
      expect(await search(typed)).toEqual([KIM_MSS]);
    }
  });

  test('a department is found by its beginning and by its consonants', async () => {
    expect(await search('인력')).toEqual(['중기부 인력정책과']);
    expect(await search('중기부 인력')).toEqual(['중기부 인력정책과']);
    expect(await search('ㅇㄹㅈㅊ')).toEqual(['중기부 인력정책과']);
  });

  test('neither nothing nor wildcards find everything', async () => {
    expect(await search(' ')).toEqual([]);
    expect(await search('%')).toEqual([]);
    expect(await search('_하늘')).toEqual([]);
  });

  test('those who have left are not listed', async () => {
    expect(await search('류온유')).toEqual([]);
  });

  test('no more than the limit come back, and each kind keeps a share', async () => {
    const found = await searchRecipients(database, '행안부', DAY, 6);
    expect(found.map((it) => it.kind)).toEqual([
      'department',
      'department',
      'department',
      'official',
      'official',
      'official',
    ]);
  });
});
