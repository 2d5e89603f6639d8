import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from './database.ts';

let first: TestDatabase;
let second: TestDatabase;

beforeAll(async () => {
  [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()]);
});
afterAll(async () => {
  await first?.drop();
  await second?.drop();
});

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

test('each is a migrated copy of its own', async () => {
  await query(first.ownerUrl, 'create table only_here()');
  const look = `select to_regclass('ieum.official') is not null as migrated, to_regclass('only_here') as own`;
  expect(await query(first.ownerUrl, look)).toEqual([{ migrated: true, own: 'only_here' }]);
  expect(await query(second.ownerUrl, look)).toEqual([{ migrated: true, own: null }]);
});

test('the application connects with the rights of ieum_app and no others', async () => {
  const roles = `
    select array_agg(rolname order by rolname)::text[] as member_of from pg_roles
    where pg_has_role(current_user, oid, 'member') and rolname <> current_user`;
  expect(await query(first.url, roles)).toEqual([{ member_of: ['ieum_app'] }]);
  await expect(query(first.url, 'create schema mine')).rejects.toThrow('permission denied');
  expect(await query(first.ownerUrl, 'select rolsuper from pg_roles where rolname = current_user')).toEqual([
    { rolsuper: false },
  ]);
});
