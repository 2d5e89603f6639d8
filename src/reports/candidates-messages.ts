import type { Button, KnownBlock } from '@slack/types';
import {
  actions,
  bold,
  button,
  clip,
  context,
  listSections,
  type Message,
  type Mrkdwn,
  message,
  mrkdwn,
  quote,
  section,
} from '../messenger/blocks.ts';
import type { Locale } from '../messenger/locale.ts';
import {
  type CandidatesPage,
  ENTRIES_PER_PAGE,
  type EvidencePage,
  LINES_PER_PAGE,
  type ListHead,
} from './look-up-candidates.ts';
import { lines } from './messages.ts';
import { formatPeriod, periodBefore } from './periods.ts';
import { type Candidate, type EvidenceEntry, PURPOSES } from './report.ts';
import { takenBackOf } from './rules.ts';
import type { Texts } from './text.ko.ts';
import { textsOf } from './texts.ts';

const NAME_CHARACTERS = 60;
const WORDS_CHARACTERS = 200;

/** A page of candidates: the rules used and what they leave open first, then a line and a button each. */
export function renderCandidates(page: CandidatesPage, locale: Locale): Message {
  const t = textsOf(locale);
  const title = t.candidates.title(page.purpose, page.agency.shortName);
  const pages = Math.max(1, Math.ceil(page.total / LINES_PER_PAGE));
  const count = t.pages(page.total, page.page + 1, pages);
  return message(mrkdwn`${title}`, [
    section(lines([bold(title), mrkdwn`${t.period(page.period)} · ${count}`, ...ruleLines(t, page)])),
    ...(page.total === 0 ? [section(mrkdwn`${t.candidates.none}`)] : candidateSections(t, page)),
    ...tieNote(t, page, pages),
    actions(listButtons(t, page, pages)),
    context(mrkdwn`${bold(t.candidates.decidesNothing)}`),
    context(mrkdwn`${t.candidates.counts(takenBackOf(page.reach.parts))}`),
    context(asOfLine(t, page)),
  ]);
}

/** As of when the list is: of archived years alone as of the last one's close, as `/협업 순위` of that year (제8조④). */
function asOfLine(t: Texts, { reach }: ListHead): Mrkdwn {
  const last = reach.parts.at(-1);
  return last !== undefined && reach.parts.every(({ closedBefore }) => closedBefore !== undefined)
    ? mrkdwn`${t.asOfClose(Number(last.from.slice(0, 4)), last.position)}`
    : mrkdwn`${t.asOf(reach.asOf, reach.position)}`;
}

/** The rules in words, who set them and since when, and whatever is out of the ordinary about them. */
function ruleLines(t: Texts, { inForce, ownPeriod }: ListHead): Mrkdwn[] {
  const { criteria, decided, changedWithin } = inForce;
  const c = t.candidates;
  const since = decided ? c.decided(decided.by, decided.effectiveFrom) : c.standard;
  return [
    mrkdwn`${bold(c.rules)} ${c.criteria(criteria)} · ${since}`,
    ...(changedWithin && decided ? [mrkdwn`${c.changedWithin(decided.effectiveFrom)}`] : []),
    ...(ownPeriod ? [mrkdwn`${c.ownPeriod(criteria.span)}`] : []),
  ];
}

function tieNote(t: Texts, page: CandidatesPage, pages: number): KnownBlock[] {
  const last = page.candidates.at(-1);
  return page.tiedAtCut > 0 && last && page.page === pages - 1
    ? [context(mrkdwn`${t.candidates.ties(last.rank, page.tiedAtCut)}`)]
    : [];
}

function candidateSections(t: Texts, page: CandidatesPage): KnownBlock[] {
  return page.candidates.map((candidate, index) =>
    section(
      candidateLines(t, page, candidate),
      button(`candidate_evidence:${index}`, t.evidence, {
        value: targetOf(page, { officialId: candidate.officialId }),
      }),
    ),
  );
}

function candidateLines(t: Texts, page: CandidatesPage, candidate: Candidate): Mrkdwn {
  const c = t.candidates;
  const { counted } = page.inForce.criteria;
  const tied = candidate.tied;
  const details = [
    ...(counted.length > 1 ? counted.map((side) => `${c.of[side]} ${t.points(candidate[side])}`) : []),
    ...(candidate.special > 0 ? [c.special(candidate.special)] : []),
    c.from(candidate.counterparts, candidate.otherAgencies),
    ...whereNow(t, page.agencyId, candidate),
  ].join(' · ');
  const name = clip(candidate.name, NAME_CHARACTERS);
  return mrkdwn`${t.rank(candidate.rank, tied)} ${bold(name)} (${candidate.department}) ${bold(t.points(candidate.points))}\n${details}`;
}

/** People stand where they earned their points; who is elsewhere now is marked. */
function whereNow(t: Texts, agencyId: number, { today, department }: Candidate): string[] {
  if (today.left) return [t.candidates.left];
  if (today.agencyId !== agencyId) return [t.candidates.moved(today.agency)];
  return today.department === department ? [] : [t.candidates.transferred(today.department)];
}

function listButtons(t: Texts, page: CandidatesPage, pages: number): Button[] {
  const c = t.candidates;
  const turn = (to: number, label: string) =>
    button(`candidates:page${to}`, label, { value: targetOf(page, { page: to }) });
  const other = PURPOSES.filter((purpose) => purpose !== page.purpose);
  return [
    ...(page.page > 0 ? [turn(page.page - 1, t.previousPage)] : []),
    ...(page.page + 1 < pages ? [turn(page.page + 1, t.nextPage)] : []),
    button('candidates:before', c.before, {
      value: targetOf({ ...page, period: periodBefore(page.period), reach: undefined }, {}),
    }),
    ...other.map((purpose) =>
      button(`candidates:${purpose}`, c.otherPurpose(purpose), {
        value: targetOf({ ...page, purpose, reach: undefined }, {}),
      }),
    ),
    button('report_criteria', c.showCriteria, { value: String(page.agency.id) }),
  ];
}

/** What a button holds: AGENCY:PURPOSE:PERIOD:POSITION:OFFICIAL:PAGE. */
function targetOf(
  head: Pick<ListHead, 'agency' | 'purpose' | 'period'> & { reach: ListHead['reach'] | undefined },
  { officialId = 0, page = 0 }: { officialId?: number; page?: number },
): string {
  const position = head.reach?.position ?? '';
  return [head.agency.id, head.purpose, formatPeriod(head.period), position, officialId, page].join(':');
}

/** The gifts behind a line, and that they come to what the line says; special awards stand among them, and apart in the sum. */
export function renderEvidence(page: EvidencePage, locale: Locale): Message {
  const t = textsOf(locale);
  const { candidate, evidence, inForce } = page;
  const title = t.trace.title(clip(candidate.name, NAME_CHARACTERS), page.purpose);
  const pages = Math.max(1, Math.ceil(evidence.total / ENTRIES_PER_PAGE));
  const { counted } = inForce.criteria;
  const parts = counted.map((side) => t.trace.part[side](evidence.sums[side])).join(' + ');
  const sum = counted.reduce((total, side) => total + evidence.sums[side], 0);
  const special = evidence.sums.special > 0 ? ` · ${t.candidates.special(evidence.sums.special)}` : '';
  const turn = (to: number, label: string) =>
    button(`candidate_evidence:page${to}`, label, {
      value: targetOf(page, { officialId: candidate.officialId, page: to }),
    });
  return message(mrkdwn`${title}`, [
    section(
      lines([
        bold(title),
        mrkdwn`${t.period(page.period)} · ${t.entries(evidence.total, page.page + 1, pages)}`,
        mrkdwn`${t.trace.sum(parts, sum)}${special}`,
        ...ruleLines(t, page),
      ]),
    ),
    ...listSections(
      evidence.entries.map((entry) => entryLines(t, entry)),
      ENTRIES_PER_PAGE,
    ),
    actions([
      ...(page.page > 0 ? [turn(page.page - 1, t.previousPage)] : []),
      ...(page.page + 1 < pages ? [turn(page.page + 1, t.nextPage)] : []),
      button('candidates:back', t.trace.back, { value: targetOf(page, {}) }),
    ]),
    context(asOfLine(t, page)),
  ]);
}

function entryLines(t: Texts, entry: EvidenceEntry): Mrkdwn {
  const place = entry.otherPlace === '' ? '' : ` (${entry.otherPlace})`;
  const who = entry.other === '' ? mrkdwn`` : mrkdwn` ${bold(clip(entry.other, NAME_CHARACTERS))}${place}`;
  const words = entry.words === undefined ? mrkdwn`${t.hidden}` : quote(clip(entry.words, WORDS_CHARACTERS));
  const { takenBackLater: later } = entry;
  const back = later === undefined ? '' : ` · ${t.trace.takenBackLater(later)}`;
  return mrkdwn`${t.department.day(entry.day)} ${t.trace.sides[entry.side]}${who} ${t.points(entry.points)} · ${t.number(entry.number)}${back}\n${words}`;
}
