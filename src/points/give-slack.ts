import { monthOf, seoulDay } from '../calendar/seoul.ts';
import type { Recipient } from '../directory/find-recipients.ts';
import { findOfficial } from '../directory/store.ts';
import { mrkdwn, section } from '../messenger/blocks.ts';
import { logFault, renderFaultOfRest } from '../messenger/fault.ts';
import type { CommandAct } from '../messenger/listeners.ts';
import { visibleLength } from '../messenger/mrkdwn.ts';
import type { Reply } from '../messenger/replies.ts';
import { plainText } from '../messenger/slack-notation.ts';
import { DEFAULT_POLICY, type Policy } from '../policy/policy.ts';
import { findPolicy } from '../policy/store.ts';
import { addressGift, type FindUser, formatKey, parseKey, toKey } from './address-gift.ts';
import type { RecipientKey } from './gift-store.ts';
import { type GiveOutcome, type GiveRequest, givePoints } from './give-points.ts';
import { renderChoice, renderGiveOutcomes, renderNobodyFound, renderRefusals } from './messages.ts';
import type { Command } from './parse.ts';
import type { PointsDeps } from './points-deps.ts';

/** Sends one command's worth of gifts at most; a longer list is more likely a slip than thanks. */
const MOST_RECIPIENTS = 20;
/** A trigger's id as Slack writes it, or what may pass for one: nothing that PostgreSQL could not store. */
export const ACT_KEY = /^[\x21-\x7e]{1,200}$/;
/** Characters that Slack takes in a button's value. A message that does not fit is asked to be shorter. */
const MOST_IN_BUTTON = 2_000;

/** Looks up who a mentioned user is in the directory. */
export function createFindUser(deps: Pick<PointsDeps, 'identity'>, teamId: string): FindUser {
  return async (userId) => {
    const person = await deps.identity.resolve(teamId, userId);
    if (person.kind === 'official') return person.officialId;
    return person.kind === 'unknown' ? 'recipient_unknown' : 'recipient_inactive';
  };
}

/** `/협업 주기 …`: finds out who is meant and gives to each of them. */
export async function answerGive(
  deps: PointsDeps,
  act: CommandAct,
  command: Extract<Command, { kind: 'give' }>,
): Promise<Reply> {
  // Before anybody is looked up: whoever is not known yet is asked for at Slack, and one command must not ask for thousands.
  if (command.references.length > MOST_RECIPIENTS) {
    const refusal = { reason: 'too_many' as const, count: command.references.length, most: MOST_RECIPIENTS };
    return renderRefusals([refusal], act.locale);
  }
  const address = await addressGift(
    deps.database,
    command,
    createFindUser(deps, act.teamId),
    seoulDay(deps.now()),
  );
  const { unclear, refused } = address;
  if (unclear && unclear.candidates.length === 0) return renderNobodyFound(unclear.typed, act.locale);
  const message = plainText(address.text);
  const choiceOf = (candidate: Recipient) =>
    JSON.stringify({ u: act.officialId, t: act.triggerId, r: formatKey(toKey(candidate)), m: message });
  if (unclear?.candidates.some((candidate) => choiceOf(candidate).length > MOST_IN_BUTTON)) {
    const { messageMaxLength: max } = await findPolicyOf(deps, act.officialId);
    return renderRefusals([{ reason: 'message_long', length: visibleLength(message), max }], act.locale);
  }
  const count = address.recipients.length;
  if (count > MOST_RECIPIENTS) {
    return renderRefusals([{ reason: 'too_many', count, most: MOST_RECIPIENTS }], act.locale);
  }
  const requests = address.recipients.map((recipient) => ({
    requestKey: `command:${act.teamId}:${act.userId}:${act.triggerId}:${formatKey(recipient)}`,
    recipient,
  }));
  const outcomes: GiveOutcome[] = refused.map(({ typed, reason }) => ({
    kind: 'refused',
    recipientName: typed,
    refusals: [{ reason }],
  }));
  for (const request of requests) {
    try {
      outcomes.push(
        await giveOne(deps, {
          ...request,
          teamId: act.teamId,
          giverId: act.officialId,
          message,
          source: 'command',
        }),
      );
    } catch (error) {
      if (!outcomes.some(({ kind }) => kind === 'given')) throw error;
      return renderBrokenOff(deps, act, outcomes, error);
    }
  }
  const receipts = outcomes.length > 0 ? renderGiveOutcomes(outcomes, act.locale) : undefined;
  if (!unclear) return receipts ?? renderNobodyFound('', act.locale);
  const choice = renderChoice(
    {
      ...unclear,
      value: choiceOf,
    },
    act.locale,
  );
  return receipts ? { text: receipts.text, blocks: [...receipts.blocks, ...choice.blocks] } : choice;
}

/** "Nothing was changed" would not be true here: some are given, and sending all of it again would give them twice. */
function renderBrokenOff(
  { log }: PointsDeps,
  { teamId, userId, locale }: CommandAct,
  outcomes: GiveOutcome[],
  error: unknown,
): Reply {
  const reference = logFault(log, error, { listener: 'command', teamId, userId });
  const { text, blocks } = renderGiveOutcomes(outcomes, locale);
  return { text, blocks: [...blocks, section(mrkdwn`${renderFaultOfRest(reference, locale)}`)] };
}

/** Reads a choice button's value, which is user input; only who was asked may choose. */
export function parseChoice(
  value: string | undefined,
  officialId: number,
): { triggerId: string; recipient: RecipientKey; message: string } | undefined {
  try {
    const { u, t, r, m } = JSON.parse(value ?? '') as Record<string, unknown>;
    const recipient = typeof r === 'string' ? parseKey(r) : undefined;
    if (u !== officialId || typeof t !== 'string' || !ACT_KEY.test(t) || typeof m !== 'string' || !recipient)
      return undefined;
    return { triggerId: t, recipient, message: m };
  } catch {
    return undefined;
  }
}

/** Gives one gift, counts it and wakes the workers. */
export async function giveOne(deps: PointsDeps, request: GiveRequest): Promise<GiveOutcome> {
  const outcome = await givePoints(deps.database, request, deps.now(), deps.memory);
  if (outcome.kind === 'refused') {
    for (const { reason } of outcome.refusals) deps.metrics.countRefusal(reason);
  } else if (!outcome.repeated) {
    deps.metrics.countGift();
    deps.wake(request.teamId);
  }
  return outcome;
}

/** This month's policy of the official's agency; the law's own numbers for someone without a post. */
export async function findPolicyOf(deps: PointsDeps, officialId: number): Promise<Policy> {
  const day = seoulDay(deps.now());
  const agencyId = (await findOfficial(deps.database, officialId, day))?.agency?.id;
  return agencyId === undefined ? DEFAULT_POLICY : findPolicy(deps.database, agencyId, monthOf(day));
}
