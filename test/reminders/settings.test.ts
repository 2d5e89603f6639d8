import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addDays } from '../../src/calendar/seoul.ts';
import { cancelLeave } from '../../src/reminders/cancel-leave.ts';
import { changeSettings } from '../../src/reminders/change-settings.ts';
import { lookUpSettings } from '../../src/reminders/look-up-settings.ts';
import type { ReminderKind } from '../../src/reminders/reminder.ts';
import { takeLeave } from '../../src/reminders/take-leave.ts';
import { openTestGovernment, type PersonKey, seoul, type TestGovernment } from '../support/government.ts';

/** A Thursday. */
const NOW = seoul('2026-11-26 10:00:00.000');

let gov: TestGovernment;
beforeAll(async () => {
  gov = await openTestGovernment({ connections: 16 });
  return () => gov.close();
});
beforeEach(() => gov.reset());

const idOf = (who: PersonKey) => gov.people[who].id;
const settingsOf = (who: PersonKey) => lookUpSettings(gov.database, idOf(who), NOW);
const change = (who: PersonKey, of: { hour?: number; off?: ReminderKind[]; on?: ReminderKind[] }) =>
  changeSettings(
    gov.database,
    idOf(who),
    {
      hour: of.hour,
      switches: [
        ...(of.off ?? []).map((what) => ({ what, word: what, on: false })),
        ...(of.on ?? []).map((what) => ({ what, word: what, on: true })),
      ],
    },
    NOW,
  );
const leave = (who: PersonKey, first: string, last = first) =>
  takeLeave(gov.database, idOf(who), { first, last }, NOW);
const kept = () => gov.rows('select official_id, during::text from absence order by official_id, during');

describe('what one gets and when', () => {
  it('is at nine, with everything, for who chose nothing', async () => {
    expect(await settingsOf('haneul')).toMatchObject({
      hour: 9,
      muted: [],
      leaves: [],
      hours: [9, 10, 11, 13, 14, 15, 16, 17],
      heads: false,
    });
    expect((await settingsOf('cco')).heads).toBe(true);
  });

  it('follows the policy of one’s own agency', async () => {
    await gov.setPolicy('smes', '2026-11-01', { sendFromHour: 10, staleAfterDays: 20 });
    const own = await settingsOf('haneul');
    expect([own.hours[0], own.policy.staleAfterDays]).toEqual([10, 20]);
    expect((await settingsOf('jiu')).hours[0]).toBe(9);
  });

  it('changes one thing at a time and keeps the others', async () => {
    await change('haneul', { hour: 13 });
    await change('haneul', { off: ['exchange'] });
    await change('haneul', { off: ['stale'] });
    expect(await settingsOf('haneul')).toMatchObject({ hour: 13, muted: ['exchange', 'stale'] });
    await change('haneul', { on: ['exchange'] });
    expect(await settingsOf('haneul')).toMatchObject({ hour: 13, muted: ['stale'] });
    expect(await settingsOf('jiu')).toMatchObject({ hour: 9, muted: [] });
  });

  it('loses no change of two at once', async () => {
    await Promise.all([
      ...Array.from({ length: 6 }, () => change('haneul', { off: ['exchange'] })),
      ...Array.from({ length: 6 }, () => change('haneul', { off: ['stale'] })),
      change('haneul', { hour: 15 }),
    ]);
    expect(await settingsOf('haneul')).toMatchObject({ hour: 15, muted: ['exchange', 'stale'] });
  });

  it.each<ReminderKind>(['evaluation', 'overdue', 'consent', 'dispute'])(
    'lets nobody switch off %s, nor anything said with it (제44조)',
    async (kind) => {
      const outcome = await change('haneul', { hour: 10, off: ['stale', kind] });
      expect(outcome).toEqual({ kind: 'refused', refusals: [{ reason: 'kind_mandatory', kind }] });
      expect(await settingsOf('haneul')).toMatchObject({ hour: 9, muted: [] });
    },
  );

  it('is moved within the agency’s window only (복무규정 제9조)', async () => {
    await gov.setPolicy('smes', '2026-11-01', { sendFromHour: 10 });
    const outcome = await change('haneul', { hour: 9 });
    expect(outcome).toMatchObject({ kind: 'refused', refusals: [{ reason: 'hour_outside' }] });
    expect(await change('jiu', { hour: 9 })).toMatchObject({ kind: 'saved' });
  });
});

describe('휴가', () => {
  it('is noted, listed in order and taken back', async () => {
    await leave('haneul', '2026-12-24', '2026-12-26');
    await leave('haneul', '2026-12-01');
    const { leaves } = await settingsOf('haneul');
    expect(leaves.map(({ first, last }) => [first, last])).toEqual([
      ['2026-12-01', '2026-12-01'],
      ['2026-12-24', '2026-12-26'],
    ]);
    // Both days are off, the one after is not.
    expect(await kept()).toEqual([
      { official_id: idOf('haneul'), during: '[2026-12-01,2026-12-02)' },
      { official_id: idOf('haneul'), during: '[2026-12-24,2026-12-27)' },
    ]);
    expect(await cancelLeave(gov.database, idOf('haneul'), { day: '2026-12-25' })).toMatchObject({
      kind: 'cancelled',
      leave: { first: '2026-12-24', last: '2026-12-26' },
    });
    expect(await cancelLeave(gov.database, idOf('haneul'), { id: leaves[0]?.id ?? 0 })).toMatchObject({
      kind: 'cancelled',
    });
    expect(await kept()).toEqual([]);
  });

  it('may not overlap, and says with what', async () => {
    await leave('haneul', '2026-12-24', '2026-12-26');
    expect(await leave('haneul', '2026-12-26', '2026-12-30')).toEqual({
      kind: 'refused',
      refusals: [{ reason: 'leave_overlaps', first: '2026-12-24', last: '2026-12-26' }],
    });
    // Others' are theirs.
    expect(await leave('jiu', '2026-12-26', '2026-12-30')).toMatchObject({ kind: 'noted' });
    expect(await kept()).toHaveLength(2);
  });

  it('given twice, or twice at once, is one', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => leave('haneul', '2026-12-24', '2026-12-26')),
    );
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['noted']));
    expect(await leave('haneul', '2026-12-24', '2026-12-26')).toMatchObject({ kind: 'noted' });
    expect(await kept()).toHaveLength(1);
  });

  it('racing with another that overlaps is refused in words, never by a fault', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, index) => leave('haneul', addDays('2026-12-20', index), '2026-12-29')),
    );
    expect(outcomes.filter(({ kind }) => kind === 'noted')).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome.kind === 'refused') expect(outcome.refusals).toMatchObject([{ reason: 'leave_overlaps' }]);
    expect(await kept()).toHaveLength(1);
  });

  it('may not overlap what is over already either, and says so', async () => {
    await gov.rows(`insert into absence (official_id, during) values ($1, '[2026-11-20,2026-11-22)')`, [
      idOf('haneul'),
    ]);
    expect(await leave('haneul', '2026-11-18', '2026-12-10')).toEqual({
      kind: 'refused',
      refusals: [{ reason: 'leave_overlaps', first: '2026-11-20', last: '2026-11-21' }],
    });
    expect(await leave('haneul', '2026-11-20', '2026-11-21')).toMatchObject({
      kind: 'refused',
      refusals: [{ reason: 'leave_past' }],
    });
    expect(await leave('haneul', '2026-11-22', '2026-12-10')).toMatchObject({ kind: 'noted' });
  });

  it('that is over is not listed', async () => {
    await gov.rows(`insert into absence (official_id, during) values ($1, '[2026-11-20,2026-11-26)')`, [
      idOf('haneul'),
    ]);
    expect((await settingsOf('haneul')).leaves).toEqual([]);
    await gov.rows(`update absence set during = '[2026-11-20,2026-11-27)'`);
    expect((await settingsOf('haneul')).leaves).toMatchObject([{ first: '2026-11-20', last: '2026-11-26' }]);
  });

  it('of somebody else cannot be deleted, and nothing is said of it', async () => {
    await leave('jiu', '2026-12-24');
    const { leaves } = await settingsOf('jiu');
    const id = leaves[0]?.id ?? 0;
    const nothing = { kind: 'refused', refusals: [{ reason: 'leave_not_found' }] };
    expect(await cancelLeave(gov.database, idOf('haneul'), { id })).toEqual(nothing);
    expect(await cancelLeave(gov.database, idOf('haneul'), { day: '2026-12-24' })).toEqual(nothing);
    expect(await cancelLeave(gov.database, idOf('haneul'), { id: 999 })).toEqual(nothing);
    expect(await kept()).toHaveLength(1);
    for (const day of ['성탄절', '2026-02-30', '0000-01-01'])
      expect(await cancelLeave(gov.database, idOf('haneul'), { day })).toEqual({
        kind: 'refused',
        refusals: [{ reason: 'leave_unreadable' }],
      });
  });
});
