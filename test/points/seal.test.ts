import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { sql } from 'kysely';
import pg from 'pg';
import { beforeEach, describe, expect, test } from 'vitest';
import { openDatabase, openPool } from '../../src/database/database.ts';
import { type BookedTransfer, canonicalOf, GENESIS, sealOf } from '../../src/points/seal.ts';
import { sealLedger } from '../../src/points/seal-ledger.ts';
import { verifyLedger } from '../../src/points/verify.ts';
import { openTestLedger, type TestLedger } from '../support/ledger.ts';

const now = new Date('2026-11-23T04:00:00Z');
const silent = { info: () => {} };

describe('the canonical text', () => {
  const account = fc.record({
    id: fc.nat(),
    kind: fc.string(),
    ownerId: fc.nat(),
    period: fc.constantFrom('2026-01-01', '2026-11-01'),
  });
  const transfer: fc.Arbitrary<BookedTransfer> = fc.record({
    id: fc.nat(),
    kind: fc.constantFrom('gift', 'reversal'),
    amount: fc.nat(),
    debit: account,
    credit: account,
    reversesId: fc.option(fc.nat()),
    actorId: fc.option(fc.nat()),
    reason: fc.option(fc.string({ unit: 'binary' })),
    occurredAt: fc.string(),
    recordedAt: fc.string(),
    gift: fc.constant(null),
    award: fc.constant(null),
  });

  test('two transfers that differ in anything never share a text', () => {
    fc.assert(
      fc.property(transfer, transfer, (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other));
        expect(canonicalOf(one)).not.toBe(canonicalOf(other));
      }),
    );
  });

  test('it is one line of JSON that gives the fields back', () => {
    fc.assert(
      fc.property(transfer, (one) => {
        const text = canonicalOf(one);
        expect(text).not.toMatch(/[\n\r]/);
        expect(JSON.parse(text).slice(1, 4)).toEqual([one.id, one.kind, one.amount]);
        expect(JSON.parse(text)[8]).toBe(one.reason);
      }),
    );
  });

  test('a link is the SHA-256 of the link before and the text', () => {
    const expected = createHash('sha256')
      .update(Buffer.concat([Buffer.alloc(32), Buffer.from('가')]))
      .digest('hex');
    expect(sealOf(GENESIS, '가').toString('hex')).toBe(expected);
  });
});

describe('sealing', () => {
  let ledger: TestLedger;
  beforeEach(async () => {
    ledger = await openTestLedger();
    return () => ledger.close();
  });

  const chain = async () =>
    (
      await ledger.database
        .selectFrom('seal')
        .select(['position', 'transfer_id'])
        .orderBy('position')
        .execute()
    ).map((row) => [row.position, row.transfer_id]);
  /** A connection in a transaction of its own; it is ended with the database, should the test fail before. */
  const connect = async () => {
    const client = new pg.Client({
      connectionString: ledger.test.url,
      options: '-c search_path=ieum -c role=ieum_app',
    });
    client.on('error', () => {});
    await client.connect();
    return client;
  };
  const seal = (batch?: number) =>
    sealLedger(ledger.database, { now, log: silent, ...(batch === undefined ? {} : { batch }) });

  test('seals what is booked, once, and logs the head it reached', async () => {
    const { a0, b0 } = ledger.people;
    expect(await seal()).toEqual({ sealed: 0, position: 0, head: '0'.repeat(64) });
    await ledger.give(a0, b0);
    await ledger.give(a0, b0);
    const logged: unknown[] = [];
    const log = { info: (...values: unknown[]) => void logged.push(values) };
    const first = await sealLedger(ledger.database, { now, log });
    expect(first).toMatchObject({ sealed: 3, position: 3 }); // the month's issue and two gifts
    expect(logged).toEqual([[first, 'ledger sealed']]);
    expect(await sealLedger(ledger.database, { now, log })).toEqual({ ...first, sealed: 0 });
    expect(logged).toHaveLength(1);
  });

  test('psql alone recomputes the chain, byte for byte', async () => {
    const { a0, a1, b0, b1 } = ledger.people;
    const odd = '"\\ /\b\f\n\r\t\u0001\u001f\u007f\u2028 가\u1100\u1161 😀 =1';
    await ledger.give(a0, b0, { message: odd });
    const { id } = await ledger.give(b1, { department: a1.department });
    await ledger.reverse(id ?? 0, b1, { reason: odd });
    await ledger.grant(a0.agency, a1, [a0], { reason: odd });
    await seal();
    const text = await readFile(new URL('../../docs/recompute-seals.sql', import.meta.url), 'utf8');
    const { rows } = await sql.raw<{ kept: string; canonical: string }>(text).execute(ledger.database);
    expect(rows).toHaveLength(7); // three issues, two gifts, a reversal, an award
    let previous: Buffer = Buffer.alloc(32);
    for (const row of rows) {
      previous = createHash('sha256').update(previous).update(row.canonical).digest();
      expect(previous.toString('hex')).toBe(row.kept);
    }
  });

  test('a transaction that commits late with a lower id is sealed later, whoever else was sealed before', async () => {
    const { a0, a1, b0, b1 } = ledger.people;
    await ledger.give(a0, b0);
    await ledger.give(a1, b0);
    await seal();
    const slow = await connect();
    await slow.query('begin');
    const late = await ledger.give(a0, b0, { on: slow });
    const swift = await ledger.give(a1, b1);
    expect(late.id).toBeLessThan(swift.id ?? 0);
    expect(await seal()).toMatchObject({ sealed: 1, position: 5 });
    // Several runs pass while it is open: none may take its number for a gap.
    for (const expected of [6, 7, 8]) {
      await ledger.give(a1, b1);
      expect(await seal()).toMatchObject({ sealed: 1, position: expected });
    }
    await slow.query('commit');
    await slow.end();
    expect(await seal()).toMatchObject({ sealed: 1, position: 9 });
    expect((await chain()).at(-1)).toEqual([9, late.id]);
    expect(await verifyLedger(ledger.database)).toMatchObject({ findings: [], unsealed: 0 });
  });

  test('a transaction that is rolled back leaves a gap in the ids and none in the chain', async () => {
    const { a0, a1, b0, b1 } = ledger.people;
    // Others: the first of an agency's year waits for whoever is opening its accounts.
    const lost = await connect();
    await lost.query('begin');
    await ledger.give(a0, b0, { on: lost });
    await ledger.give(b1, a1);
    await seal();
    await lost.query('rollback');
    await lost.end();
    await ledger.give(b1, a1);
    expect(await seal()).toMatchObject({ sealed: 1, position: 3 });
    expect((await chain()).map(([position]) => position)).toEqual([1, 2, 3]);
    expect(await verifyLedger(ledger.database)).toMatchObject({ transfers: 3, sealed: 3, findings: [] });
  });

  test('what is settled is not looked through again, until a day has passed', async () => {
    const { a0, b0 } = ledger.people;
    await ledger.give(a0, b0);
    await seal();
    // Beyond what any posting can do: a settled row's link is gone. Only a full pass meets it again. Transactions of other
    // databases on the server delay the mark, hence the patience.
    const reopen = async () => {
      await ledger.tamper('delete from seal where position = 2');
      return (await seal()).sealed;
    };
    await expect.poll(reopen, { timeout: 50_000 }).toBe(0);
    const nextDay = new Date(now.getTime() + 86_400_000);
    expect(await sealLedger(ledger.database, { now: nextDay, log: silent })).toMatchObject({ sealed: 1 });
  });

  test('two sealers and many givers at once: every transfer is sealed once, and no position is skipped', async () => {
    const { a0, a1, b0, b1 } = ledger.people;
    const other = openDatabase(openPool(ledger.test.url, { role: 'ieum_app', max: 2 }));
    let posting = true;
    const keepSealing = async (database: typeof other, batch: number) => {
      let sealed = 0;
      while (posting) sealed += (await sealLedger(database, { batch, now, log: silent })).sealed;
      return sealed;
    };
    const sealers = [keepSealing(ledger.database, 3), keepSealing(other, 7)];
    const pairs = [
      [a0, b0],
      [a1, b1],
      [b0, a0],
      [b1, a1],
    ] as const;
    const given = await Promise.all(
      pairs.flatMap(([giver, recipient]) => Array.from({ length: 20 }, () => ledger.give(giver, recipient))),
    );
    expect(given.map((gift) => gift.code)).toEqual(given.map(() => 'given'));
    posting = false;
    const before = await Promise.all(sealers);
    const after = await seal();
    await other.destroy();
    expect((before[0] ?? 0) + (before[1] ?? 0) + after.sealed).toBe(84);
    const links = await chain();
    expect(links.map(([position]) => position)).toEqual(Array.from({ length: 84 }, (_, index) => index + 1));
    expect(new Set(links.map(([, transfer]) => transfer)).size).toBe(84);
    expect(await verifyLedger(ledger.database)).toMatchObject({ transfers: 84, sealed: 84, findings: [] });
  });
});
