import { isMonth, seoulDay } from '../calendar/seoul.ts';
import type { ActionAct } from '../messenger/listeners.ts';
import { parsePersonValue } from '../messenger/people.ts';
import type { Reply } from '../messenger/replies.ts';
import { plainText } from '../messenger/slack-notation.ts';
import { findActor } from './actor.ts';
import { findPerson } from './find-person.ts';
import { createFindUser } from './give-slack.ts';
import { lookUpStatement, lookUpStatementOf, lookUpSummary } from './look-up.ts';
import { renderStatement } from './messages.ts';
import { refuse } from './operator-slack.ts';
import type { Command } from './parse.ts';
import type { PointsDeps } from './points-deps.ts';
import { mayReadStatement, refuseMonth } from './rules.ts';

type Asker = Pick<ActionAct, 'teamId' | 'officialId' | 'locale'>;

/** One's own statement. */
export async function answerStatement(
  deps: PointsDeps,
  act: Asker,
  month: string | undefined,
  page: number,
): Promise<Reply> {
  const now = deps.now();
  const future = month === undefined ? undefined : refuseMonth(month, seoulDay(now));
  if (future) return refuse(deps, act, [future]);
  const statement = await lookUpStatement(deps.database, act.officialId, { month, page }, now);
  const summary = statement.isLatest ? await lookUpSummary(deps.database, act.officialId, now) : undefined;
  return renderStatement({ ...statement, ...(summary ? { summary } : {}) }, act.locale);
}

/** `/협업 내역 @누구 2026-11` or a name that is found as for a gift: finds out who is meant. */
export async function answerStatementOf(
  deps: PointsDeps,
  act: Asker,
  command: Extract<Command, { kind: 'statement_of' }>,
): Promise<Reply> {
  const day = seoulDay(deps.now());
  const found = await findPerson(deps.database, command, {
    findUser: createFindUser(deps, act.teamId),
    day,
    // Who has left belongs to no agency any more.
    leavers: mayReadStatement(await findActor(deps.database, act.officialId, day), undefined),
  });
  if ('officialId' in found)
    return answerFor(deps, act, { officialId: found.officialId, month: command.month, page: 0 });
  return refuse(deps, act, [{ reason: 'person_unclear', typed: plainText(command.text), ...found }]);
}

async function answerFor(
  deps: PointsDeps,
  act: Asker,
  ask: { officialId: number; month: string | undefined; page: number },
): Promise<Reply> {
  if (ask.officialId === act.officialId) return answerStatement(deps, act, ask.month, ask.page);
  const look = { ...ask, teamId: act.teamId };
  const statement = await lookUpStatementOf(deps.database, act.officialId, look, deps.now());
  return 'refusals' in statement
    ? refuse(deps, act, statement.refusals)
    : renderStatement(statement, act.locale);
}

/** A page's button: `2026-11:2` of one's own, `2026-11:2:official:12` of another's; user input, so the right is looked up anew. */
export async function answerStatementPage(deps: PointsDeps, act: ActionAct): Promise<Reply> {
  const [, month = '', page, person] = /^([\d-]+):(\d{1,4})(?::(official:\d+))?$/.exec(act.value ?? '') ?? [];
  if (!isMonth(month)) return refuse(deps, act, [{ reason: 'stale_button' }]);
  const officialId = person === undefined ? act.officialId : (parsePersonValue(person) ?? 0);
  return {
    ...(await answerFor(deps, act, { officialId, month, page: Number(page) })),
    replaceOriginal: true,
  };
}
