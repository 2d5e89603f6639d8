import { type Day, seoulDay } from '../calendar/seoul.ts';
import { type Database, inTransaction } from '../database/database.ts';
import { findViewer, logAct } from '../directory/store.ts';
import { cleanText } from '../messenger/mrkdwn.ts';
import { appendRetention, findRetentions } from './disposal-store.ts';
import type { RecordClass } from './record.ts';
import { decideRetention, type Refusal } from './rules.ts';

/** An administrator changes how long a class is kept (공공기록물 관리에 관한 법률 시행령 제26조); the change and its reason are kept for good. */
export function changeRetention(
  database: Database,
  request: { actorId: number; teamId: string; class: RecordClass; years: number; reason: string },
  now: Date,
): Promise<
  { kind: 'changed'; class: RecordClass; years: number; from: Day } | { kind: 'refused'; refusals: Refusal[] }
> {
  const { actorId, teamId, class: of, years } = request;
  const today = seoulDay(now);
  const reason = cleanText(request.reason);
  return inTransaction(database, async (tx) => {
    const viewer = await findViewer(tx, actorId, today);
    const retention = (await findRetentions(tx, today)).find((one) => one.class === of);
    const inForce = retention?.years ?? 0;
    const decided = retention?.upcoming?.years ?? inForce;
    const decision = decideRetention(viewer, { class: of, years, reason }, { inForce, decided }, today);
    if ('refusals' in decision) {
      const { refusals } = decision;
      if (refusals.some(({ reason: why }) => why === 'not_admin'))
        await logAct(tx, viewer.officialId, {
          action: 'refused_retention',
          subject: `retention ${of}`,
          teamId,
          reason,
        });
      return { kind: 'refused' as const, refusals };
    }
    await appendRetention(tx, { class: of, years, from: decision.from, reason, decidedBy: actorId });
    const subject = `retention ${of} ${decided} → ${years} from ${decision.from}`;
    await logAct(tx, viewer.officialId, { action: 'change_retention', subject, teamId, reason });
    return { kind: 'changed' as const, class: of, years, from: decision.from };
  });
}
