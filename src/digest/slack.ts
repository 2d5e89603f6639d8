import type { Day } from '../calendar/seoul.ts';
import type { FeatureDeps } from '../messenger/feature.ts';
import type { ActionAct, CommandAct, Listeners } from '../messenger/listeners.ts';
import { present } from '../messenger/present.ts';
import type { Reply } from '../messenger/replies.ts';
import type { CommandRoute } from '../messenger/routes.ts';
import { renderDetails } from './details-messages.ts';
import { type Asked, lookUpDigest, previewDigest } from './look-up.ts';
import { renderDigest, renderRefusals } from './messages.ts';
import { DIGEST_WORDS, parseCommand, parseTarget } from './parse.ts';
import type { Refusal } from './rules.ts';

export interface DigestDeps extends FeatureDeps {
  /**
   * Asks for the details of a digest as CSV: the export's dialog, with its reason and its own check of rights. Absent: no such
   * button is shown.
   */
  exportDigest?: (act: ActionAct, digest: { agencyId: number; week: Day }) => Promise<Reply | undefined>;
}

const STALE: Refusal[] = [{ reason: 'stale_button' }];

type Asker = Pick<CommandAct, 'officialId' | 'teamId' | 'locale'>;

/** Listens to everything the digest answers to; returns the words of its command for the route table. */
export function registerDigest(on: Listeners, deps: DigestDeps): CommandRoute {
  on.onAction(/^digest_details:/, async (act) => present(act, await answerDetails(deps, act)));
  on.onAction(/^digest_preview:/, async (act) => present(act, await answerPreview(deps, act)));
  on.onAction(/^digest_csv:/, (act) => answerExport(deps, act));
  return { words: DIGEST_WORDS, handle: (act) => answerCommand(deps, act) };
}

async function answerCommand(deps: DigestDeps, act: CommandAct): Promise<Reply> {
  const command = parseCommand(act.text);
  if (command.kind === 'week_unreadable')
    return refuse(deps, act, [{ reason: 'week_unreadable', text: command.text }]);
  const { agency, week } = command;
  const asked = { agency: agency === undefined ? undefined : { name: agency }, week };
  return answerDigest(deps, act, asked);
}

async function answerDigest(deps: DigestDeps, act: Asker, asked: Asked): Promise<Reply> {
  const { database, now, exportDigest } = deps;
  const look = { teamId: act.teamId, part: 'all' };
  const outcome = await lookUpDigest(database, act.officialId, asked, look, now());
  if ('refusals' in outcome) return refuse(deps, act, outcome.refusals);
  return renderDigest({ ...outcome.view, mayExport: exportDigest !== undefined }, act.locale);
}

async function answerDetails(deps: DigestDeps, act: ActionAct): Promise<Reply> {
  const target = parseTarget(act.value);
  if (target?.section === undefined) return refuse(deps, act, STALE);
  const { agencyId, week, section } = target;
  const look = { teamId: act.teamId, part: section };
  const outcome = await lookUpDigest(
    deps.database,
    act.officialId,
    { agency: { id: agencyId }, week },
    look,
    deps.now(),
  );
  if ('refusals' in outcome) return refuse(deps, act, outcome.refusals);
  const { digest, thanks } = outcome.view;
  return renderDetails({ digest, thanks, section }, act.locale);
}

async function answerPreview(deps: DigestDeps, act: ActionAct): Promise<Reply> {
  const { database, now, log } = deps;
  const target = parseTarget(act.value);
  if (!target) return refuse(deps, act, STALE);
  const ask = { agencyId: target.agencyId, teamId: act.teamId, log };
  const outcome = await previewDigest(database, act.officialId, ask, now());
  return 'refusals' in outcome ? refuse(deps, act, outcome.refusals) : renderDigest(outcome.view, act.locale);
}

/** Whoever may read a digest may ask for its details; what comes of it is the export's business. */
async function answerExport(deps: DigestDeps, act: ActionAct): Promise<Reply | undefined> {
  const target = parseTarget(act.value);
  if (!target) return present(act, refuse(deps, act, STALE));
  const { agencyId, week } = target;
  const asked = { agency: { id: agencyId }, week };
  const look = { teamId: act.teamId, part: 'csv' };
  const outcome = await lookUpDigest(deps.database, act.officialId, asked, look, deps.now());
  if ('refusals' in outcome) return present(act, refuse(deps, act, outcome.refusals));
  const { digest } = outcome.view;
  return deps.exportDigest?.(act, { agencyId, week: digest.week });
}

function refuse(deps: DigestDeps, act: Asker, refusals: readonly Refusal[]): Reply {
  for (const { reason } of refusals) deps.metrics.countRefusal(reason);
  return renderRefusals(refusals, act.locale);
}
