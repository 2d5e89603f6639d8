import { seoulDay } from '../calendar/seoul.ts';
import type { Database } from '../database/database.ts';
import { findOfficial } from '../directory/store.ts';
import { lookUpMyEvaluations } from '../evaluations/look-up.ts';
import type { Identity } from '../messenger/identity.ts';
import type { Listeners } from '../messenger/listeners.ts';
import { lookUpStatement, lookUpSummary, lookUpWaiting } from '../points/look-up.ts';
import { lookUpTasks } from '../tasks/look-up.ts';
import { renderHome } from './messages.ts';

/** Draws App Home anew each time it is opened: nothing on it is older than that. */
export function registerHome(
  on: Listeners,
  deps: { database: Database; identity: Identity; now: () => Date },
): void {
  on.onEvent('app_home_opened', async (event, { teamId, client }) => {
    if (event.tab !== 'home') return;
    const person = await deps.identity.refreshLocale(teamId, event.user);
    if (person.kind !== 'official') return;
    const now = deps.now();
    const { officialId, locale } = person;
    const [official, summary, statement, waiting, tasks, evaluations] = await Promise.all([
      findOfficial(deps.database, officialId, seoulDay(now)),
      lookUpSummary(deps.database, officialId, now),
      lookUpStatement(deps.database, officialId, { month: undefined, page: 0 }, now),
      lookUpWaiting(deps.database, officialId, now),
      lookUpTasks(deps.database, officialId, { scope: 'mine', state: 'open', page: 0 }, now),
      lookUpMyEvaluations(deps.database, officialId, now),
    ]);
    const view = renderHome(
      {
        name: official?.name ?? '',
        summary,
        recent: statement.gifts.slice(0, 5),
        officialId,
        ...waiting,
        tasks,
        evaluations,
        now,
      },
      locale,
    );
    await client.views.publish({ user_id: event.user, view });
  });
}
