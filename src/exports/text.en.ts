import { daysOf } from '../messenger/days.ts';
import { grouped } from '../messenger/grouped.ts';
import type { Texts } from './text.ko.ts';
import type { UsualDays } from './usual-days.ts';

const { fullDay, moment } = daysOf('en');

const toCome = 'These days are still to come: there are no records of them.';
/** Why there is nothing of these days. */
const notOver: Record<UsualDays, string> = {
  this_month: toCome,
  this_year: toCome,
  whole_year: toCome,
  last_year: 'Records of a year are there once it is over.',
  last_week: 'Records of a week are there once it is over.',
};

export const en: Texts = {
  accessLog: 'Access log',
  refusals: {
    reason_missing: () => 'State why you export this. It goes into the access log.',
    reason_short: ({ min }) =>
      `State in at least ${min} characters what this is for. It goes into the access log.`,
    reason_long: ({ length, max }) => `The reason has ${length} characters. Shorten it to ${max} or fewer.`,
    not_a_day: ({ given }) => `${given} is not a day. Write it like 2026-11-30.`,
    from_after_to: ({ to }) =>
      `The first day is later than the last (${fullDay(to)}). Choose that day or an earlier one.`,
    not_yet: ({ usual, latest }) => `${notOver[usual]} Choose ${fullDay(latest)} or an earlier first day.`,
    kind_unknown: () => 'There are no such records to export. Choose from the list: /collab export',
    agency_unknown: ({ name }) =>
      `There is no agency called ${name}. Write its full or its short name, or leave it empty for all.`,
    not_entitled: () =>
      'Only operators and the CCO (혁신책임관) of an agency, and auditors, export records. Ask an operator of your agency. Your own statement: /collab statement',
    kind_not_yours: () => 'Only auditors export these records. Ask an auditor.',
    other_agency: () => 'You cannot export the records of another agency, only those of your own.',
    no_agency: () =>
      'You belong to no agency at present, so there is nothing to export. Ask your administrator whether that is right.',
    too_many_open: ({ max }) =>
      `A person can have ${max} exports under way. Try again when one is done; see /collab export list`,
    too_many_rows: ({ max }) =>
      `An Excel file holds ${grouped(max)} rows, and there are more. Choose fewer days, or CSV.`,
    too_large: ({ maxMegabytes }) =>
      `The file would have more than ${grouped(maxMegabytes)} MB, which Slack does not take. Choose fewer days, or ask your administrator to use ieum export.`,
  },
  usualDays: {
    this_month: 'from the 1st of this month to today',
    this_year: 'from 1 January to today',
    whole_year: 'all of this year',
    last_year: 'last year',
    last_week: 'last week',
  },
  withoutDays: 'Without days',
  refused: 'Nothing was exported.',
  usage: 'Write: /collab export (export records), /collab export list (what you exported)',
  states: {
    requested: 'waiting',
    running: 'being written',
    ready: 'sent',
    gone: 'deleted',
    refused: 'not exported',
    failed: 'failed',
  },
  formats: { csv: 'CSV', xlsx: 'Excel (XLSX)' },
  days: (from, to) => `${fullDay(from)} to ${fullDay(to)}`,
  allAgencies: 'all agencies',
  rows: (count) => `${grouped(count)} ${count === 1 ? 'row' : 'rows'}`,
  until: (at) => `deleted on ${moment(at)}`,
  asked: (at) => `asked for on ${moment(at)}`,
  fault: (reference) =>
    `Please try again; if it goes on, tell your administrator this reference: ${reference}`,
  list: 'What you exported',
  none: 'You have exported nothing. To export: /collab export',
  requested: 'The export has begun. You will get the file by direct message.',
  refresh: 'Refresh',
  showList: 'My exports',
  notice: {
    ready: (name) => `Exported: ${name}. The file is in this conversation.`,
    vanishes: (at) =>
      `The file will be deleted on ${moment(at)}. It holds personal data: use it only for what it is for, and remove your copy afterwards.`,
    refused: (name) => `Not exported: ${name}`,
    failed: (name) => `The export failed: ${name}`,
  },
  dialog: {
    title: 'Export records',
    submit: 'Export',
    close: 'Close',
    scope: (agency) => `Records of ${agency} only. The export and its reason go into the access log.`,
    all: 'Records of all agencies. The export and its reason go into the access log.',
    kind: 'Records',
    agency: 'Agency',
    agencyHint: 'For the records of one agency alone, write its name. Empty: all agencies.',
    from: 'First day',
    to: 'Last day',
    daysHint: (days) => `Empty: ${days}.`,
    format: 'Format',
    bom: 'CSV',
    bomOption: 'Begin with a BOM, for Excel',
    reason: 'Reason',
    reasonHint: (min) => `At least ${min} characters, e.g. evaluation of departments, second half of 2026`,
  },
};
