import { monthOf, seoulDay } from '../calendar/seoul.ts';
import { nextSendInstant } from '../calendar/workdays.ts';
import type { Database } from '../database/database.ts';
import { findCalendar } from '../directory/holiday-store.ts';
import type { Locale } from '../messenger/locale.ts';
import type { OutboxItem, Renderer } from '../messenger/outbox.ts';
import type { UploadPicture } from '../messenger/upload-picture.ts';
import { findPolicy } from '../policy/store.ts';
import { renderChart } from './chart.ts';
import { drawChart } from './chart-svg.ts';
import { findDigestFor } from './look-up.ts';
import { chartWeeks, chartWords, type DigestView, hasChart, renderDigest } from './messages.ts';

/** Slack says that an upload is complete before it can be shown, and refuses messages with it until then. */
const PICTURE_WAIT_MS = 10_000;

/**
 * How the weekly digest comes to be: figures as they were stored, thank-you messages as far as they may still be read, to
 * whoever may still read it, within the agency's hours. The picture is a change of the message that is there: whatever becomes of
 * it, the digest has arrived, with the same numbers as text.
 */
export function createDigestRenderers(deps: {
  database: Database;
  now: () => Date;
  uploadPicture: UploadPicture;
  /** Whether details can be had as CSV. */
  mayExport?: boolean;
}): Record<string, Renderer> {
  const { database, now, uploadPicture, mayExport = false } = deps;
  /** Pictures that Slack is working on, by digest and reader. */
  const uploaded = new Map<string, { pictureId: string; readyAt: Date }>();

  async function findView(item: OutboxItem | undefined): Promise<DigestView | undefined> {
    const officialId = Number(/^official:(\d+)$/.exec(item?.lane ?? '')?.[1] ?? 0);
    if (item?.subjectId === undefined || officialId === 0) return undefined;
    const view = await findDigestFor(database, item.subjectId, officialId, seoulDay(now()));
    return view && { ...view, mayExport };
  }

  async function upload({ digest }: DigestView, locale: Locale): Promise<string | undefined> {
    const words = chartWords(digest, locale);
    const bytes = await renderChart(drawChart(chartWeeks(digest.content), words));
    return uploadPicture({ name: `${digest.agencyId}-${digest.week}.png`, bytes, title: words.title });
  }

  return {
    digest: async ([item], { locale }) => {
      const view = await findView(item);
      if (!view) return undefined;
      const today = seoulDay(now());
      const [calendar, policy] = await Promise.all([
        findCalendar(database),
        findPolicy(database, view.digest.agencyId, monthOf(today)),
      ]);
      const notBefore = nextSendInstant(calendar, policy, now());
      if (notBefore > now()) return { notBefore };
      return { ...renderDigest(view, locale), covers: 1 };
    },

    'digest-chart': {
      updates: 'digest',
      render: async ([item], { locale }) => {
        const view = await findView(item);
        if (!view || !hasChart(view.digest.content)) return undefined;
        const key = `${item?.subjectId} ${item?.lane}`;
        const picture = uploaded.get(key);
        if (!picture) {
          const pictureId = await upload(view, locale);
          if (pictureId === undefined) return undefined;
          const readyAt = new Date(now().getTime() + PICTURE_WAIT_MS);
          uploaded.set(key, { pictureId, readyAt });
          return { notBefore: readyAt };
        }
        if (picture.readyAt > now()) return { notBefore: picture.readyAt };
        uploaded.delete(key);
        return { ...renderDigest({ ...view, pictureId: picture.pictureId }, locale), covers: 1 };
      },
    },
  };
}
