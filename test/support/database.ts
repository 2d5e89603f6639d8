import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export interface TestDatabase {
  readonly name: string;
  /** As the application connects: `ieum_login`, a member of `ieum_app` and nothing more. */
  readonly url: string;
  /** As migrations connect: `ieum_owner`, who owns everything. */
  readonly ownerUrl: string;
  /** Ends whatever connections are left and removes the database. */
  drop(): Promise<void>;
}

/**
 * A fresh, migrated, empty database for one test file: a copy of the template, in about 50 ms.
 * Grants and settings of a database itself (`grant connect`, `alter database … set`) are not part of a copy.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { adminUrl, template, ownerUrl, loginUrl } = inject('testServer');
  const name = `test_${randomBytes(8).toString('hex')}`;
  const here = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
  await runAsAdmin(adminUrl, `create database ${name} template ${template} owner ieum_owner`);
  return {
    name,
    url: here(loginUrl),
    ownerUrl: here(ownerUrl),
    drop: () => runAsAdmin(adminUrl, `drop database if exists ${name} with (force)`),
  };
}

async function runAsAdmin(adminUrl: string, statement: string): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query(statement);
  } finally {
    await admin.end();
  }
}
