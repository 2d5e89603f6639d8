import type { HomeView, KnownBlock } from '@slack/types';
import { addMonths } from '../calendar/seoul.ts';
import {
  actions,
  bold,
  button,
  context,
  fields,
  header,
  listSections,
  mrkdwn,
  section,
} from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import type { Gift, Summary } from '../points/gift.ts';
import { statementEntry } from '../points/look-up-messages.ts';
import { textsOf } from '../points/texts.ts';
import { en } from './text.en.ts';
import { type HomeTexts, ko } from './text.ko.ts';

/** App Home: where one stands, what waits, the latest thanks. */
export function renderHome(
  input: {
    name: string;
    summary: Summary;
    recent: Gift[];
    officialId: number;
    /** Numbers of requests that this person may settle. */
    approvals: number[];
    operator: boolean;
    now: Date;
  },
  locale: Locale,
): HomeView {
  const h = locale === 'ko' ? ko : en;
  const t = textsOf(locale);
  const { summary } = input;
  const entries = input.recent.map((gift) => statementEntry(t, gift, input.officialId));
  return {
    type: 'home',
    callback_id: 'home',
    blocks: [
      header(input.name.trim() === '' ? h.untitled : h.title(input.name)),
      fields([
        mrkdwn`*${h.left}*\n${h.leftOf(summary.allowanceLeft, summary.monthlyAllowance)}`,
        mrkdwn`*${h.sent}*\n${t.points(summary.sentThisMonth)}`,
        mrkdwn`*${h.received}*\n${t.points(summary.receivedThisMonth)}`,
        mrkdwn`*${h.receivedYear}*\n${t.points(summary.receivedThisYear)}`,
        ...(summary.specialThisYear > 0
          ? [mrkdwn`*${h.special}*\n${t.points(summary.specialThisYear)}`]
          : []),
      ]),
      actions([
        button('open_give', t.buttons.give, { style: 'primary' }),
        button('show_statement', t.buttons.statement),
        button('show_ranking', t.buttons.ranking),
        button('show_board', t.buttons.board),
      ]),
      context(mrkdwn`${h.lapses(t.day(`${addMonths(summary.month, 1)}-01`))}`),
      ...waiting(h, input.approvals),
      { type: 'divider' },
      section(bold(h.recent)),
      ...(entries.length === 0 ? [section(mrkdwn`${h.none}`)] : listSections(entries, 20)),
      ...(input.operator ? operatorBlocks(h) : []),
      context(mrkdwn`${h.asOf(t.moment(input.now))}`),
    ],
  };
}

function waiting(h: HomeTexts, approvals: number[]): KnownBlock[] {
  if (approvals.length === 0) return [];
  return [
    { type: 'divider' },
    section(bold(h.waiting(approvals.length))),
    actions(
      approvals.slice(0, 10).map((id) => button(`show_approval:${id}`, h.show(id), { value: String(id) })),
    ),
  ];
}

function operatorBlocks(h: HomeTexts): KnownBlock[] {
  return [
    { type: 'divider' },
    section(bold(h.operator)),
    actions([
      button('open_policy', h.policy),
      button('show_patterns', h.patterns),
      button('show_parked', h.parked),
    ]),
  ];
}
