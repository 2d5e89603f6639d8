import type pg from 'pg';
import { APP_ROLE, type Database, openDatabase, openPool } from '../../src/database/database.ts';
import { initialsOf } from '../../src/directory/initials.ts';
import type { Official, Role } from '../../src/directory/official.ts';
import type { PolicyChanges } from '../../src/policy/policy.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import type { Person } from './ledger.ts';

/** The workspace of the government's people; its board is the channel CBOARD. */
export const TEAM = 'T1';
export const BOARD = 'CBOARD';

const AGENCIES = {
  smes: {
    name: '중소벤처기업부',
    short: '중기부',
    kind: 'central',
    departments: { hr: '인력정책과', startup: '창업정책과' },
  },
  interior: {
    name: '행정안전부',
    short: '행안부',
    kind: 'central',
    departments: { collab: '협업정책과', local: '자치행정과' },
  },
  seoul: {
    name: '서울특별시',
    short: '서울시',
    kind: 'local',
    departments: { traffic: '교통정책과', welfare: '복지정책과' },
  },
} as const;

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

export type AgencyKey = keyof typeof AGENCIES;
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
  /** So many more officials in a department, in one statement. */
  addPeople(department: DepartmentKey | number, count: number): Promise<Person[]>;
  addDepartment(agency: AgencyKey, name: string): Promise<number>;
  /** Closes the posting of that day and opens one in another department from it on. */
  transfer(person: Person, department: DepartmentKey | number, from: string): Promise<Person>;
  setRole(person: Person, role: Role): Promise<void>;
  setStatus(person: Person, status: Official['status']): Promise<void>;
  /** A decided change of policy, put in without the use-case: from any month, even a past one. */
  setPolicy(agency: AgencyKey, effectiveFrom: string, changes: PolicyChanges): Promise<void>;
  close(): Promise<void>;
}

let seeded = 0;

/** Opens a government; close it when done. `connections`: of the application's pool. */
export async function openTestGovernment(options: { connections?: number } = {}): Promise<TestGovernment> {
  const test = await createTestDatabase();
  const owner = openPool(test.ownerUrl, { max: 2 });
  const pool = openPool(test.url, { role: APP_ROLE, max: options.connections ?? 8 });
  const database = openDatabase(pool);

  const rows = async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
    (await owner.query<Row>(text, values)).rows;
  const value = async <T>(text: string, values: unknown[] = []) =>
    Object.values((await rows(text, values))[0] ?? {})[0] as T;
  const addDepartmentTo = (agencyId: number, name: string) =>
    value<number>('insert into department (agency_id, name, initials) values ($1, $2, $3) returning id', [
      agencyId,
      name,
      initialsOf(name),
    ]);
  const addOfficials = async (
    departmentId: number,
    officials: Array<{ email: string; name: string; role?: Role; status?: Official['status'] }>,
  ): Promise<Person[]> =>
    rows<Person>(
      `with fresh as (
         insert into official (email, name, initials, role, status)
         select * from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) returning id)
       insert into posting (official_id, department_id, agency_id, during)
       select f.id, d.id, d.agency_id, daterange('2026-01-01', null) from fresh f, department d where d.id = $1 order by f.id
       returning official_id as id, id as posting, department_id as department, agency_id as agency`,
      [
        departmentId,
        officials.map((o) => o.email),
        officials.map((o) => o.name),
        officials.map((o) => initialsOf(o.name)),
        officials.map((o) => o.role ?? 'member'),
        officials.map((o) => o.status ?? 'active'),
      ],
    );

  const agencies = {} as Record<AgencyKey, number>;
  const departments = {} as Record<DepartmentKey, number>;
  const people = {} as Record<PersonKey, Person>;
  for (const [key, agency] of Object.entries(AGENCIES)) {
    const id = await value<number>(
      'insert into agency (name, short_name, kind) values ($1, $2, $3) returning id',
      [agency.name, agency.short, agency.kind],
    );
    agencies[key as AgencyKey] = id;
    for (const [department, name] of Object.entries(agency.departments)) {
      departments[department as DepartmentKey] = await addDepartmentTo(id, name);
    }
  }
  for (const [key, [name, department, role, status]] of Object.entries(PEOPLE)) {
    const [person] = await addOfficials(departments[department], [
      { email: `${key.toLowerCase()}@example.kr`, name, role, status },
    ]);
    if (person) people[key as PersonKey] = person;
  }
  await owner.query('insert into workspace (team_id, board_channel_id) values ($1, $2)', [TEAM, BOARD]);

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
    addPeople(department, count) {
      const more = Array.from({ length: count }, () => {
        seeded += 1;
        return { email: `more${seeded}@example.kr`, name: `사람${seeded}` };
      });
      return addOfficials(idOf(department), more);
    },
    addDepartment: (agency, name) => addDepartmentTo(agencies[agency], name),
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
