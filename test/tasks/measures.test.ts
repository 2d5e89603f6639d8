import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeChange, formatDecimal, parseDecimal } from '../../src/measures/decimals.ts';
import { formatMeasureLines, parseFigure, parseMeasureLines } from '../../src/tasks/measures.ts';
import { decideMeasurement, isBlank } from '../../src/tasks/result-rules.ts';
import type { Measure, MeasurementInput } from '../../src/tasks/task.ts';

const sign = fc.constantFrom('', '-');
const digits = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: min, maxLength: max });
const whole = digits(1, 15).map((text) => text.replace(/^0+(?=\d)/, ''));
/** Decimals as they are stored. */
const decimal = fc.tuple(sign, whole, digits(0, 6)).map(([minus, left, right]) => {
  const figure = right === '' ? left : `${left}.${right}`;
  return /[1-9]/.test(figure) ? minus + figure : figure;
});

describe('a number as typed', () => {
  it.each([
    ['27.4', '27.4'],
    ['27.40', '27.40'],
    ['3,300', '3300'],
    ['1,234,567.89', '1234567.89'],
    [' 60 ', '60'],
    ['007', '7'],
    ['0', '0'],
    ['-0.0', '0.0'],
    ['+5', '5'],
    ['−5.5', '-5.5'],
    ['３，３００', '3300'],
    ['999999999999999999.999999', '999999999999999999.999999'],
  ])('%s is %s', (typed, expected) => {
    expect(parseDecimal(typed)).toBe(expected);
  });

  it.each([
    '',
    ' ',
    '3,30',
    ',300',
    '3,3000',
    '1,2345',
    '27.',
    '.5',
    '1e3',
    '0x10',
    '27.4만',
    '1 000',
    '--5',
    '1.2.3',
    'NaN',
    '1234567890123456789',
    '1.1234567',
  ])('%s is none: nothing is guessed', (typed) => {
    expect(parseDecimal(typed)).toBeUndefined();
  });

  it('keeps every digit, with grouped thousands or without', () => {
    fc.assert(
      fc.property(decimal, (value) => {
        expect(parseDecimal(value)).toBe(value);
        expect(parseDecimal(formatDecimal(value))).toBe(value);
      }),
    );
  });

  it('may have its unit behind it', () => {
    expect(parseFigure('27.4만명')).toEqual({ number: '27.4', unit: '만명' });
    expect(parseFigure('3,300 억원')).toEqual({ number: '3300', unit: '억원' });
    expect(parseFigure('４개월')).toEqual({ number: '4', unit: '개월' });
    expect(parseFigure('12')).toEqual({ number: '12', unit: '' });
    expect(parseFigure('약 12')).toBeUndefined();
  });
});

describe('before and after', () => {
  it.each([
    ['12', '4', 'reduced', '66.7'],
    ['27.4', '86', 'grown', '213.9'],
    ['3300', '0', 'reduced', '100'],
    ['12', '6', 'reduced', '50'],
    ['8', '8.00', 'same', '0'],
    ['0', '0', 'same', undefined],
    ['0', '5', 'grown', undefined],
    ['0.0', '-5', 'reduced', undefined],
    ['-10', '-5', 'grown', '50'],
    ['200', '199.9', 'reduced', '0.1'],
    // Halves go up; less than that is nothing to show.
    ['2000', '2001', 'grown', '0.1'],
    ['10000', '10004', 'grown', undefined],
    ['0.1', '0.3', 'grown', '200'],
    ['100000000000000001', '100000000000000002', 'grown', undefined],
  ] as const)('%s → %s is %s by %s', (before, after, direction, percent) => {
    expect(describeChange(before, after)).toEqual({ direction, percent });
  });

  it('are compared exactly: the direction is that of the decimals, the share within half a tenth', () => {
    fc.assert(
      fc.property(decimal, decimal, (before, after) => {
        // An oracle of its own: both as millionths.
        const millionths = (text: string) => {
          const [left = '', right = ''] = text.replace('-', '').split('.');
          const value = BigInt(left) * 1_000_000n + BigInt(right.padEnd(6, '0'));
          return text.startsWith('-') ? -value : value;
        };
        const [from, to] = [millionths(before), millionths(after)];
        const { direction, percent } = describeChange(before, after);
        expect(direction).toBe(to < from ? 'reduced' : to > from ? 'grown' : 'same');
        expect(describeChange(after, before).direction).toBe(
          { reduced: 'grown', grown: 'reduced', same: 'same' }[direction],
        );
        if (percent === undefined || from === 0n) return;
        expect(percent).toMatch(/^\d+(\.[1-9])?$/);
        const tenths = BigInt(percent.includes('.') ? percent.replace('.', '') : `${percent}0`);
        const abs = (value: bigint) => (value < 0n ? -value : value);
        const error = abs(tenths * abs(from) - abs(to - from) * 1_000n);
        expect(error * 2n <= abs(from)).toBe(true);
      }),
    );
  });
});

describe('lines of measures', () => {
  const measure = (name: string, unit = '', before?: string, target?: string) => ({
    name,
    unit,
    before,
    target,
  });
  it.each([
    ['환경영향평가 기간 / 개월 / 12 / 4', measure('환경영향평가 기간', '개월', '12', '4')],
    ['환경영향평가 기간/개월/12/4', measure('환경영향평가 기간', '개월', '12', '4')],
    ['크루즈 관광객 | 만명 | 27.4 | 86', measure('크루즈 관광객', '만명', '27.4', '86')],
    ['통합용수관로 비용, 억원, 3,300, 0', measure('통합용수관로 비용', '억원', '3300', '0')],
    ['비용,억원,3300, 0', measure('비용', '억원', '3300', '0')],
    ['비용 / 억원 / 3,300억원 / 0 억원', measure('비용', '억원', '3300', '0')],
    ['처리량 / 건/일 / 12 / 40', measure('처리량', '건/일', '12', '40')],
    ['처리량 | 건/일, 주중 | 12', measure('처리량', '건/일, 주중', '12')],
    ['만족도', measure('만족도')],
    ['만족도 / 점', measure('만족도', '점')],
    ['만족도 / 점 / / 90', measure('만족도', '점', undefined, '90')],
    ['만족도 / 점 / - / 90', measure('만족도', '점', undefined, '90')],
    ['이용자｜명｜1,000', measure('이용자', '명', '1000')],
  ])('%s', (line, expected) => {
    expect(parseMeasureLines(line)).toEqual({ measures: [expected] });
  });

  it.each([
    '기간 / 개월 / 열둘 / 4',
    // The number stands where the unit belongs.
    '기간 / 12 / 4',
    '기간 / 개월 / 12 / 4 / 3',
    '/ 개월 / 12',
    // 12,4 is neither one number nor surely two.
    '기간,개월,12,4',
    // The unit of the number is another one.
    '기간 / 개월 / 360일 / 4',
  ])('%s cannot be read, and is not guessed at', (line) => {
    expect(parseMeasureLines(`만족도 / 점\n${line}`)).toEqual({
      refusals: [{ reason: 'measure_line', line }],
    });
  });

  it('all that cannot be read are said, empty lines are passed over', () => {
    expect(parseMeasureLines('a / 1\n\n  \nb / c\nd / 2')).toEqual({
      refusals: [
        { reason: 'measure_line', line: 'a / 1' },
        { reason: 'measure_line', line: 'd / 2' },
      ],
    });
    expect(parseMeasureLines(' \n')).toEqual({ measures: [] });
  });

  it('written out, are read back as they were', () => {
    const word = fc.string({ unit: fc.constantFrom(...'가나다 AB/,()%·'), minLength: 1, maxLength: 12 });
    const name = word.map((text) => text.trim()).filter((text) => text !== '');
    const unit = fc.oneof(fc.constant(''), name);
    const option = fc.option(decimal, { nil: undefined });
    const line = fc.record({ name, unit, before: option, target: option });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 10 }), (measures) => {
        expect(parseMeasureLines(formatMeasureLines(measures))).toEqual({ measures });
      }),
    );
  });

  it('never throw', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseMeasureLines(text)));
  });
});

describe('a measurement (행정업무규정 제44조②)', () => {
  const TODAY = '2026-11-23';
  const months: Measure = {
    id: 1,
    name: '환경영향평가 기간',
    unit: '개월',
    before: '12',
    target: '4',
    latest: undefined,
  };
  const people: Measure = { ...months, id: 2, name: '크루즈 관광객', unit: '만명', before: undefined };
  const input = (more: Partial<MeasurementInput> = {}): MeasurementInput => ({
    name: '',
    before: undefined,
    after: '4',
    units: [],
    measuredOn: undefined,
    evidence: '',
    ...more,
  });
  const decide = (more: Partial<MeasurementInput>, measures = [months]) =>
    decideMeasurement(measures, input(more), TODAY);

  it('takes the measure’s own before and today where none is given', () => {
    expect(decide({})).toEqual({
      measure: months,
      before: '12',
      after: '4',
      measuredOn: TODAY,
      evidence: '',
    });
    expect(decide({ name: '크루즈 관광객', after: '86' }, [months, people])).toMatchObject({
      before: undefined,
    });
  });

  it('keeps what was typed to the last digit', () => {
    expect(decide({ before: '27.40', after: '86만명', name: '크루즈  관광객' }, [people])).toMatchObject({
      before: '27.40',
      after: '86',
    });
    expect(decide({ before: '3,300개월', after: '0' })).toMatchObject({ before: '3300', after: '0' });
  });

  it('knows the measure by its number, its name, or because there is only one', () => {
    expect(decide({ measureId: 2 }, [months, people])).toMatchObject({ measure: { id: 2 } });
    expect(decide({ name: '환경영향평가기간' }, [months, people])).toMatchObject({ measure: { id: 1 } });
    for (const [more, name] of [
      [{}, ''],
      [{ name: '매출' }, '매출'],
      [{ measureId: 9 }, ''],
    ] as const) {
      expect(decide(more, [months, people])).toEqual({ refusals: [{ reason: 'measure_unknown', name }] });
    }
    expect(decide({}, [])).toMatchObject({ refusals: [{ reason: 'measure_unknown' }] });
  });

  it('is of the measure of exactly that name first', () => {
    const [wide, narrow] = [
      { ...months, id: 21, name: '협의 기간' },
      { ...months, id: 22, name: '협의기간' },
    ];
    expect(decide({ name: '협의기간' }, [wide, narrow])).toMatchObject({ measure: { id: 22 } });
    expect(decide({ name: '협의  기간' }, [wide, narrow])).toMatchObject({ measure: { id: 21 } });
  });

  it('is in the unit of the measure: nothing is converted', () => {
    expect(decide({ units: ['개월', '개 월'] })).toMatchObject({ after: '4' });
    const other = { reason: 'unit_other', name: months.name, typed: '일', unit: '개월' };
    expect(decide({ units: ['일'] })).toEqual({ refusals: [other] });
    expect(decide({ after: '120일' })).toEqual({ refusals: [other] });
    expect(decide({ units: ['개월'] }, [{ ...months, unit: '' }])).toMatchObject({
      refusals: [{ reason: 'unit_other', unit: '' }],
    });
  });

  it('is of a day that was', () => {
    expect(decide({ measuredOn: '2026.11.1' })).toMatchObject({ measuredOn: '2026-11-01' });
    expect(decide({ measuredOn: TODAY })).toMatchObject({ measuredOn: TODAY });
    expect(decide({ measuredOn: '2026-11-24' })).toEqual({
      refusals: [{ reason: 'day_future', day: '2026-11-24' }],
    });
    expect(decide({ measuredOn: '2026-02-30' })).toEqual({
      refusals: [{ reason: 'day_unreadable', typed: '2026-02-30' }],
    });
  });

  it.each([
    ['https://www.mois.go.kr/자료?a=1&b=2', true],
    ['HTTP://example.kr', true],
    ['javascript:alert(1)', false],
    ['ftp://example.kr', false],
    ['example.kr', false],
    ['https://', false],
    ['https://a.kr/<b>', false],
    ['https://a.kr/a|b', false],
    ['https://a.kr/a b', false],
    [`https://a.kr/${'a'.repeat(2_000)}`, false],
  ])('has a link to the web as evidence or none: %s', (evidence, allowed) => {
    const decision = decide({ evidence });
    if (allowed) expect(decision).toMatchObject({ evidence: evidence.replace('HTTP', 'http') });
    else expect(decision).toMatchObject({ refusals: [{ reason: 'evidence_not_web' }] });
  });

  it('says all that is wrong at once', () => {
    const reasons = decide({
      name: '매출',
      before: '열',
      after: '',
      measuredOn: '어제',
      evidence: 'x',
    });
    expect('refusals' in reasons && reasons.refusals.map(({ reason }) => reason)).toEqual([
      'measure_unknown',
      'number_unreadable',
      'number_unreadable',
      'day_unreadable',
      'evidence_not_web',
    ]);
  });

  it('is blank when nothing was filled in', () => {
    expect(isBlank(input({ after: ' ' }))).toBe(true);
    expect(isBlank(input({ after: '', evidence: 'https://a.kr' }))).toBe(false);
    expect(isBlank(input({ after: '', before: '1' }))).toBe(false);
  });
});
