import { checkText } from './rules.ts';
import type { Dispute, Refusal } from './task.ts';

export type DisputeAnswerKind = Dispute['answers'][number]['kind'];

/** What is decided on while a dispute is answered. */
export interface DisputeFacts {
  step: Dispute['step'];
  answers: ReadonlyArray<{ step: 'cco' | 'committee'; agencyId: number; kind: DisputeAnswerKind }>;
  /** Agencies that take part in the task. */
  agencyIds: readonly number[];
}

/**
 * Decides raising a dispute: one at a time, with what is wrong and what is wished for (2015 plan).
 * @param problem @param wish cleaned texts
 */
export function decideDispute(disputeOpen: boolean, problem: string, wish: string): Refusal[] {
  return [
    ...(disputeOpen ? [{ reason: 'dispute_open' } as const] : []),
    ...checkText('problem', problem),
    ...checkText('wish', wish),
  ];
}

/**
 * Decides an answer of an agency's CCO(혁신책임관) and where it leads. While the CCOs consult, a dispute is settled once each
 * agency has said so, and any of them may refer it on; the committee's outcome is recorded by any of them (행정업무규정
 * 제44조④, 2015 plan). An opinion leads nowhere and may be given as often as one likes.
 */
export function decideAnswer(
  facts: DisputeFacts,
  agencyId: number,
  kind: DisputeAnswerKind,
  note: string,
): { step: Dispute['step'] } | { refusals: Refusal[] } {
  const { step } = facts;
  if (step === 'settled') return { refusals: [{ reason: 'no_dispute' }] };
  const refusals = checkText('note', note);
  const agreed = new Set(
    facts.answers.filter((one) => one.step === step && one.kind === 'settle').map((one) => one.agencyId),
  );
  if (kind === 'refer' && step === 'committee') refusals.unshift({ reason: 'already_referred' });
  if (kind === 'settle' && agreed.has(agencyId)) refusals.unshift({ reason: 'already_answered' });
  if (refusals.length > 0) return { refusals };
  if (kind === 'refer') return { step: 'committee' };
  if (kind === 'opinion') return { step };
  const isSettled = step === 'committee' || facts.agencyIds.every((id) => id === agencyId || agreed.has(id));
  return { step: isSettled ? 'settled' : step };
}
