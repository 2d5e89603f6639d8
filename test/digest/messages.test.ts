import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderChart } from '../../src/digest/chart.ts';
import { drawChart } from '../../src/digest/chart-svg.ts';
import { renderDetails } from '../../src/digest/details-messages.ts';
import { type Cut, type DigestContent, SECTIONS } from '../../src/digest/digest.ts';
import { chartWeeks, chartWords, renderDigest, renderRefusals } from '../../src/digest/messages.ts';
import { printDigest } from '../../src/digest/print-messages.ts';
import type { Refusal } from '../../src/digest/rules.ts';
import { expectSound, outline } from '../points/outline.ts';
import { digestOf, fullContent, quietContent, thanks } from './samples.ts';

const full = { digest: digestOf(fullContent), thanks, mayPreview: true, mayExport: true };

describe('the message', () => {
  it('says the short of everything first and the rest behind buttons; it keeps what proves the books', () => {
    expect(outline(renderDigest(full, 'ko'))).toMatchSnapshot();
    expect(outline(renderDigest(full, 'en'))).toMatchSnapshot();
    expect(renderDigest(full, 'ko').text).toMatchInlineSnapshot(
      `"고용부 2026년 47주 협업: 받은 포인트 830점, 보낸 포인트 760점"`,
    );
  });

  it('of a quiet week is short and honest, without chart or buttons', () => {
    const quiet = { digest: digestOf(quietContent), thanks: [] };
    expect(outline(renderDigest(quiet, 'ko'))).toMatchSnapshot();
    expect(outline(renderDigest(quiet, 'en'))).toMatchSnapshot();
  });

  it('says that it is late, or a preview that was sent to nobody', () => {
    const late = renderDigest({ ...full, digest: digestOf(fullContent, { late: true }) }, 'ko');
    expect(outline(late)).toContain('제날짜에 보내지 못해 늦게 보냅니다.');
    const preview = outline(renderDigest({ ...full, preview: true }, 'ko'));
    expect(preview).toContain('아무에게도 보내지 않았고');
    expect(preview).not.toContain('digest_details');
  });

  it('with a picture has the same numbers in its alt text as the text form has', () => {
    const asText = outline(renderDigest(full, 'ko'));
    const { blocks } = renderDigest({ ...full, pictureId: 'F0CHART' }, 'ko');
    const picture = blocks.find((block) => block.type === 'image');
    expect(picture).toMatchObject({ slack_file: { id: 'F0CHART' } });
    for (const { received, sent } of chartWeeks(fullContent)) {
      const figures = `받음 ${received.toLocaleString('en-US')} · 보냄 ${sent.toLocaleString('en-US')}`;
      expect(asText).toContain(figures);
      expect(picture?.type === 'image' && picture.alt_text).toContain(figures);
    }
    expect(outline({ blocks })).not.toContain('최근 12주\n');
  });

  it('says how many more have as many points as the last one shown', () => {
    const saying = (sharing: number, locale: 'ko' | 'en') => {
      const points = [30, 20, ...Array.from({ length: sharing }, () => 10), 5].slice(0, 10);
      const ranked = points.map((count) => ({ rank: 1, name: '이름', department: '부서', points: count }));
      const { people, departments } = fullContent;
      const content = {
        ...fullContent,
        people: { ...people, sent: ranked },
        departments: { ...departments, received: ranked },
      };
      return outline(renderDigest({ ...full, digest: digestOf(content) }, locale)).match(
        /외 동점.*|and \d+ .*as many/g,
      );
    };
    expect(saying(1, 'ko')).toBeNull();
    expect(saying(4, 'ko')).toEqual(['외 동점 3명', '외 동점 3개 부서']);
    expect(saying(4, 'en')).toEqual(['and 3 more with as many', 'and 3 more with as many']);
    // A digest keeps ten of each ranking: more may share that place.
    expect(saying(8, 'ko')).toEqual(['외 동점 7명 이상', '외 동점 7개 부서 이상']);
    expect(saying(30, 'en')).toEqual([
      'and 7 or more others with as many',
      'and 7 or more others with as many',
    ]);
  });

  it('never accuses: patterns come with words that say so', () => {
    const details = outline(renderDetails({ ...full, section: 'patterns' }, 'ko'));
    expect(details).toContain('잘못이 있다는 뜻은 아닙니다');
    expect(details).not.toMatch(/부정|의심|위반|담합|적발/);
  });
});

it('every section has its details', () => {
  for (const section of SECTIONS)
    expect(outline(renderDetails({ ...full, section }, 'ko')), section).toMatchSnapshot();
  expect(outline(renderDetails({ ...full, section: 'tasks' }, 'en'))).toMatchSnapshot();
  expect(outline(renderDetails({ ...full, section: 'waiting' }, 'en'))).toMatchSnapshot();
});

it('printed, it is the same with all its details', () => {
  const lines = printDigest(full, 'ko');
  expect(lines.join('\n')).toMatchSnapshot();
  expect(lines.join('\n')).not.toMatch(/\*|→ digest/);
});

it('every refusal says why and what to do, in both languages', () => {
  const refusals: Refusal[] = [
    { reason: 'not_entitled' },
    { reason: 'other_agency' },
    { reason: 'agency_unknown', name: '없는부' },
    { reason: 'agency_unknown', name: '가'.repeat(500) },
    { reason: 'week_unreadable', text: '4'.repeat(500) },
    { reason: 'agency_missing' },
    { reason: 'week_unreadable', text: '47' },
    { reason: 'no_digest', week: '2026-11-16' },
    { reason: 'no_digest', week: undefined },
    { reason: 'no_digest', week: undefined, previewOf: 3 },
    { reason: 'week_without_digest', week: '2026-11-16', oldest: '2026-11-23' },
    { reason: 'week_without_digest', week: '2026-11-16', oldest: undefined },
    {
      reason: 'agency_abolished',
      agency: '기획재정부',
      last: '2026-01-01',
      successors: ['재정경제부', '기획예산처'],
      oldest: undefined,
    },
    {
      reason: 'agency_abolished',
      agency: '없던부',
      last: '2026-11-22',
      successors: [],
      oldest: '2026-11-16',
    },
    { reason: 'stale_button' },
    { reason: 'not_operator' },
  ];
  expect(outline(renderRefusals(refusals, 'ko'))).toMatchSnapshot();
  expect(outline(renderRefusals(refusals, 'en'))).toMatchSnapshot();
});

it('whatever people wrote, and however much of it, Slack takes it and nothing breaks out', () => {
  const nasty = fc.oneof(
    fc.constantFrom('<!channel> *굵게* `코드`', '가'.repeat(400), '@here\n> 인용', '"><b>', '\u202e뒤집힘'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
  );
  const many = fc.integer({ min: 1, max: 20 });
  const fill = <T extends object>(cut: Cut<T>, text: string, count: number): Cut<T> => {
    const [first] = cut.items;
    if (!first) return cut;
    const written = Object.fromEntries(
      Object.entries(first).map(([key, value]) =>
        ['title', 'name', 'round', 'position', 'task', 'agency', 'a', 'b'].includes(key)
          ? [key, text]
          : [key, value],
      ),
    ) as T;
    return { total: count + 3, items: Array.from({ length: count }, () => written) };
  };
  fc.assert(
    fc.property(nasty, many, (text, count) => {
      const { tasks, evaluations, waiting } = fullContent;
      const content: DigestContent = {
        ...fullContent,
        shortName: text.slice(0, 60),
        people: {
          received: fullContent.people.received.map((one) => ({ ...one, name: text, department: text })),
          sent: [],
        },
        helpedUs: fill(fullContent.helpedUs, text, 5),
        tasks: {
          changed: fill(tasks.changed, text, count),
          completed: fill(tasks.completed, text, count),
          late: fill(tasks.late, text, count),
          stale: fill(tasks.stale, text, count),
        },
        evaluations: {
          due: fill(evaluations.due, text, count),
          overdue: fill(evaluations.overdue, text, count),
        },
        waiting: {
          disputes: fill(waiting.disputes, text, count),
          consents: fill(waiting.consents, text, count),
        },
        ending: fill(fullContent.ending, text, count),
      };
      const words = thanks.map((one) => ({ ...one, giver: text, message: text }));
      const view = { ...full, digest: digestOf(content), thanks: words };
      expectSound(renderDigest(view, 'ko'));
      expectSound(renderDigest({ ...view, pictureId: 'F0CHART' }, 'en'));
      for (const section of SECTIONS) expectSound(renderDetails({ ...view, section }, 'ko'));
    }),
    { numRuns: 60 },
  );
});

describe('the chart', () => {
  const draw = (content: DigestContent) =>
    drawChart(chartWeeks(content), chartWords(digestOf(content), 'ko'));

  it('is a PNG of 1600×840 on a white ground of its own, so that a dark window changes nothing', async () => {
    const svg = draw(fullContent);
    expect(svg).toContain('fill="#ffffff"');
    const png = await renderChart(svg);
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1_600, 840]);
  });

  it('shows its words: without a font Hangul would be left out and the picture be the same as without words', async () => {
    const svg = draw(fullContent);
    const wordless = svg.replace(/[가-힣]+/g, '');
    const [png, bare] = await Promise.all([renderChart(svg), renderChart(wordless)]);
    expect(png.length).toBeGreaterThan(bare.length * 1.05);
  });

  it('is well-formed whatever the agency is called, and draws every value', async () => {
    const svg = draw({ ...fullContent, shortName: '<b>&"부\'' });
    expect(svg).toContain('&lt;b&gt;&amp;&quot;부&#39;');
    await expect(renderChart(svg)).resolves.toBeInstanceOf(Buffer);
    for (const { received } of chartWeeks(fullContent))
      expect(svg).toContain(`>${received.toLocaleString('en-US')}<`);
  });
});
