import type pg from 'pg';
import { APP_ROLE, type Database, openDatabase, openPool } from '../../src/database/database.ts';
import { initialsOf } from '../../src/directory/initials.ts';
import type { Official, Role } from '../../src/directory/official.ts';
import type { GiveRequest } from '../../src/points/give-points.ts';
import type { PolicyChanges } from '../../src/policy/policy.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import type { Person } from './ledger.ts';

/** The workspace of the government's people; its board is the channel CBOARD. */
export const TEAM = 'T1';
export const BOARD = 'CBOARD';

const AGENCIES = [
  {
    key: 'smes',
    name: '중소벤처기업부',
    short: '중기부',
    kind: 'central',
    departments: [
      ['hr', '인력정책과'],
      ['startup', '창업정책과'],
    ],
  },
  {
    key: 'interior',
    name: '행정안전부',
    short: '행안부',
    kind: 'central',
    departments: [
      ['collab', '협업정책과'],
      ['local', '자치행정과'],
    ],
  },
  {
    key: 'seoul',
    name: '서울특별시',
    short: '서울시',
    kind: 'local',
    departments: [
      ['traffic', '교통정책과'],
      ['welfare', '복지정책과'],
    ],
  },
] as const;

const PEOPLE = {
  haneul: ['김하늘', 'hr', 'member', 'active'],
  seojun: ['이서준', 'hr', 'member', 'active'],
  operator: ['박운영', 'startup', 'operator', 'active'],
  secondOperator: ['최승인', 'startup', 'operator', 'active'],
  cco: ['강혁신', 'startup', 'cco', 'active'],
  auditor: ['윤감사', 'startup', 'auditor', 'active'],
  jiu: ['정지우', 'collab', 'member', 'active'],
  yuna: ['한유나', 'collab', 'member', 'active'],
  otherOperator: ['오운영', 'local', 'operator', 'active'],
  admin: ['문관리', 'local', 'admin', 'active'],
  minjun: ['조민준', 'traffic', 'member', 'active'],
  onLeave: ['임휴직', 'welfare', 'member', 'leave'],
  gone: ['배퇴직', 'welfare', 'member', 'left'],
} as const satisfies Record<string, readonly [string, string, Role, Official['status']]>;

export type AgencyKey = (typeof AGENCIES)[number]['key'];
export type DepartmentKey = 'hr' | 'startup' | 'collab' | 'local' | 'traffic' | 'welfare';
export type PersonKey = keyof typeof PEOPLE;

/** A small government in a database of its own. Everybody has been in their post since 2026-01-01. */
export interface TestGovernment {
  readonly test: TestDatabase;
  /** As the application connects: role `ieum_app`. */
  readonly database: Database;
  /** As migrations connect: the owner, for seeding, and for looking at everything. */
  readonly owner: pg.Pool;
  readonly agencies: Record<AgencyKey, number>;
  readonly departments: Record<DepartmentKey, number>;
  readonly people: Record<PersonKey, Person>;
  /** Rows of a query as the owner. */
  rows<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  /** The single value of a query as the owner. */
  value<T>(text: string, values?: unknown[]): Promise<T>;
  /** How many wait for a lock on a table. */
  countWaitingFor(table: string): Promise<number>;
  /** So many more officials in a department, in one statement. */
  addPeople(department: DepartmentKey | number, count: number): Promise<Person[]>;
  addDepartment(agency: AgencyKey, name: string): Promise<number>;
  /** Closes the posting of that day and opens one in another department from it on. */
  transfer(person: Person, department: DepartmentKey | number, from: string): Promise<Person>;
  setRole(person: Person, role: Role): Promise<void>;
  setStatus(person: Person, status: Official['status']): Promise<void>;
  /** A decided change of policy, put in without the use-case: from any month, even a past one. */
  setPolicy(agency: AgencyKey, effectiveFrom: string, changes: PolicyChanges): Promise<void>;
  /** As installed: closes go by the server's own clock, not by what they are told. */
  trustOwnClockOnly(): Promise<void>;
  /** Back to how it was when opened, with the same ids. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Empties every table of ours; what is history only lets its owner do it, and only once its guard is off. */
const EMPTY = `
  do $$
  declare guarded text[]; every_table text;
  begin
    select array_agg(tgrelid::regclass::text) into guarded from pg_trigger where tgname = 'never_emptied';
    select string_agg(format('%I', tablename), ',') into every_table
    from pg_tables where schemaname = 'ieum' and tablename not like 'kysely%' and tablename <> 'other_clock';
    for i in 1 .. cardinality(guarded) loop execute format('alter table %s disable trigger never_emptied', guarded[i]); end loop;
    execute format('truncate %s restart identity', every_table);
    for i in 1 .. cardinality(guarded) loop execute format('alter table %s enable trigger never_emptied', guarded[i]); end loop;
  end $$`;

let seeded = 0;

/** Opens a government; close it when done. `connections`: of the application's pool; `test`: instead of a fresh database. */
export async function openTestGovernment(
  options: { connections?: number; test?: TestDatabase } = {},
): Promise<TestGovernment> {
  const test = options.test ?? (await createTestDatabase());
  const owner = openPool(test.ownerUrl, { max: 2 });
  const pool = openPool(test.url, { role: APP_ROLE, max: options.connections ?? 8 });
  // Hundreds at once take their turns here; on a busy machine the last one waits longer than a request may.
  for (const { options: own } of [owner, pool]) own.connectionTimeoutMillis = 60_000;
  const database = openDatabase(pool);

  const rows = async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
    (await owner.query<Row>(text, values)).rows;
  const value = async <T>(text: string, values: unknown[] = []) =>
    Object.values((await rows(text, values))[0] ?? {})[0] as T;
  const seed = async () => {
    const found = await rows<{ key: string; id: number }>(
      `insert into agency (name, short_name, kind) select * from unnest($1::text[], $2::text[], $3::text[])
       returning id, name as key`,
      [AGENCIES.map((a) => a.name), AGENCIES.map((a) => a.short), AGENCIES.map((a) => a.kind)],
    );
    for (const { key, name } of AGENCIES) agencies[key] = found.find((row) => row.key === name)?.id ?? 0;
    for (const { key, departments: own } of AGENCIES) {
      for (const [department, name] of own)
        departments[department] = await addDepartment(agencies[key], name);
    }
    const keys = Object.keys(PEOPLE) as PersonKey[];
    const everybody = await addOfficials(
      keys.map((key) => {
        const [name, department, role, status] = PEOPLE[key];
        return {
          email: `${key.toLowerCase()}@example.kr`,
          name,
          department: departments[department],
          role,
          status,
        };
      }),
    );
    for (const [index, key] of keys.entries()) people[key] = everybody[index] as Person;
    await owner.query('insert into workspace (team_id, board_channel_id) values ($1, $2)', [TEAM, BOARD]);
  };
  const addDepartment = (agencyId: number, name: string) =>
    value<number>('insert into department (agency_id, name, initials) values ($1, $2, $3) returning id', [
      agencyId,
      name,
      initialsOf(name),
    ]);
  const addOfficials = (
    officials: Array<{
      email: string;
      name: string;
      department: number;
      role?: Role;
      status?: Official['status'];
    }>,
  ): Promise<Person[]> =>
    rows<Person>(
      `with asked as (
         select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[])
           with ordinality as a (email, name, initials, role, status, department, position)),
       fresh as (
         insert into official (email, name, initials, role, status)
         select email, name, initials, role, status from asked order by position returning id, email)
       insert into posting (official_id, department_id, agency_id, during)
       select f.id, d.id, d.agency_id, daterange('2026-01-01', null)
       from fresh f join asked a using (email) join department d on d.id = a.department order by a.position
       returning official_id as id, id as posting, department_id as department, agency_id as agency`,
      [
        officials.map((o) => o.email),
        officials.map((o) => o.name),
        officials.map((o) => initialsOf(o.name)),
        officials.map((o) => o.role ?? 'member'),
        officials.map((o) => o.status ?? 'active'),
        officials.map((o) => o.department),
      ],
    );

  const agencies = {} as Record<AgencyKey, number>;
  const departments = {} as Record<DepartmentKey, number>;
  const people = {} as Record<PersonKey, Person>;
  await seed();

  const idOf = (department: DepartmentKey | number) =>
    typeof department === 'number' ? department : departments[department];
  return {
    test,
    database,
    owner,
    agencies,
    departments,
    people,
    rows,
    value,
    // Copies of a database share the numbers of their tables.
    countWaitingFor: (table) =>
      value<number>(
        `select count(*)::int from pg_locks where not granted and relation = $1::regclass
           and database = (select oid from pg_database where datname = current_database())`,
        [table],
      ),
    addPeople(department, count) {
      const more = Array.from({ length: count }, () => {
        seeded += 1;
        return { email: `more${seeded}@example.kr`, name: `사람${seeded}`, department: idOf(department) };
      });
      return addOfficials(more);
    },
    addDepartment: (agency, name) => addDepartment(agencies[agency], name),
    async transfer(person, department, from) {
      await owner.query(
        'update posting set during = daterange(lower(during), $2) where official_id = $1 and during @> $2::date and lower(during) < $2::date',
        [person.id, from],
      );
      const [moved] = await rows<Person>(
        `insert into posting (official_id, department_id, agency_id, during)
         select $1, d.id, d.agency_id, daterange($3, null) from department d where d.id = $2
         returning official_id as id, id as posting, department_id as department, agency_id as agency`,
        [person.id, idOf(department), from],
      );
      if (!moved) throw new Error('Nobody was transferred.');
      return moved;
    },
    setRole: async (person, role) => {
      await owner.query('update official set role = $2 where id = $1', [person.id, role]);
    },
    setStatus: async (person, status) => {
      await owner.query('update official set status = $2 where id = $1', [person.id, status]);
    },
    setPolicy: async (agency, effectiveFrom, changes) => {
      await owner.query(
        'insert into policy_change (agency_id, effective_from, changes, decided_by) values ($1, $2, $3, $4)',
        [agencies[agency], effectiveFrom, JSON.stringify(changes), people.operator.id],
      );
    },
    trustOwnClockOnly: async () => {
      await owner.query('delete from other_clock');
    },
    async reset() {
      await owner.query(EMPTY);
      await owner.query(`insert into other_clock (reason) values ('test') on conflict do nothing`);
      await seed();
    },
    async close() {
      await database.destroy();
      await owner.end();
      await test.drop();
    },
  };
}

/** An instant by the clock in Seoul: `seoul('2026-11-23 09:00:00.000')`. */
export function seoul(text: string): Date {
  return new Date(`${text.replace(' ', 'T')}+09:00`);
}

/** How often each value occurs. */
export function countBy<T>(values: readonly T[], keyOf: (value: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[keyOf(value)] = (counts[keyOf(value)] ?? 0) + 1;
  return counts;
}

let requests = 0;

/** One intended gift with a key of its own. */
export function giftOf(
  giver: Person,
  recipient: Person | { departmentId: number },
  more: Partial<GiveRequest> = {},
): GiveRequest {
  requests += 1;
  return {
    requestKey: `gift-${requests}`,
    teamId: TEAM,
    giverId: giver.id,
    recipient: 'departmentId' in recipient ? recipient : { officialId: recipient.id },
    message: '자료를 찾아 주셔서 고맙습니다.',
    source: 'command',
    ...more,
  };
}
