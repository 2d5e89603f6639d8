/** What a unit measures, as far as words depend on it: time is shortened, money saved, a rate goes up by points. */
export type UnitKind = 'time' | 'cost' | 'rate' | 'score' | 'count';

const UNITS: ReadonlyArray<[UnitKind, RegExp]> = [
  [
    'time',
    /^(?:년|개월|달|주일?|일|영업일|근무일|시간|분|초|(?:working )?days?|years?|months?|weeks?|hours?|min(?:ute)?s?|sec(?:ond)?s?)$/i,
  ],
  // 위원 and 직원 end so too, and are people.
  ['cost', /^(?:[십백천만억조 ]*(?:원|달러|won|dollars?)|krw|usd)$/i],
  ['rate', /^(?:%|％|퍼센트|프로|per ?cent)$/i],
  ['score', /^(?:점|등급|points?)$/i],
];

/** 개월 → time, 억원 → cost, 만명 → count. */
export function kindOfUnit(unit: string): UnitKind {
  return UNITS.find(([, form]) => form.test(unit.trim()))?.[0] ?? 'count';
}
