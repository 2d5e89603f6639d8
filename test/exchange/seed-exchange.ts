import type { AgencyKey, TestGovernment } from '../support/government.ts';
import type { Person } from '../support/ledger.ts';

export interface SeededPair {
  id: number;
  a: number;
  b: number;
}

interface Side {
  agency: AgencyKey | undefined;
  name?: string;
  title?: string;
}

/** A pair put in without an import: two positions of 중기부 and 행안부 unless told otherwise. */
export async function seedPair(
  gov: TestGovernment,
  more: { round?: number; number?: number; task?: string; a?: Side; b?: Side } = {},
): Promise<SeededPair> {
  const { round = 2, number = 1, task = '중소기업 인력난 해소' } = more;
  const id = await gov.value<number>(
    `insert into exchange_pair (round, pair, level, task, source) values ($1, $2, '과장급', $3, 'press') returning id`,
    [round, number, task],
  );
  const position = ({ agency, name, title }: Side, side: string) =>
    gov.value<number>(
      `insert into exchange_position (pair_id, side, agency_name, agency_id, title)
       values ($1, $2, coalesce($3, (select name from agency where id = $4)), $4, $5) returning id`,
      [id, side, name, agency && gov.agencies[agency], title ?? '인력정책과장'],
    );
  return {
    id,
    a: await position(more.a ?? { agency: 'smes' }, 'a'),
    b: await position(more.b ?? { agency: 'interior', title: '협업정책과장' }, 'b'),
  };
}

/** Somebody holds a position from the first day to the last, both included. */
export function seedTerm(
  gov: TestGovernment,
  position: number,
  person: Person,
  [first, last]: readonly [string, string],
  companionOf?: number,
): Promise<number> {
  return gov.value(
    `insert into exchange_term (position_id, official_id, companion_of, during)
     values ($1, $2, $3, daterange($4, $5, '[]')) returning id`,
    [position, person.id, companionOf, first, last],
  );
}

/** First and last day of a term as it is now. */
export async function daysOfTerm(gov: TestGovernment, termId: number): Promise<string> {
  return gov.value(`select lower(during) || '~' || upper(during) - 1 from exchange_term where id = $1`, [
    termId,
  ]);
}
