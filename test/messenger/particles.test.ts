import { expect, test } from 'vitest';
import { type Particle, withParticle } from '../../src/messenger/particles.ts';

test.each<[string, Particle, string]>([
  ['김하늘', '이/가', '김하늘이'],
  ['인력정책과', '을/를', '인력정책과를'],
  ['서울', '으로/로', '서울로'],
  ['부산', '으로/로', '부산으로'],
  ['10', '을/를', '10을'],
  ['2', '이/가', '2가'],
  ['3', '은/는', '3은'],
  ['7', '으로/로', '7로'],
  ['6', '으로/로', '6으로'],
  ['2,000', '이/가', '2,000이'],
  ['LG', '을/를', 'LG를'],
  ['KTL', '으로/로', 'KTL로'],
  ['CCO', '은/는', 'CCO는'],
  ['Daniel', '와/과', 'Daniel과'],
  ['Sophie', '을/를', 'Sophie를'],
  ['인력정책과(중기부)', '이/가', '인력정책과(중기부)가'],
  ['성과(기간 (개월))', '을/를', '성과(기간 (개월))를'],
  ['기간(개월) (중기부)', '은/는', '기간(개월) (중기부)은'],
  ['‘주귀’', '은/는', '‘주귀’는'],
])('%s with %s is %s, by how it is read', (word, particle, expected) => {
  expect(withParticle(word, particle)).toBe(expected);
});

test('what has no certain reading gets both forms', () => {
  expect(withParticle('🙂', '을/를')).toBe('🙂을(를)');
  expect(withParticle('Park', '이/가')).toBe('Park이(가)');
  expect(withParticle('', '으로/로')).toBe('(으)로');
});
