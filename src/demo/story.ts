import { setTimeout as sleep } from 'node:timers/promises';
import { seoulDay, startOfDay } from '../calendar/seoul.ts';
import { findCalendar } from '../directory/holiday-store.ts';
import { daysOf } from '../messenger/days.ts';
import { listArchivedYears } from '../points/ranking-store.ts';
import { sealLedger } from '../points/seal-ledger.ts';
import { verifyLedger } from '../points/verify.ts';
import { renderVerification } from '../points/verify-messages.ts';
import { findAccountLines } from './demo-store.ts';
import { renderStatement, sumUp } from './ledger-statement.ts';
import { Missed, openPlayers } from './players.ts';
import { pointsScenes } from './points-scenes.ts';
import type { Check, StoryTime } from './scene.ts';
import { taskScenes } from './task-scenes.ts';
import type { World } from './world.ts';
import { yearScenes } from './year-scenes.ts';

/**
 * Plays a short story through the messenger's protocol, of collaboration points and of a joint task from its registration to
 * its evaluation, prints what everybody sees, then the books and their verification.
 * @returns whether everything was as it should be
 */
export async function playStory(world: World, say: (text: string) => void): Promise<boolean> {
  const faults: string[] = [];
  let checks = 0;
  const check: Check = (what, holds) => {
    checks += 1;
    if (holds) return;
    faults.push(what);
    say(`   ✗ ${what}`);
  };
  say('이음 체험 이야기 · A short story of Ieum');
  const players = await openPlayers(world, say);
  const time = await openTime(world, say);
  try {
    for (const [index, [title, scene]] of [...pointsScenes, ...taskScenes, ...yearScenes].entries()) {
      say(`\n${index + 1}. ${title}`);
      await scene(players, check, time);
    }
  } catch (error) {
    if (!(error instanceof Missed)) throw error;
    check(`기다렸으나 오지 않음 · never came: ${error.message}`, false);
  } finally {
    players.leave();
  }
  await closeBooks(world, say, check);
  say('');
  for (const fault of faults) say(`✗ ${fault}`);
  say(
    faults.length === 0
      ? `이야기가 끝났습니다. 확인한 것 ${checks}가지가 모두 맞습니다. · All ${checks} checks hold.`
      : `확인한 것 ${checks}가지 가운데 ${faults.length}가지가 어긋납니다. · ${faults.length} of ${checks} checks fail.`,
  );
  return faults.length === 0;
}

/** The ledger statement, the seal, and what `ieum verify` says. */
async function closeBooks(world: World, say: (text: string) => void, check: Check): Promise<void> {
  const { database, log } = world.system;
  say('\n원장 · The ledger');
  const lines = await findAccountLines(database);
  for (const line of renderStatement(lines)) say(`   ${line}`);
  const { debits, credits } = sumUp(lines);
  check('차변과 대변의 합이 같다 · debits equal credits', debits === credits && debits > 0);

  const seal = await sealLedger(database, { now: world.clock.now(), log });
  say(`\n봉인과 검증 · Sealed up to ${seal.position}, then: ieum verify`);
  const verification = await verifyLedger(database, {});
  for (const line of renderVerification(verification)) say(`   ${line}`);
  check('검증에서 이상이 없다 · verify finds nothing', verification.findings.length === 0);
  check('모두 봉인되었다 · all is sealed', verification.unsealed === 0 && verification.sealed > 0);
}

const HOUR_MS = 3_600_000;
const GLANCE_MS = 500;
const YEAR_TRIES = 240;

async function openTime(world: World, say: (text: string) => void): Promise<StoryTime> {
  const { clock, system } = world;
  const calendar = await findCalendar(system.database);
  return {
    today: () => seoulDay(clock.now()),
    plusWorkingDays: (day, count) => calendar.plusWorkingDays(day, count),
    goTo(day, hour) {
      clock.moveTo(new Date(startOfDay(day).getTime() + hour * HOUR_MS));
      say(`   ⏩ ${daysOf('ko').weekday(day)} ${hour}시`);
    },
    run: (job) => system.wake(job),
    async closeYear(year) {
      for (const job of ['close-days', 'lapse-allowances']) await system.wake(job);
      const archive = String(year);
      for (let tries = 0; tries < YEAR_TRIES; tries += 1) {
        await system.wake('archive-year');
        if ((await listArchivedYears(system.database)).some((past) => past === archive)) return;
        await sleep(GLANCE_MS);
      }
      throw new Missed(`${year}년 마감`);
    },
  };
}
