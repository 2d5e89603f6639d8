import pg from 'pg';
import { inject } from 'vitest';
import { seoulDay } from '../../src/calendar/seoul.ts';
import { type Database, openDatabase, openPool } from '../../src/database/database.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

/** Someone with a posting since 2026-01-01. */
export interface Person {
  id: number;
  posting: number;
  department: number;
  agency: number;
}

export interface Posted {
  code: string;
  id: number | null;
}

/** A ledger of its own with a few officials, booked into through the posting functions as the application does. */
export interface TestLedger {
  readonly test: TestDatabase;
  /** As the application connects. */
  readonly database: Database;
  /** a0 and a1 of agency 가부 (기획과, 운영과), b0 and b1 of agency 나청 (협력과, 지원과). */
  readonly people: { a0: Person; a1: Person; b0: Person; b1: Person };
  give(giver: Person, recipient: Person | { department: number }, options?: GiftOptions): Promise<Posted>;
  /** Somebody's move to another's department from a day on; resolves to them as they are then. */
  move(person: Person, to: Person, from: string): Promise<[Person]>;
  reverse(id: number, actor: Person, options?: { at?: Date; reason?: string }): Promise<Posted>;
  grant(
    agency: number,
    actor: Person,
    to: Person[],
    options?: { at?: Date; reason?: string },
  ): Promise<Posted>;
  /** What the books must withstand: a superuser's statements with every trigger and foreign key off. */
  tamper(statement: string, values?: unknown[]): Promise<void>;
  close(): Promise<void>;
}

export interface GiftOptions {
  at?: Date;
  message?: string;
  points?: number;
  key?: string;
  /** In this connection's transaction; absent: in one of its own. */
  on?: pg.ClientBase;
}

const NOON = new Date('2026-11-23T03:00:00.123Z');
let keys = 0;

export async function openTestLedger(): Promise<TestLedger> {
  const test = await createTestDatabase();
  const pool = openPool(test.url, { role: 'ieum_app', max: 8 });
  // Dozens at once take their turns here; on a busy machine the last one waits longer than a request may.
  pool.options.connectionTimeoutMillis = 60_000;
  const people = await seedPeople(pool);
  const one = async (on: pg.ClientBase | pg.Pool, text: string, values: unknown[]): Promise<Posted> => {
    const { rows } = await on.query<Posted>(text, values);
    if (rows[0] === undefined) throw new Error('The function gave no row.');
    // A connection that is not the pool's has ids as text.
    return { code: rows[0].code, id: rows[0].id === null ? null : Number(rows[0].id) };
  };
  return {
    test,
    database: openDatabase(pool),
    people,
    async move(person, to, from) {
      await pool.query(
        'update posting set during = daterange(lower(during), $2) where official_id = $1 and upper_inf(during)',
        [person.id, from],
      );
      const { rows } = await pool.query<{ id: number }>(
        `insert into posting (official_id, department_id, agency_id, during) values ($1, $2, $3, daterange($4, null)) returning id`,
        [person.id, to.department, to.agency, from],
      );
      const posting = rows[0]?.id;
      if (posting === undefined) throw new Error('Nobody moved.');
      return [{ ...to, id: person.id, posting }];
    },
    give(giver, recipient, options = {}) {
      const at = options.at ?? NOON;
      keys += 1;
      const [posting, department] =
        'posting' in recipient ? [recipient.posting, null] : [null, recipient.department];
      return one(
        options.on ?? pool,
        `select code, gift_id as id from post_gift($1, 'T1', 'command', $2, $3, $4, $5, $6, $7, $8, 200, 1000, '[]')`,
        [
          options.key ?? `key-${keys}`,
          options.message ?? '도와주셔서 고맙습니다.',
          options.points ?? 10,
          giver.posting,
          posting,
          department,
          at,
          seoulDay(at),
        ],
      );
    },
    reverse(id, actor, options = {}) {
      const at = options.at ?? NOON;
      return one(pool, `select code, reversal_id as id from post_reversal($1, $2, $3, $4, $5, 'T1', '[]')`, [
        id,
        actor.id,
        options.reason ?? '잘못 보냈습니다.',
        at,
        seoulDay(at),
      ]);
    },
    grant(agency, actor, to, options = {}) {
      const at = options.at ?? NOON;
      keys += 1;
      return one(
        pool,
        `select code, grant_id as id from post_special_grant($1, $2, $3, null, $4, 50, $5, $6, $7, 2000, 'T1', 'special')`,
        [
          `grant-${keys}`,
          agency,
          actor.id,
          to.map((person) => person.posting),
          options.reason ?? '공동 과제를 마쳤습니다.',
          at,
          seoulDay(at),
        ],
      );
    },
    async tamper(statement, values) {
      const superuser = new pg.Client({
        connectionString: Object.assign(new URL(inject('testServer').adminUrl), { pathname: `/${test.name}` })
          .href,
      });
      await superuser.connect();
      try {
        await superuser.query('set search_path = ieum; set session_replication_role = replica');
        const { rowCount } = await superuser.query(statement, values);
        if (rowCount === 0) throw new Error('The tampering met no row.');
      } finally {
        await superuser.end();
      }
    },
    async close() {
      await pool.end();
      await test.drop();
    },
  };
}

async function seedPeople(pool: pg.Pool): Promise<TestLedger['people']> {
  const { rows } = await pool.query<Person>(`
    with agencies as (
      insert into agency (name, short_name, kind) values ('가부', '가부', 'central'), ('나청', '나청', 'central') returning id, name),
    departments as (
      insert into department (agency_id, name, initials)
      select a.id, d.name, d.initials
      from (values ('가부', '기획과', 'ㄱㅎㄱ'), ('가부', '운영과', 'ㅇㅇㄱ'), ('나청', '협력과', 'ㅎㄹㄱ'), ('나청', '지원과', 'ㅈㅇㄱ'))
        as d (agency, name, initials) join agencies a on a.name = d.agency
      returning id, agency_id, name),
    people (email, department) as (
      values ('a0@ga.example', '기획과'), ('a1@ga.example', '운영과'), ('b0@na.example', '협력과'), ('b1@na.example', '지원과')),
    officials as (
      insert into official (email, name, initials) select email, split_part(email, '@', 1), '' from people returning id, email)
    insert into posting (official_id, department_id, agency_id, during)
    select o.id, d.id, d.agency_id, daterange('2026-01-01', null)
    from people join officials o using (email) join departments d on d.name = people.department order by email
    returning official_id as id, id as posting, department_id as department, agency_id as agency`);
  const [a0, a1, b0, b1] = rows;
  if (!a0 || !a1 || !b0 || !b1) throw new Error('Not everyone was seeded.');
  return { a0, a1, b0, b1 };
}
