import { seoulDay } from '../calendar/seoul.ts';
import type { ActionAct, CommandAct, Listeners } from '../messenger/listeners.ts';
import { findParked } from '../messenger/outbox-store.ts';
import { present } from '../messenger/present.ts';
import type { Reply } from '../messenger/replies.ts';
import { plainText } from '../messenger/slack-notation.ts';
import { addressGift } from './address-gift.ts';
import { findApproval } from './approval-store.ts';
import { chooseBoardChannel } from './change-policy.ts';
import { createFindUser } from './give-slack.ts';
import { grantSpecial } from './grant-special.ts';
import { hideMessage } from './hide-message.ts';
import { describeAct, lookUpPatterns, lookUpPolicy, lookUpWaiting } from './look-up.ts';
import { renderNobodyFound, renderRefusals, renderUsage } from './messages.ts';
import {
  renderApprovalAsked,
  renderApprovalOutcome,
  renderBoardChosen,
  renderParked,
  renderPatterns,
  renderSpecial,
  renderVisibility,
} from './operator-messages.ts';
import { type Command, parseGrant } from './parse.ts';
import type { PointsDeps } from './points-deps.ts';
import { answerPolicy, registerPolicy } from './policy-slack.ts';
import type { Refusal } from './refusal.ts';
import { settleApproval } from './settle-approval.ts';

type OperatorCommand = Extract<
  Command,
  { kind: 'special' | 'hide' | 'policy' | 'choose_board' | 'patterns' | 'parked' }
>;

type Asker = Pick<CommandAct, 'teamId' | 'userId' | 'officialId' | 'locale' | 'triggerId'>;

/** The operator's commands. Every one looks up the role anew; what a button or form says proves nothing. */
export async function answerOperator(deps: PointsDeps, act: Asker, command: OperatorCommand): Promise<Reply> {
  const { database } = deps;
  const by = { actorId: act.officialId, teamId: act.teamId };
  switch (command.kind) {
    case 'special':
      return answerSpecial(deps, act, command);
    case 'hide': {
      const outcome = await hideMessage(
        database,
        { ...by, ...command, reason: plainText(command.reason) },
        deps.now(),
      );
      note(deps, act, outcome);
      return renderVisibility(outcome, act.locale);
    }
    case 'policy':
      return answerPolicy(deps, act, command.group);
    case 'choose_board':
      return renderBoardChosen(
        await chooseBoardChannel(database, { ...by, channelId: command.channelId }, deps.now()),
        act.locale,
      );
    case 'patterns': {
      const ask = { month: command.month, teamId: act.teamId };
      const page = await lookUpPatterns(database, act.officialId, ask, deps.now());
      return 'refusals' in page ? refuse(deps, act, page.refusals) : renderPatterns(page, act.locale);
    }
    case 'parked': {
      const page = await lookUpPolicy(database, act.officialId, deps.now());
      if ('refusals' in page) return refuse(deps, act, page.refusals);
      const parked = await findParked(database, act.teamId, 10);
      return renderParked(
        parked.map((row) => ({ ...row, at: row.parkedAt ?? deps.now() })),
        act.locale,
      );
    }
  }
}

/** `/협업 특별 @사람 50 사유`: points and reason follow the receivers. */
async function answerSpecial(
  deps: PointsDeps,
  act: Asker,
  command: Extract<Command, { kind: 'special' }>,
): Promise<Reply> {
  const address = await addressGift(
    deps.database,
    command,
    createFindUser(deps, act.teamId),
    seoulDay(deps.now()),
  );
  if (address.unclear || address.refused.length > 0) {
    return renderNobodyFound(address.unclear?.typed ?? address.refused[0]?.typed ?? '', act.locale);
  }
  const grant = parseGrant(plainText(address.text));
  const [recipient, ...others] = address.recipients;
  // One receiver or one department a grant, so that it is one act with one reason.
  if (!grant || !recipient || others.length > 0) return renderUsage('special', act.locale);
  const outcome = await grantSpecial(
    deps.database,
    {
      requestKey: `special:${act.teamId}:${act.userId}:${act.triggerId}`,
      teamId: act.teamId,
      actorId: act.officialId,
      recipient,
      pointsEach: grant.points,
      reason: grant.reason,
    },
    deps.now(),
  );
  note(deps, act, outcome);
  return renderSpecial(outcome, act.locale);
}

/** Counts what was refused; what was stored may have put something into the outbox. */
export function note(
  deps: PointsDeps,
  act: { teamId: string },
  outcome: { kind: string; refusals?: readonly Refusal[] },
): void {
  for (const { reason } of outcome.refusals ?? []) deps.metrics.countRefusal(reason);
  if (outcome.kind !== 'refused') deps.wake(act.teamId);
}

/** Counts a refusal, and says it. */
export function refuse(
  deps: PointsDeps,
  act: Pick<Asker, 'teamId' | 'locale'>,
  refusals: readonly Refusal[],
): Reply {
  note(deps, act, { kind: 'refused', refusals });
  return renderRefusals(refusals, act.locale);
}

export function registerOperator(on: Listeners, deps: PointsDeps): void {
  registerPolicy(on, deps);
  const show = (actionId: string | RegExp, answer: (act: ActionAct) => Promise<Reply>) =>
    on.onAction(actionId, async (act) => present(act, await answer(act)));
  show(/^(approve|reject):/, (act) => answerApproval(deps, act));
  show(/^show_approval:/, (act) => answerWaiting(deps, act));
  show('show_patterns', (act) => answerOperator(deps, act, { kind: 'patterns', month: undefined }));
  show('show_parked', (act) => answerOperator(deps, act, { kind: 'parked' }));
}

/** One of the requests that App Home lists: shown to those only who may settle it. */
async function answerWaiting(deps: PointsDeps, act: ActionAct): Promise<Reply> {
  const id = Number(act.value);
  const { approvals } = await lookUpWaiting(deps.database, act.officialId, deps.now());
  const approval = approvals.includes(id) ? await findApproval(deps.database, id) : undefined;
  if (!approval) return renderRefusals([{ reason: 'approval_settled' }], act.locale);
  return renderApprovalAsked(approval, { label: await describeAct(deps.database, approval.act) }, act.locale);
}

async function answerApproval(deps: PointsDeps, act: ActionAct): Promise<Reply> {
  const id = Number(act.value);
  const outcome = await settleApproval(
    deps.database,
    {
      approvalId: Number.isSafeInteger(id) ? id : 0,
      actorId: act.officialId,
      approve: act.action.action_id.startsWith('approve:'),
      reason: '',
      teamId: act.teamId,
    },
    deps.now(),
  );
  note(deps, act, outcome);
  // The buttons go with the question, once it is answered by whomever.
  const replaceOriginal =
    outcome.kind !== 'refused' || outcome.refusals.some(({ reason }) => reason === 'approval_settled');
  return { ...renderApprovalOutcome(outcome, act.locale), replaceOriginal };
}
