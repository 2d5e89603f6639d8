import { parsePersonValue } from '../messenger/people.ts';
import { parseMeasureLines } from './measures.ts';
import { checkText } from './rules.ts';
import type { Refusal, TaskForm } from './task.ts';
import { NO_PAIR, type TypedTask } from './task-view.ts';

/** Reads what was typed into the dialog for a task. Measures that cannot be read are said together with what is wrong with the texts. */
export function readForm(typed: TypedTask): { form: TaskForm } | { refusals: Refusal[] } {
  const lines = parseMeasureLines(typed.measures.replace(/;/g, '\n'));
  if ('refusals' in lines) {
    return {
      refusals: [
        ...checkText('title', typed.title),
        ...checkText('purpose', typed.purpose),
        ...checkText('content', typed.content),
        ...checkText('history', typed.history),
        ...checkText('related_task', typed.relatedTask),
        ...lines.refusals.slice(0, 10),
      ],
    };
  }
  const { title, purpose, content, history, relatedTask, dueOn } = typed;
  return {
    form: {
      title,
      purpose,
      content,
      history,
      relatedTask,
      dueOn,
      pairId: readPair(typed.pair),
      measures: lines.measures,
      partnerIds: typed.partners.flatMap((one) => (one ? [parsePersonValue(one.value) ?? 0] : [])),
    },
  };
}

/** The id of a pair; 0, which nothing has, for what is none. */
function readPair(typed: string): number | undefined {
  if (typed === '' || typed === NO_PAIR) return undefined;
  return /^\d{1,9}$/.test(typed) ? Number(typed) : 0;
}
