import { addMonths, monthOf } from '../calendar/seoul.ts';
import { USUAL_DAYS } from '../export-kinds.ts';
import type { ExportRow, ExportSource } from '../exports/source.ts';
import {
  streamArchive,
  streamBalances,
  streamDepartmentDays,
  streamGifts,
  streamReceived,
} from './export-store.ts';
import { en } from './text.en.ts';
import { ko } from './text.ko.ts';

const EVERYONE = ['operator', 'cco', 'auditor'] as const;

/**
 * Gifts by number, reversed and hidden ones too. Of one agency: those that its people gave or received. `recipient` is empty
 * for a gift to a department.
 */
export const gifts: ExportSource = {
  kind: 'gifts',
  name: { ko: ko.exports.gifts, en: en.exports.gifts },
  columns: [
    'gift_id',
    'given_at',
    'giver',
    'recipient',
    'recipient_department',
    'points',
    'message',
    'source',
    'state',
    'hidden',
  ],
  roles: EVERYONE,
  usual: USUAL_DAYS.gifts,
  async *rows(picture, range, agencyId): AsyncGenerator<ExportRow> {
    for await (const line of streamGifts(picture, range, agencyId))
      yield {
        agencyIds: [line.giver_agency_id, line.recipient_agency_id],
        cells: [
          line.gift_id,
          line.given_at,
          line.giver,
          line.recipient,
          line.recipient_department,
          line.points,
          line.message,
          line.source,
          line.reversed ? 'reversed' : 'given',
          line.hidden ? 'true' : 'false',
        ],
      };
  },
};

/**
 * Points of officials in each month that the days touch.
 *
 * Those are listed who gave, received or opened an allowance in that month; for all others allowance_left is the policy's
 * allowance, and the rest is 0. It is empty for those who only received: their allowance is untouched. Of a past month
 * it is what lapsed. `received_year` covers the month's whole calendar year, as far as it has gone; gifts taken back and
 * special points, which are counted separately (운영규정 제9조), are in none of the figures.
 */
export const balances: ExportSource = {
  kind: 'balances',
  name: { ko: ko.exports.balances, en: en.exports.balances },
  columns: ['official', 'month', 'allowance_left', 'received_month', 'received_year', 'sent_month'],
  roles: EVERYONE,
  usual: USUAL_DAYS.balances,
  async *rows(picture, { from, to }, agencyId): AsyncGenerator<ExportRow> {
    const months = { from: `${monthOf(from)}-01`, until: `${addMonths(monthOf(to), 1)}-01` };
    for await (const line of streamBalances(picture, months, agencyId))
      yield {
        agencyIds: line.agency_ids ?? [],
        cells: [
          line.official,
          line.month,
          line.allowance_left,
          line.received_month,
          line.received_year,
          line.sent_month,
        ],
      };
  },
};

/**
 * What people and departments received, a line each, by receiver: what an agency counts for awards. Special points stand apart by
 * their kind (운영규정 제9조), what was taken back by its state. No messages: whoever needs them exports the gifts. Of one
 * agency: what was received as its own, whoever gave it.
 */
export const received: ExportSource = {
  kind: 'received',
  name: { ko: ko.exports.received, en: en.exports.received },
  columns: [
    'agency',
    'department',
    'receiver',
    'received_at',
    'kind',
    'points',
    'giver_agency',
    'giver_department',
    'giver',
    'state',
    'hidden',
    'number',
  ],
  roles: EVERYONE,
  usual: USUAL_DAYS.received,
  async *rows(picture, range, agencyId): AsyncGenerator<ExportRow> {
    for await (const line of streamReceived(picture, range, agencyId))
      yield {
        agencyIds: [line.agency_id],
        cells: [
          line.agency,
          line.department,
          line.receiver,
          line.received_at,
          line.kind,
          line.points,
          line.giver_agency,
          line.giver_department,
          line.giver,
          line.state,
          line.hidden === null ? null : String(line.hidden),
          line.number,
        ],
      };
  },
};

/** Departments' scores as they were fixed day by day, what was corrected on a day apart (운영규정 제8조②③). */
export const departmentDays: ExportSource = {
  kind: 'department_days',
  name: { ko: ko.exports.departmentDays, en: en.exports.departmentDays },
  columns: [
    'day',
    'agency',
    'department',
    'members',
    'received',
    'sent',
    'special',
    'received_correction',
    'sent_correction',
    'special_correction',
  ],
  roles: EVERYONE,
  usual: USUAL_DAYS.department_days,
  async *rows(picture, range, agencyId): AsyncGenerator<ExportRow> {
    for await (const line of streamDepartmentDays(picture, range, agencyId))
      yield {
        agencyIds: [line.agency_id],
        cells: [
          line.day,
          line.agency,
          line.department,
          line.members,
          line.received,
          line.sent,
          line.special,
          line.received_correction,
          line.sent_correction,
          line.special_correction,
        ],
      };
  },
};

/** Archived years as they were (운영규정 제8조④): the last one, or those that the days touch. */
export const archive: ExportSource = {
  kind: 'archive',
  name: { ko: ko.exports.archive, en: en.exports.archive },
  columns: [
    'year',
    'scope',
    'subject',
    'official',
    'name',
    'department',
    'agency',
    'received',
    'sent',
    'special',
    'rank_received',
    'rank_sent',
  ],
  roles: EVERYONE,
  usual: USUAL_DAYS.archive,
  async *rows(picture, range, agencyId): AsyncGenerator<ExportRow> {
    for await (const line of streamArchive(picture, range, agencyId))
      yield {
        agencyIds: line.scope_id > 0 ? [line.scope_id] : line.agency_id === null ? [] : [line.agency_id],
        cells: [
          line.year,
          line.scope,
          line.subject,
          line.official,
          line.name,
          line.department,
          line.agency,
          line.received,
          line.sent,
          line.special,
          line.rank_received,
          line.rank_sent,
        ],
      };
  },
};
