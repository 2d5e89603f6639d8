import { sql } from 'kysely';
import pg from 'pg';
import type { Day } from '../calendar/seoul.ts';
import { APP_ROLE, type Database } from '../database/database.ts';
import type { Department, Official } from '../directory/official.ts';
import { findOfficials } from '../directory/store.ts';

export const OWNER = 'ieum_owner';
export const LOGIN = 'ieum_login';
export const DATABASE = 'ieum';

/** Makes, where they are missing, the database and the two logins that production has: its owner's and the application's. */
export async function prepareDatabase(superuserUrl: string, password: string): Promise<void> {
  await connectedTo(superuserUrl, async (admin) => {
    for (const [name, rights] of [
      [OWNER, 'login createrole createdb'],
      [LOGIN, 'login'],
    ] as const) {
      const { rowCount } = await admin.query('select from pg_roles where rolname = $1', [name]);
      // Made of letters that mean nothing in SQL; a parameter is not possible here.
      await admin.query(`${rowCount ? 'alter' : 'create'} role ${name} ${rights} password '${password}'`);
    }
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [DATABASE]);
    if (!rowCount) await admin.query(`create database ${DATABASE} owner ${OWNER}`);
  });
}

/** Lets the application's login take on its role, which the migrations have made by now. */
export async function admitLogin(superuserUrl: string): Promise<void> {
  await connectedTo(superuserUrl, (admin) => admin.query(`grant ${APP_ROLE} to ${LOGIN}`));
}

async function connectedTo(url: string, work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

/** Lets months and weeks be closed by the story's clock, which is put forward. Only the database's owner may allow that. */
export async function followOtherClock(ownerUrl: string): Promise<void> {
  await connectedTo(ownerUrl, (owner) =>
    owner.query(`insert into ieum.other_clock (reason) values ('demo') on conflict do nothing`),
  );
}

/** Everyone in the directory as of `day`, in the order in which they were imported. */
export async function findEveryone(database: Database, day: Day): Promise<Official[]> {
  const rows = await database.selectFrom('official').select('id').execute();
  const officials = await findOfficials(
    database,
    rows.map((row) => row.id),
    day,
  );
  return officials.sort((a, b) => a.id - b.id);
}

/** Departments to which somebody belongs on `day`. */
export async function findPeopledDepartments(database: Database, day: Day): Promise<Department[]> {
  const { rows } = await sql<{
    id: number;
    name: string;
    agency_id: number;
    agency: string;
    short_name: string;
  }>`
    select d.id, d.name, a.id as agency_id, a.name as agency, a.short_name
    from department d join agency a on a.id = d.agency_id
    where exists (select from posting p where p.department_id = d.id and p.during @> ${day}::date)
    order by a.name, d.name`.execute(database);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    agency: { id: row.agency_id, name: row.agency, shortName: row.short_name },
  }));
}

/** An account of the books with everything that went out of it and came in. */
export interface AccountLine {
  kind: string;
  owner: string;
  /** First day of the month or year. */
  period: Day;
  debits: number;
  credits: number;
}

/** All accounts with their turnover, summed up from the transfers alone. */
export async function findAccountLines(database: Database): Promise<AccountLine[]> {
  const { rows } = await sql<AccountLine>`
    select a.kind, coalesce(g.short_name, o.name || ' · ' || coalesce(oa.short_name, ''), d.name || ' · ' || da.short_name) as owner,
           a.period, coalesce(t.debits, 0)::bigint as debits, coalesce(t.credits, 0)::bigint as credits
    from account a
    left join agency g on g.id = a.agency_id
    left join official o on o.id = a.official_id
    left join posting p on p.official_id = o.id and p.during @> current_date
    left join agency oa on oa.id = p.agency_id
    left join department d on d.id = a.department_id
    left join agency da on da.id = d.agency_id
    left join lateral (
      select sum(amount) filter (where debit_account_id = a.id) as debits,
             sum(amount) filter (where credit_account_id = a.id) as credits
      from transfer where a.id in (debit_account_id, credit_account_id)
    ) t on true
    order by array_position(array['issuance', 'allowance', 'received', 'department', 'special_pool', 'special'], a.kind), a.id`.execute(
    database,
  );
  return rows;
}
