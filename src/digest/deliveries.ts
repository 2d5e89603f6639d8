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
import { findPicture, storePicture } from './store.ts';

/** Slack says that an upload is complete before it can be shown, and refuses messages with it until then. */
const PICTURE_WAIT_MS = 10_000;
/** A picture older than that was not shown in all this time: Slack may not have it any more, and another is uploaded. */
const PICTURE_KEPT_MS = 24 * 3_600_000;

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

  async function findView(item: OutboxItem | undefined): Promise<DigestView | undefined> {
    const officialId = readerOf(item);
    if (item?.subjectId === undefined || officialId === undefined) return undefined;
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
      adds: true,
      render: async ([item], { locale }) => {
        const view = await findView(item);
        const officialId = readerOf(item);
        if (!view || !item?.subjectId || !officialId || !hasChart(view.digest.content)) return undefined;
        // Kept in the database: whichever process comes next goes on with it.
        const picture = await findPicture(database, item.subjectId, officialId);
        if (!picture || now().getTime() - picture.readyAt.getTime() > PICTURE_KEPT_MS) {
          const fileId = await upload(view, locale);
          if (fileId === undefined) return undefined;
          const readyAt = new Date(now().getTime() + PICTURE_WAIT_MS);
          await storePicture(database, item.subjectId, officialId, { fileId, readyAt });
          return { notBefore: readyAt };
        }
        if (picture.readyAt > now()) return { notBefore: picture.readyAt };
        return { ...renderDigest({ ...view, pictureId: picture.fileId }, locale), covers: 1 };
      },
    },
  };
}

function readerOf(item: OutboxItem | undefined): number | undefined {
  const officialId = Number(/^official:(\d+)$/.exec(item?.lane ?? '')?.[1] ?? 0);
  return officialId === 0 ? undefined : officialId;
}
