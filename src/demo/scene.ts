import type { Day } from '../calendar/seoul.ts';
import type { LocalSlackMessage } from './local-slack.ts';
import type { Players } from './players.ts';
import { renderPlain } from './transcript.ts';

/** Notes whether something is as it should be; the story goes on either way. */
export type Check = (what: string, holds: boolean) => void;

/** What a scene may do with time. The queue is the real one, and so are its jobs; only the clock is put forward. */
export interface StoryTime {
  today(): Day;
  /** Working days from `day`, as the reminders count them. */
  plusWorkingDays(day: Day, count: number): Day;
  /** Puts the clock forward to an hour of a day. */
  goTo(day: Day, hour: number): void;
  /** Has the queue run a scheduled job now. */
  run(job: string): Promise<void>;
  /** Has the queue run the closes, one after the other as their clocks would, until the year is archived. */
  closeYear(year: number): Promise<void>;
}

export type Scene = (players: Players, check: Check, time: StoryTime) => Promise<void>;
export type Scenes = ReadonlyArray<[title: string, scene: Scene]>;

/** Whether all of `words` are to be read in what is shown. */
export function has(shown: Parameters<typeof renderPlain>[0] | undefined, ...words: string[]): boolean {
  const text = shown ? renderPlain(shown).join('\n') : '';
  return words.every((word) => text.includes(word));
}

/** The number that a message gives something: a gift, a task. */
export function numberIn(message: LocalSlackMessage, before: RegExp): string {
  return new RegExp(`${before.source}(\\d+)`).exec(renderPlain(message).join('\n'))?.[1] ?? '';
}
