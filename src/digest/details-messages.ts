import type { KnownBlock } from '@slack/types';
import {
  bold,
  button,
  clip,
  context,
  joinMrkdwn,
  listSections,
  type Message,
  type Mrkdwn,
  message,
  mrkdwn,
  section,
} from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import type { Cut, Digest, DigestContent, Section, Thanks } from './digest.ts';
import { resultLine, thanksOf, weekLines } from './messages.ts';
import type { Texts } from './text.ko.ts';
import { textsOf } from './texts.ts';

const TITLE_CHARACTERS = 100;
const QUOTE_CHARACTERS = 1_000;

/** One part of a digest in full, as far as it was kept. */
export function renderDetails(
  { digest, thanks, section: name }: { digest: Digest; thanks: Thanks[]; section: Section },
  locale: Locale,
): Message {
  const t = textsOf(locale);
  const { week, content } = digest;
  const title = `${t.sections[name]} · ${t.title(content.shortName, week)}`;
  return message(mrkdwn`${title}`, [
    section(bold(title)),
    ...parts[name](t, content, thanks),
    context(mrkdwn`${t.asOf(digest.asOf, digest.position)}`),
  ]);
}

type Part = (t: Texts, content: DigestContent, thanks: Thanks[]) => KnownBlock[];

/** A heading with its lines; what was cut off is told. */
function listPart<T>(
  t: Texts,
  heading: string,
  list: Cut<T>,
  line: (item: T) => Mrkdwn,
  more: (count: number) => string = t.more,
): KnownBlock[] {
  if (list.total === 0) return [];
  const left = list.total - list.items.length;
  return listSections(
    [
      joinMrkdwn(
        [
          bold(heading),
          ...list.items.map((item) => mrkdwn`• ${line(item)}`),
          ...(left > 0 ? [mrkdwn`${more(left)}`] : []),
        ],
        '\n',
      ),
    ],
    1,
  );
}

const whole = <T>(items: T[]): Cut<T> => ({ total: items.length, items });

const parts: Record<Section, Part> = {
  standing: (t, { people, departments }) => {
    const person = ({ rank, name, department, points }: (typeof people.received)[number]) =>
      mrkdwn`${t.ranked(rank, t.named(name, department), points)}`;
    const department = ({ rank, name, points }: (typeof departments.received)[number]) =>
      mrkdwn`${t.ranked(rank, name, points)}`;
    return [
      ...listPart(t, t.mostPeople.received, whole(people.received), person),
      ...listPart(t, t.mostPeople.sent, whole(people.sent), person),
      ...listPart(t, t.mostDepartments.received, whole(departments.received), department),
      ...listPart(t, t.mostDepartments.sent, whole(departments.sent), department),
    ];
  },

  agencies: (t, { helpedUs, weHelped }) => {
    const line = ({ agency, points, gifts }: (typeof helpedUs.items)[number]) =>
      mrkdwn`${t.neighbour(agency, points, gifts)}`;
    return [
      ...listPart(t, `${t.helpedUs} – ${t.helpedUsHint}`, helpedUs, line, t.moreAgencies),
      ...listPart(t, `${t.weHelped} – ${t.weHelpedHint}`, weHelped, line, t.moreAgencies),
    ];
  },

  thanks: (t, _, thanks) =>
    thanks.length === 0
      ? [section(mrkdwn`${t.noThanks}`)]
      : thanks.map((one) => section(thanksOf(t, one, QUOTE_CHARACTERS))),

  tasks: (t, { tasks }) => {
    const title = (task: { id: number; title: string }) =>
      t.tasks.task(task.id, clip(task.title, TITLE_CHARACTERS));
    return [
      ...listPart(
        t,
        t.tasks.changed,
        tasks.changed,
        (task) =>
          mrkdwn`${title(task)} · ${t.tasks.change(task.from === null ? undefined : t.states[task.from], t.states[task.to], task.day)}`,
      ),
      ...listPart(
        t,
        t.tasks.completed,
        tasks.completed,
        (task) => mrkdwn`${title(task)}: ${resultLine(t, task.results)}`,
      ),
      ...listPart(
        t,
        t.tasks.late,
        tasks.late,
        (task) =>
          mrkdwn`${title(task)} · ${t.tasks.due(t.states[task.state], task.due)} · ${t.answers(task.name ?? undefined)}`,
      ),
      ...listPart(
        t,
        t.tasks.stale,
        tasks.stale,
        (task) =>
          mrkdwn`${title(task)} · ${t.tasks.since(task.since)} · ${t.answers(task.name ?? undefined)}`,
      ),
    ];
  },

  evaluations: (t, { evaluations }) => {
    const line = (one: (typeof evaluations.due.items)[number]) =>
      mrkdwn`${t.tasks.task(one.taskId, clip(one.title, TITLE_CHARACTERS))} · ${t.evaluation(one.round, one.due)} · ${t.answers(one.name ?? undefined)}`;
    return [
      ...listPart(t, t.evaluations.overdue, evaluations.overdue, line),
      ...listPart(t, t.evaluations.due, evaluations.due, line),
    ];
  },

  waiting: (t, { waiting, ending }) => [
    ...listPart(
      t,
      t.waiting.disputes,
      waiting.disputes,
      (one) =>
        mrkdwn`${t.tasks.task(one.taskId, clip(one.title, TITLE_CHARACTERS))} · ${t.dispute(one.step, one.due)}`,
    ),
    ...listPart(
      t,
      t.waiting.consents,
      waiting.consents,
      (one) =>
        mrkdwn`${t.tasks.task(one.taskId, clip(one.title, TITLE_CHARACTERS))} · ${t.consent(one.since)} · ${t.answers(one.name ?? undefined)}`,
    ),
    ...listPart(t, t.waiting.ending, ending, (one) => mrkdwn`${t.term(one.name, one.position, one.last)}`),
    // The first one's card, where something can be done about it.
    ...waiting.disputes.items
      .slice(0, 1)
      .map(({ taskId, title }) =>
        section(
          mrkdwn`${t.tasks.task(taskId, clip(title, TITLE_CHARACTERS))}`,
          button(`show_task:${taskId}`, t.details, { value: String(taskId) }),
        ),
      ),
  ],

  patterns: (t, { patterns }) => [
    section(mrkdwn`${t.patternsHint}`),
    ...listPart(
      t,
      t.patterns.reciprocal,
      patterns.reciprocal,
      ({ a, b, aToB, bToA }) => mrkdwn`${t.patterns.pair(a, b, aToB, bToA)}`,
    ),
    ...listPart(
      t,
      t.patterns.dumping,
      patterns.dumping,
      ({ name, total, lastDays }) => mrkdwn`${t.patterns.dump(name, total, lastDays)}`,
    ),
    ...listPart(
      t,
      t.patterns.concentration,
      patterns.concentration,
      ({ name, points, sharePercent }) => mrkdwn`${t.patterns.share(name, points, sharePercent)}`,
    ),
  ],

  weeks: (t, content) => [section(weekLines(t, content))],
};
