import { clip, type Mrkdwn, mrkdwn } from '../messenger/blocks.ts';
import type { Party, Task, TaskEvent } from './task.ts';
import type { Texts } from './text.ko.ts';

const BAR_CELLS = 10;

/** ■■■■■■□□□□; full only when all is done, empty only when nothing is. */
export function progressBar(progress: number): string {
  const cells = Math.floor((progress * BAR_CELLS) / 100);
  const filled = progress > 0 ? Math.max(1, cells) : 0;
  return '■'.repeat(filled) + '□'.repeat(BAR_CELLS - filled);
}

/** 추진중 · ■■■■■■□□□□ 60% · 기한 12월 31일(목) */
export function standingText(t: Texts, task: Pick<Task, 'state' | 'progress' | 'dueOn'>): string {
  return [
    t.states[task.state],
    t.progress(progressBar(task.progress), task.progress),
    t.due(task.dueOn),
  ].join(' · ');
}

export function placeOf(t: Texts, party: Pick<Party, 'agency' | 'department'>): string {
  return t.place(party.agency.shortName, party.department.name);
}

/** 행안부 협업정책과 정지우: who answers for a party today. */
export function whoAnswers(t: Texts, party: Party): string {
  return `${placeOf(t, party)} ${party.answers?.name ?? t.nobody}`;
}

/** 등록 → 추진중, 60%: what a status update changed; empty for other events. */
export function changeOf(t: Texts, { kind, fromState, toState, progress }: TaskEvent): string {
  if (kind !== 'status') return '';
  const state =
    toState === undefined
      ? []
      : [fromState === undefined ? t.states[toState] : t.change(t.states[fromState], t.states[toState])];
  return [...state, ...(progress === undefined ? [] : [`${progress}%`])].join(' ');
}

/** 11월 23일 10:00 · 진행 상황 · 등록 → 추진중 60% · 김하늘, and the note beneath. */
export function eventLine(t: Texts, event: TaskEvent, most: number): Mrkdwn {
  const parts = [
    t.moment(event.occurredAt),
    t.events[event.kind],
    changeOf(t, event),
    event.actor?.name ?? t.bot,
  ].filter(Boolean);
  const head = mrkdwn`• ${parts.join(' · ')}`;
  return event.note === '' ? head : mrkdwn`${head}\n    ${clip(event.note.replace(/\n+/g, ' / '), most)}`;
}
