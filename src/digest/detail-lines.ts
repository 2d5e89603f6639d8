import type { DigestContent, Measured, Thanks } from './digest.ts';

/** One detail of a digest, as a table has it. */
export interface DetailLine {
  /** Which list of the digest it stands in. */
  part: string;
  name: string;
  /** The department or agency, or whoever answers for it. */
  place: string;
  points: number | null;
  /** Another number: gifts of a neighbour, the rank of somebody, a share in percent. */
  count: number | null;
  day: string | null;
  detail: string;
}

type More = Partial<Omit<DetailLine, 'part' | 'name'>>;

function line(part: string, name: string, more: More = {}): DetailLine {
  return { part, name, place: '', points: null, count: null, day: null, detail: '', ...more };
}

/** Everything that a digest holds, in its order, line by line; thank-you messages as far as they may be shown. */
export function detailLines(content: DigestContent, thanks: readonly Thanks[]): DetailLine[] {
  const { weeks, people, departments, helpedUs, weHelped, tasks, evaluations, waiting, ending, patterns } =
    content;
  const sides = ['received', 'sent'] as const;
  return [
    ...weeks.flatMap(({ week, ...points }) =>
      sides.map((side) => line(`week_${side}`, '', { day: week, points: points[side] })),
    ),
    line('within', '', { points: content.within }),
    ...sides.flatMap((side) =>
      people[side].map((one) =>
        line(`people_${side}`, one.name, { place: one.department, points: one.points, count: one.rank }),
      ),
    ),
    ...sides.flatMap((side) =>
      departments[side].map((one) =>
        line(`departments_${side}`, one.name, { points: one.points, count: one.rank }),
      ),
    ),
    ...helpedUs.items.map((one) => line('helped_us', one.agency, { points: one.points, count: one.gifts })),
    ...weHelped.items.map((one) => line('we_helped', one.agency, { points: one.points, count: one.gifts })),
    ...thanks.map((one) =>
      line('thanks', `${one.giver} → ${one.recipient}`, { place: one.giverAgency, detail: one.message }),
    ),
    ...tasks.changed.items.map((one) =>
      line('tasks_changed', one.title, { day: one.day, detail: `${one.from ?? ''} → ${one.to}` }),
    ),
    ...tasks.completed.items.map((one) =>
      line('tasks_completed', one.title, { day: one.day, detail: one.results.map(measured).join('\n') }),
    ),
    ...tasks.late.items.map((one) =>
      line('tasks_late', one.title, { place: one.name ?? '', day: one.due, detail: one.state }),
    ),
    ...tasks.stale.items.map((one) =>
      line('tasks_stale', one.title, { place: one.name ?? '', day: one.since }),
    ),
    ...(['due', 'overdue'] as const).flatMap((state) =>
      evaluations[state].items.map((one) =>
        line(`evaluations_${state}`, one.title, {
          place: one.name ?? '',
          day: one.due,
          detail: one.round,
        }),
      ),
    ),
    ...waiting.disputes.items.map((one) =>
      line('waiting_disputes', one.title, { day: one.due, detail: one.step }),
    ),
    ...waiting.consents.items.map((one) =>
      line('waiting_consents', one.title, { place: one.name ?? '', day: one.since }),
    ),
    ...ending.items.map((one) =>
      line('exchange_ending', one.name, { place: one.position, day: one.last, detail: one.task }),
    ),
    ...patterns.reciprocal.items.map((one) =>
      line('pattern_reciprocal', `${one.a} → ${one.b}`, {
        points: one.aToB,
        detail: `${one.b} → ${one.a}: ${one.bToA}`,
      }),
    ),
    ...patterns.dumping.items.map((one) =>
      line('pattern_month_end', one.name, { points: one.lastDays, detail: `/ ${one.total}` }),
    ),
    ...patterns.concentration.items.map((one) =>
      line('pattern_concentration', one.name, { points: one.points, count: one.sharePercent }),
    ),
  ];
}

function measured({ measure, unit, before, after }: Measured): string {
  return `${measure}: ${before ?? '?'} → ${after}${unit === '' ? '' : ` ${unit}`}`;
}
