import { addDays, type Day, type Period } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { USUAL_DAYS } from '../export-kinds.ts';
import type { DayRange, ExportRow, ExportSource } from '../exports/source.ts';
import { findTotals } from './candidates-store.ts';
import { findCriteriaChanges } from './criteria-store.ts';
import { findEmails, listAgencies, streamPerformance } from './export-store.ts';
import { findPosition, findReach } from './reach-store.ts';
import { type Criteria, PURPOSES } from './report.ts';
import { criteriaFor, earlier, rankCandidates } from './rules.ts';
import { en } from './text.en.ts';
import { ko } from './text.ko.ts';

const roles: ExportSource['roles'] = ['operator', 'cco', 'auditor'];

const daysOf = ({ from, to }: DayRange): Period => ({ from, until: addDays(to, 1) });

/**
 * Candidates of the days asked for, by agency and purpose, under the criteria that hold on the last of them or, while they
 * run, today: each line says by which. Points are those that were rolled up by the time of the export.
 */
export const candidatesSource: ExportSource = {
  kind: 'candidates',
  name: { ko: ko.exports.candidates, en: en.exports.candidates },
  columns: [
    'agency',
    'purpose',
    'from',
    'to',
    'rank',
    'official',
    'name',
    'department',
    'points',
    'received',
    'sent',
    'special_apart',
    'gifts',
    'counterparts',
    'other_agencies',
    'criteria_cut',
    'criteria_counted',
    'criteria_since',
    'ledger_position',
  ],
  roles,
  usual: USUAL_DAYS.candidates,
  rows: candidateRows,
};

async function* candidateRows(
  picture: Database,
  range: DayRange,
  agencyId: number | undefined,
  today: Day,
): AsyncGenerator<ExportRow> {
  const period = daysOf(range);
  const reach = await findReach(picture, period, await findPosition(picture, undefined));
  for (const agency of await listAgencies(picture, agencyId)) {
    const changes = await findCriteriaChanges(picture, agency.id);
    for (const purpose of PURPOSES) {
      const { criteria, decided } = criteriaFor(purpose, changes, period, today);
      const counting = { agencyId: agency.id, counted: criteria.counted, reach };
      const { candidates } = rankCandidates(
        await findTotals(picture, counting, earlier(range.to, today)),
        criteria,
      );
      const emails = await findEmails(
        picture,
        candidates.map(({ officialId }) => officialId),
      );
      for (const one of candidates) {
        yield {
          agencyIds: [agency.id],
          cells: [
            agency.name,
            purpose,
            range.from,
            range.to,
            one.rank,
            emails.get(one.officialId) ?? null,
            one.name,
            one.department,
            one.points,
            one.received,
            one.sent,
            one.special,
            one.gifts,
            one.counterparts,
            one.otherAgencies,
            cutOf(criteria),
            criteria.counted.join('+'),
            decided?.effectiveFrom ?? 'default',
            reach.position,
          ],
        };
      }
    }
  }
}

function cutOf({ cut }: Criteria): string {
  return cut.by === 'top' ? `top ${cut.count}` : `threshold ${cut.points}`;
}

/** Departments' fixed days by month, corrections apart: what performance sheets are made of. */
export const performanceSource: ExportSource = {
  kind: 'performance',
  name: { ko: ko.exports.performance, en: en.exports.performance },
  columns: [
    'agency',
    'department',
    'month',
    'received',
    'sent',
    'special_apart',
    'received_correction',
    'sent_correction',
    'special_correction',
    'fixed_through',
  ],
  roles,
  usual: USUAL_DAYS.performance,
  rows: performanceRows,
};

async function* performanceRows(
  picture: Database,
  range: DayRange,
  agencyId: number | undefined,
): AsyncGenerator<ExportRow> {
  for await (const line of streamPerformance(picture, daysOf(range), agencyId)) {
    yield {
      agencyIds: [line.agency_id],
      cells: [
        line.agency,
        line.department,
        line.month,
        line.received,
        line.sent,
        line.special,
        line.received_correction,
        line.sent_correction,
        line.special_correction,
        line.fixed_through,
      ],
    };
  }
}
