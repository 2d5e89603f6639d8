import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { answerWithin } from '../../src/messenger/acks.ts';
import { reference, renderFault } from '../../src/messenger/fault.ts';
import { createInFlight } from '../../src/messenger/in-flight.ts';

function record() {
  const said: string[] = [];
  const inFlight = createInFlight();
  return {
    said,
    inFlight,
    options: {
      onInTime: async (result: string) => void said.push(`in time ${result}`),
      onLate: async () => void said.push('처리 중'),
      finish: async (result: string) => void said.push(`later ${result}`),
      inBackground: (rest: Promise<void>) => void inFlight.track(rest),
      onLateFault: (error: unknown) => void said.push(`fault ${(error as Error).message}`),
    },
  };
}

test('a result in time is the answer', async () => {
  const { said, options } = record();
  expect(await answerWithin({ ...options, work: Promise.resolve('7'), limitMs: 50 })).toBe('in time');
  expect(said).toEqual(['in time 7']);
});

test('what takes longer is announced at once and told later, while the listener is free to return', async () => {
  const { said, options, inFlight } = record();
  const work = sleep(80, '7');
  expect(await answerWithin({ ...options, work, limitMs: 10 })).toBe('late');
  expect(said).toEqual(['처리 중']);
  expect(await inFlight.settled(1_000)).toBe(true);
  expect(said).toEqual(['처리 중', 'later 7']);
});

test('what takes two seconds is the answer itself, what takes half a second more is told later: Slack gives up after three', async () => {
  vi.useFakeTimers();
  try {
    const answerAfter = (milliseconds: number) => {
      const work = new Promise<string>((resolve) => setTimeout(resolve, milliseconds, '7'));
      return answerWithin({ ...record().options, work });
    };
    const answers = Promise.all([answerAfter(2_000), answerAfter(2_500)]);
    await vi.advanceTimersByTimeAsync(2_500);
    expect(await answers).toEqual(['in time', 'late']);
  } finally {
    vi.useRealTimers();
  }
});

test('a failure in time is thrown, a late one is still told', async () => {
  const { said, options, inFlight } = record();
  const broken = () => Promise.reject(new Error('broken'));
  await expect(answerWithin({ ...options, work: broken(), limitMs: 50 })).rejects.toThrow('broken');
  await answerWithin({ ...options, work: sleep(40).then(broken), limitMs: 10 });
  await inFlight.settled(1_000);
  expect(said).toEqual(['처리 중', 'fault broken']);
});

test('the work is finished and told even when saying "처리 중" fails', async () => {
  const { said, options, inFlight } = record();
  const onLate = () => Promise.reject(new Error('gone'));
  expect(await answerWithin({ ...options, onLate, work: sleep(40, '7'), limitMs: 10 })).toBe('late');
  await inFlight.settled(1_000);
  expect(said).toEqual(['fault gone', 'later 7']);
});

test('a stop waits for what is under way, but not for ever', async () => {
  const inFlight = createInFlight();
  void inFlight.track(sleep(200));
  expect(await inFlight.settled(10)).toBe(false);
  expect(await inFlight.settled(1_000)).toBe(true);
});

test('a reference is short, has no letters that are taken for others, and stands in the text', () => {
  const codes = Array.from({ length: 500 }, reference);
  for (const code of codes) expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}$/);
  expect(new Set(codes).size).toBe(500);
  expect(renderFault('K7Q2-M4XD', 'ko')).toContain('바뀐 것은 없습니다');
  expect(renderFault('K7Q2-M4XD', 'en')).toContain('K7Q2-M4XD');
});
