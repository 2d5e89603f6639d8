import {
  addDays,
  type Day,
  type Month,
  monthOf,
  type Period,
  periodOf,
  seoulDay,
} from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { findDepartment, findViewer, logAct } from '../directory/store.ts';
import { rollUp } from '../points/roll-up.ts';
import {
  findBookedDays,
  findDayEntries,
  findDayReach,
  findFixedDays,
  findLastClosed,
  findRunningDay,
  type LastClosed,
} from './day-store.ts';
import { countMembers, findHeads, findNeighbours, findPlaces } from './department-store.ts';
import { findDepartmentNamed } from './find-subject.ts';
import type { Asker, LookDeps } from './look-up-candidates.ts';
import { type AskedPeriod, daysOfPeriod, formatPeriod, lastDayOf } from './periods.ts';
import { findPosition, findReach, type Position } from './reach-store.ts';
import type {
  DayEntry,
  DayFigures,
  DepartmentRef,
  Head,
  MonthFigures,
  Neighbour,
  Places,
  Reach,
} from './report.ts';
import {
  daysUntil,
  earlier,
  isMemberOf,
  isReader,
  mayReadAgency,
  mayReadDepartment,
  type Refusal,
  refusePeriod,
  sumByMonth,
  type Viewer,
} from './rules.ts';

export const DAY_ENTRIES_PER_PAGE = 10;

/** Which department is meant: by id, by name, or one's own. */
export type AskedDepartment = { id: number } | { name: string } | undefined;

/** Several departments are called so: one of them is to be chosen. */
export interface Choice {
  choices: DepartmentRef[];
  period: Period;
}

/** A department's days of a period. */
export interface DepartmentPage {
  department: DepartmentRef;
  period: Period;
  /** Fixed days with anything booked (운영규정 제8조②③). */
  fixed: DayFigures[];
  /** Days that are not fixed yet and may still move. */
  running: DayFigures[];
  lastClosed: LastClosed | undefined;
  /** Up to where the running days were read. */
  at: Position;
  /** Whether the viewer may see the gifts behind the days. */
  mayTrace: boolean;
}

export interface Sheet extends DepartmentPage {
  heads: Head[];
  members: number;
  /** The day on which the members were counted. */
  membersOn: Day;
  months: MonthFigures[];
  places: Places;
  /** In which the neighbours' gifts count. */
  reach: Reach;
  helpedUs: Neighbour[];
  weHelped: Neighbour[];
}

export interface DayPage {
  department: DepartmentRef;
  day: Day;
  isFixed: boolean;
  position: number;
  entries: DayEntry[];
  total: number;
  page: number;
}

/**
 * A department's days of a month as they were fixed (운영규정 제8조②③), the running ones apart. Its members see it, the agency's
 * operators and CCOs(혁신책임관), and auditors.
 */
export async function lookUpDepartment(
  deps: LookDeps,
  asker: Asker,
  ask: { department: AskedDepartment; month: Month | undefined },
): Promise<DepartmentPage | Choice | { refusals: Refusal[] }> {
  const today = seoulDay(deps.now());
  const period = periodOf(`${ask.month ?? monthOf(today)}-01`, 'month');
  const found = await findReadable(deps, asker, ask.department, period, 'department_days');
  return 'department' in found ? findDays(deps, found, period) : found;
}

/**
 * The sheet for a department head's performance contract (직무성과계약, 운영규정 제12조): what the department's fixed days of a
 * period come to. It reports points and places, and never a grade or pay.
 */
export async function lookUpSheet(
  deps: LookDeps,
  asker: Asker,
  ask: { department: AskedDepartment; period: AskedPeriod | Period | undefined },
): Promise<Sheet | Choice | { refusals: Refusal[] }> {
  const { database } = deps;
  const today = seoulDay(deps.now());
  const asked = ask.period ?? periodOf(today, 'year');
  const period = 'from' in asked ? asked : daysOfPeriod(asked, today);
  const found = await findReadable(deps, asker, ask.department, period, 'performance');
  if (!('department' in found)) return found;
  const days = await findDays(deps, found, period);
  const { id, agency } = found.department;
  const membersOn = earlier(today, lastDayOf(period));
  const reach = await findReach(database, period, days.at);
  const [heads, members, places, neighbours] = await Promise.all([
    findHeads(database, id, period),
    countMembers(database, id, membersOn),
    findPlaces(database, id, fixedPart(period, days.lastClosed)),
    findNeighbours(database, { id, agencyId: agency.id }, period, reach),
  ]);
  const months = sumByMonth(days.fixed, period, today);
  return { ...days, heads, members, membersOn, months, places, reach, ...neighbours };
}

/** The gifts behind a department's day, for who reads the agency: they name people, and awards' reasons. Logged. */
export async function lookUpDay(
  deps: LookDeps,
  asker: Asker,
  ask: { departmentId: number; day: Day; page: number },
): Promise<DayPage | { refusals: Refusal[] }> {
  const { database } = deps;
  const now = deps.now();
  const today = seoulDay(now);
  const viewer = await findViewer(database, asker.officialId, today);
  const department = await findDepartment(database, ask.departmentId);
  if (!department || ask.day > today) return { refusals: [{ reason: 'stale_button' }] };
  const look = {
    subject: `department:${department.id} ${ask.day} page:${ask.page}`,
    teamId: asker.teamId,
    about: { agencyIds: [department.agency.id] },
  };
  if (!mayReadAgency(viewer, department.agency.id)) {
    await logAct(database, viewer.officialId, { ...look, action: 'refused_department_gifts' });
    return { refusals: [{ reason: 'gifts_not_entitled' }] };
  }
  await logAct(database, viewer.officialId, { ...look, action: 'look_at_department_gifts' });
  const rolled = await rollUp(database, { now, log: deps.log, wait: false });
  const [at, closed] = await Promise.all([
    findPosition(database, undefined, rolled),
    findLastClosed(database),
  ]);
  const reach = await findDayReach(database, ask.day, at.position);
  const turn = (page: number) =>
    findDayEntries(database, department.id, reach, {
      offset: page * DAY_ENTRIES_PER_PAGE,
      limit: DAY_ENTRIES_PER_PAGE,
    });
  const asked = await turn(ask.page);
  const isThere = asked.entries.length > 0;
  return {
    department,
    day: ask.day,
    isFixed: closed !== undefined && ask.day <= closed.day,
    position: reach.position,
    ...(isThere ? asked : await turn(0)),
    page: isThere ? ask.page : 0,
  };
}

async function findDays(
  deps: LookDeps,
  found: { department: DepartmentRef; viewer: Viewer },
  period: Period,
): Promise<DepartmentPage> {
  const { database } = deps;
  const now = deps.now();
  const { department, viewer } = found;
  const rolled = await rollUp(database, { now, log: deps.log, wait: false });
  const [at, lastClosed] = await Promise.all([
    findPosition(database, undefined, rolled),
    findLastClosed(database),
  ]);
  return {
    department,
    period,
    fixed: await findFixedDays(database, department.id, fixedPart(period, lastClosed)),
    running: await findRunning(database, department.id, period, seoulDay(now), at, lastClosed),
    lastClosed,
    at,
    mayTrace: mayReadAgency(viewer, department.agency.id),
  };
}

/** The days of a period that were fixed when we looked: one that is closed meanwhile is still told as running, and once only. */
function fixedPart(period: Period, lastClosed: LastClosed | undefined): Period {
  const end = lastClosed === undefined ? period.from : addDays(lastClosed.day, 1);
  return { from: period.from, until: earlier(period.until, end) };
}

/** Days that are not fixed, up to today: those with anything booked, and today itself in any case. */
async function findRunning(
  database: Database,
  departmentId: number,
  period: Period,
  today: Day,
  at: Position,
  lastClosed: LastClosed | undefined,
): Promise<DayFigures[]> {
  const figures: DayFigures[] = [];
  for (const day of await findOpenDays(database, departmentId, period, today, lastClosed)) {
    const reach = await findDayReach(database, day, at.position);
    figures.push(await findRunningDay(database, departmentId, reach));
  }
  return figures.filter(
    ({ day, members: _, ...points }) => day === today || Object.values(points).some((figure) => figure !== 0),
  );
}

async function findOpenDays(
  database: Database,
  departmentId: number,
  period: Period,
  today: Day,
  lastClosed: LastClosed | undefined,
): Promise<Day[]> {
  const days = daysUntil(period, today);
  if (lastClosed) return days.filter((day) => day > lastClosed.day).slice(-MOST_RUNNING);
  // Before the very first close, days are as many as the books are old: only those with anything are of use.
  const booked = await findBookedDays(database, departmentId, period, MOST_RUNNING);
  return days.filter((day) => day === today || booked.includes(day));
}

const DEPARTMENT_ACTIONS = {
  department_days: { action: 'look_at_department_days', refused: 'refused_department_days' },
  performance: { action: 'look_at_performance', refused: 'refused_performance' },
} as const;

/** A day is fixed in the night after it; more are open only after an outage. */
const MOST_RUNNING = 31;

async function findReadable(
  deps: LookDeps,
  asker: Asker,
  asked: AskedDepartment,
  period: Period,
  kind: keyof typeof DEPARTMENT_ACTIONS,
): Promise<{ department: DepartmentRef; viewer: Viewer } | Choice | { refusals: Refusal[] }> {
  const { database } = deps;
  const today = seoulDay(deps.now());
  const viewer = await findViewer(database, asker.officialId, today);
  const future = refusePeriod(period, today);
  if (future) return { refusals: [future] };
  const found = await findAsked(database, asked, viewer, today);
  if ('reason' in found) return { refusals: [found] };
  const [department, second] = found;
  if (!department) return { refusals: [{ reason: 'stale_button' }] };
  if (second) return { choices: found, period };
  const look = {
    subject: `department:${department.id} ${formatPeriod(period)}`,
    teamId: asker.teamId,
    about: { agencyIds: [department.agency.id] },
  };
  if (!mayReadDepartment(viewer, department)) {
    await logAct(database, viewer.officialId, { ...look, action: DEPARTMENT_ACTIONS[kind].refused });
    return { refusals: [{ reason: isReader(viewer) ? 'other_agency_department' : 'other_department' }] };
  }
  // One's own department is nobody else's data; of any other, who looked is on record.
  if (!isMemberOf(viewer, department.id)) {
    await logAct(database, viewer.officialId, { ...look, action: DEPARTMENT_ACTIONS[kind].action });
  }
  return { department, viewer };
}

async function findAsked(
  database: Database,
  asked: AskedDepartment,
  viewer: Viewer,
  today: Day,
): Promise<DepartmentRef[] | Refusal> {
  if (asked !== undefined && 'name' in asked) return findDepartmentNamed(database, asked.name, viewer, today);
  const id = asked?.id ?? viewer.departmentId;
  if (id === undefined) return { reason: 'department_missing' };
  const department = await findDepartment(database, id);
  return department ? [department] : { reason: 'stale_button' };
}
