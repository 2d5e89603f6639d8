import type { JsonObject } from '../database/types.ts';
import { cleanText, oneLine } from '../messenger/mrkdwn.ts';
import type { Measure, Task, TaskForm } from './task.ts';

/** A form as it is judged and stored: its texts in one form, nobody named twice by one name. */
export function cleanForm(form: TaskForm): TaskForm {
  return {
    ...form,
    title: oneLine(form.title),
    purpose: cleanText(form.purpose),
    content: cleanText(form.content),
    history: cleanText(form.history),
    relatedTask: cleanText(form.relatedTask),
    measures: form.measures.map((measure) => ({
      ...measure,
      name: oneLine(measure.name),
      unit: oneLine(measure.unit),
    })),
  };
}

/** The form as the history keeps it. */
export function detailOf(form: TaskForm): JsonObject {
  return { ...form, measures: form.measures.map((measure) => ({ ...measure })) };
}

/** What a revision may change. */
export type ChangedField = Exclude<keyof TaskForm, 'partnerIds'> | 'partners';

/** What a revision changes; partners are compared by whom it names. */
export function changedFields(task: Task, measures: readonly Measure[], form: TaskForm): ChangedField[] {
  const texts = (['title', 'purpose', 'content', 'history', 'relatedTask', 'dueOn'] as const).filter(
    (field) => task[field] !== form[field],
  );
  const rows = (list: TaskForm['measures']) =>
    JSON.stringify(
      list.map(({ name, unit, before, target }) => [name, unit, before ?? null, target ?? null]),
    );
  const owners = task.parties.filter(({ side }) => side === 'partner').map(({ owner }) => owner.id);
  const isSame = (ids: readonly number[]) => JSON.stringify([...ids].sort((a, b) => a - b));
  return [
    ...texts,
    ...(task.pair?.id === form.pairId ? [] : ['pairId' as const]),
    ...(rows([...measures]) === rows(form.measures) ? [] : ['measures' as const]),
    ...(isSame(owners) === isSame(form.partnerIds) ? [] : ['partners' as const]),
  ];
}
