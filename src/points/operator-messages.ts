import type { KnownBlock } from '@slack/types';
import type { Month } from '../calendar/seoul.ts';
import {
  actions,
  bold,
  button,
  clip,
  context,
  fields,
  joinMrkdwn,
  listSections,
  type Message,
  type Mrkdwn,
  message,
  mrkdwn,
  quote,
  section,
} from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import type { chooseBoardChannel } from './change-policy.ts';
import type { SpecialOutcome } from './grant-special.ts';
import type { VisibilityOutcome } from './hide-message.ts';
import { renderRefusals } from './messages.ts';
import type { OperatorTexts } from './operator-text.ko.ts';
import type { summarisePatterns } from './rules.ts';
import type { ApprovalOutcome } from './settle-approval.ts';
import { operatorTextsOf, textsOf } from './texts.ts';

type Approval = Extract<ApprovalOutcome, { kind: 'approved' }>['approval'];

export function renderSpecial(outcome: SpecialOutcome, locale: Locale): Message {
  if (outcome.kind === 'refused') return renderRefusals(outcome.refusals, locale);
  if (outcome.kind === 'approval_asked') return titled(textsOf(locale).approvalAsked(outcome.approvalId), []);
  const { special } = operatorTextsOf(locale);
  return titled(special.granted(outcome.label, outcome.persons), [
    special.detail(outcome.pointsEach, outcome.total, outcome.persons),
    special.left(outcome.poolLeft),
    ...numbersOf(outcome.numbers).map(([first, last]) => special.numbers(first, last)),
  ]);
}

export function renderVisibility(outcome: VisibilityOutcome, locale: Locale): Message {
  if (outcome.kind === 'refused') return renderRefusals(outcome.refusals, locale);
  const { visibility } = operatorTextsOf(locale);
  return titled(visibility[outcome.kind](outcome.number), [visibility.next]);
}

export function renderBoardChosen(
  outcome: Awaited<ReturnType<typeof chooseBoardChannel>>,
  locale: Locale,
): Message {
  if (outcome.kind === 'refused') return renderRefusals(outcome.refusals, locale);
  const { boardChosen, boardChosenNext } = operatorTextsOf(locale);
  // The only link of all messages; anything but a channel's id stays text.
  const isChannel = /^[CG][A-Z0-9]{2,20}$/.test(outcome.channelId);
  const channel: Mrkdwn = isChannel ? { mrkdwn: `<#${outcome.channelId}>` } : mrkdwn`${outcome.channelId}`;
  return message(mrkdwn`${boardChosenNext}`, [
    section(joinMrkdwn([boardChosen(channel), mrkdwn`${boardChosenNext}`], '\n')),
  ]);
}

export function renderApprovalOutcome(outcome: ApprovalOutcome, locale: Locale): Message {
  if (outcome.kind === 'refused') return renderRefusals(outcome.refusals, locale);
  const { approval } = operatorTextsOf(locale);
  return outcome.kind === 'approved'
    ? titled(approval.approved(outcome.approval.id), [approval.approvedNext])
    : titled(approval.rejected(outcome.approval.id), [approval.rejectedNext]);
}

const MOST_PATTERNS = 15;

/** What an operator may want to look at in a month; it accuses nobody. */
export function renderPatterns(
  input: { agencyName: string; month: Month; patterns: ReturnType<typeof summarisePatterns> },
  locale: Locale,
): Message {
  const { patterns: p } = operatorTextsOf(locale);
  const { reciprocal, dumping, concentration } = input.patterns;
  const title = p.title(input.agencyName, textsOf(locale).month(input.month));
  const kinds: Array<[string, string[]]> = [
    [p.reciprocal, reciprocal.map((pair) => p.pair(pair.a, pair.b, pair.aToB, pair.bToA))],
    [p.dumping, dumping.map((giver) => p.dump(giver.name, giver.total, giver.lastDays))],
    [p.concentration, concentration.map((r) => p.share(r.name, r.points, r.sharePercent))],
  ];
  const found = kinds.filter(([, lines]) => lines.length > 0);
  const lists = found.map(([label, lines]) => {
    const more = lines.length - MOST_PATTERNS;
    const shown = lines.slice(0, MOST_PATTERNS).map((line) => mrkdwn`• ${line}`);
    return joinMrkdwn([bold(label), ...shown, ...(more > 0 ? [mrkdwn`${p.more(more)}`] : [])], '\n');
  });
  return message(mrkdwn`${title}`, [
    section(bold(title)),
    ...(lists.length === 0 ? [section(mrkdwn`${p.nothing}`)] : listSections(lists, 10)),
    context(mrkdwn`${p.intro}`),
  ]);
}

const MOST_PARKED = 20;

/** Notifications that were given up, each with what to do. */
export function renderParked(
  rows: Array<{ id: number; lane: string; kind: string; problem: string; parkedAt: Date | undefined }>,
  locale: Locale,
): Message {
  const { parked } = operatorTextsOf(locale);
  if (rows.length === 0) return titled(parked.none, []);
  const more = rows.length - MOST_PARKED;
  const t = textsOf(locale);
  const entries = rows.slice(0, MOST_PARKED).map((row) => {
    const about = [parked.kinds[row.kind] ?? row.kind, laneName(parked, row.lane)];
    if (row.parkedAt) about.push(t.moment(row.parkedAt));
    return mrkdwn`${about.join(' · ')}\n${problemText(parked, row.problem)}`;
  });
  return message(mrkdwn`${parked.title(rows.length)}`, [
    section(mrkdwn`${bold(parked.title(rows.length))}\n${parked.intro}`),
    ...listSections(entries, MOST_PARKED),
    ...(more > 0 ? [context(mrkdwn`${parked.more(more)}`)] : []),
  ]);
}

function problemText(parked: OperatorTexts['parked'], problem: string): string {
  // Ours, after a day of trying: `gave_up: timeout`.
  if (problem.startsWith('gave_up')) return parked.gaveUp;
  return parked.problems[problem] ?? parked.otherProblem(clip(problem, 200));
}

function laneName(parked: OperatorTexts['parked'], lane: string): string {
  const [kind = '', id = ''] = lane.split(':');
  if (kind === 'channel' || kind === 'official' || kind === 'user') return parked.lanes[kind](id);
  return lane;
}

/** Asks a second operator. `detail.label` says whom it is about. */
export function renderApprovalAsked(approval: Approval, detail: { label: string }, locale: Locale): Message {
  const { approval: a } = operatorTextsOf(locale);
  const { act, id, requestedByName } = approval;
  const special = 'recipientIds' in act;
  const asks = special ? a.special(requestedByName) : a.reversal(requestedByName, act.number);
  const facts = [
    mrkdwn`*${a.target}*\n${detail.label}`,
    ...(special ? [mrkdwn`*${a.amount}*\n${a.perPerson(act.pointsEach, act.recipientIds.length)}`] : []),
  ];
  const value = String(id);
  return message(mrkdwn`${a.fallback(requestedByName)}`, [
    section(mrkdwn`${bold(a.asked(id))}\n${asks}`),
    fields(facts),
    ...listSections([mrkdwn`*${a.reason}*\n${quote(act.reason)}`], 10),
    actions([
      button(`approve:${id}`, a.approve, { style: 'primary', value, confirm: a.confirmApprove }),
      button(`reject:${id}`, a.reject, { style: 'danger', value, confirm: a.confirmReject }),
    ]),
    context(mrkdwn`${a.why}`),
  ]);
}

/** Tells the operator who asked what the second one decided. */
export function renderApprovalSettled(approval: Approval, locale: Locale): Message {
  const { approval: a } = operatorTextsOf(locale);
  if (approval.decision === undefined) return titled(a.open(approval.id), []);
  const { act } = approval;
  const about = 'label' in act ? act.label : textsOf(locale).number(act.number);
  return titled(
    approval.decision.approved ? a.settledApproved(approval.id) : a.settledRejected(approval.id),
    [`${about} · ${act.reason}`],
  );
}

/** First and last of the numbers; nothing where there are none. */
function numbersOf(numbers: number[]): Array<[number, number]> {
  const [first] = numbers;
  const last = numbers.at(-1);
  return first === undefined || last === undefined ? [] : [[first, last]];
}

function titled(title: string, lines: string[]): Message {
  const blocks: KnownBlock[] = [
    section(joinMrkdwn([bold(title), ...lines.map((line) => mrkdwn`${line}`)], '\n')),
  ];
  return message(mrkdwn`${title}`, blocks);
}
