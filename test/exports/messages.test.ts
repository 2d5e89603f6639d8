import { describe, expect, it } from 'vitest';
import { exportSources } from '../../src/export-sources.ts';
import type { ExportRecord } from '../../src/exports/export.ts';
import { exportView } from '../../src/exports/export-view.ts';
import {
  fieldOf,
  refusalText,
  renderList,
  renderNotice,
  renderRefusals,
} from '../../src/exports/messages.ts';
import { parseCommand } from '../../src/exports/parse.ts';
import type { Refusal } from '../../src/exports/rules.ts';
import { expectSound, outline } from '../points/outline.ts';
import { seoul } from '../support/government.ts';

const record: ExportRecord = {
  id: 1,
  teamId: 'T1',
  officialId: 1,
  kind: 'gifts',
  from: '2026-11-01',
  to: '2026-11-30',
  agency: { id: 1, shortName: '<중기*부>' },
  format: 'xlsx',
  bom: false,
  reason: '평가',
  requestedAt: seoul('2026-11-23 09:58'),
  state: 'ready',
  rows: 12_345,
  vanishesAt: seoul('2026-11-24 10:00'),
  refusal: undefined,
  reference: undefined,
};
const agency = { id: 1, name: '중소벤처기업부', shortName: '중기부' };

describe('the list', () => {
  it('says of each how far it is', () => {
    const list = renderList(
      [
        { ...record, state: 'running', rows: 4_000, vanishesAt: undefined },
        record,
        { ...record, state: 'refused', refusal: { reason: 'too_many_rows', max: 1_048_575 } },
        { ...record, kind: 'access_log', agency: undefined, state: 'failed', reference: 'K7Q2-M4XD' },
      ],
      exportSources,
      'ko',
    );
    expectSound(list);
    expect(outline(list)).toMatchInlineSnapshot(`
      "*내가 내보낸 기록*
      *선물(준 것과 받은 것)*
      2026년 11월 1일∼2026년 11월 30일 · &lt;중기∗부&gt; · 엑셀(XLSX)
      쓰는 중 · 4,000행 · 11월 23일 09:58 요청
      *선물(준 것과 받은 것)*
      2026년 11월 1일∼2026년 11월 30일 · &lt;중기∗부&gt; · 엑셀(XLSX)
      보냄 · 12,345행 · 11월 24일 10:00에 삭제 · 11월 23일 09:58 요청
      *선물(준 것과 받은 것)*
      2026년 11월 1일∼2026년 11월 30일 · &lt;중기∗부&gt; · 엑셀(XLSX)
      내보내지 않음 · 11월 23일 09:58 요청
      엑셀 파일에는 1,048,575행까지만 담을 수 있는데 이 기록은 그보다 많습니다. 기간을 줄이거나 CSV로 내보내 주십시오.
      *열람 기록*
      2026년 11월 1일∼2026년 11월 30일 · 모든 기관 · 엑셀(XLSX)
      실패 · 11월 23일 09:58 요청
      다시 해 주시고, 계속되면 관리자에게 이 번호를 알려 주십시오: K7Q2-M4XD
      [새로 고침 → refresh_exports]"
    `);
    expectSound(renderList([], exportSources, 'en'));
  });
});

describe('the message when it is done', () => {
  it.each(['ko', 'en'] as const)('says what it is and when it vanishes (%s)', (locale) => {
    const notice = renderNotice(record, exportSources, locale);
    if (!notice) throw new Error('nothing to say');
    expectSound(notice);
    expect(outline(notice)).toContain(
      locale === 'ko' ? '11월 24일 10:00에 삭제됩니다.' : '24 November, 10:00 KST',
    );
  });

  it('says why there is no file, or by which reference to ask', () => {
    const refused = { ...record, state: 'refused' as const, refusal: { reason: 'other_agency' } as Refusal };
    expect(outline(renderNotice(refused, exportSources, 'ko') ?? { blocks: [] })).toContain(
      '다른 기관의 기록은 내보낼 수 없습니다.',
    );
    const failed = { ...record, state: 'failed' as const, reference: 'K7Q2-M4XD' };
    expect(outline(renderNotice(failed, exportSources, 'en') ?? { blocks: [] })).toContain('K7Q2-M4XD');
  });

  it('is none while it is under way, or when the file is gone', () => {
    for (const state of ['requested', 'running', 'gone'] as const)
      expect(renderNotice({ ...record, state }, exportSources, 'ko')).toBeUndefined();
  });
});

describe('the dialog', () => {
  it('of an operator names the agency, an auditor’s asks for one', () => {
    const own = exportView({ sources: exportSources.slice(0, 8), agency, begin: {} }, 'ko');
    expectSound(own);
    expect(outline(own)).toMatchInlineSnapshot(`
      "중소벤처기업부의 기록만 내보냅니다. 내보낸 사실과 사유는 열람 기록에 남습니다.
      기록 | <kind: static_select value> | = gifts | of 8
      첫날 | <from: datepicker value>
      마지막 날 | <to: datepicker value> | 비우면 이달 1일부터 오늘까지입니다. 연도별 확정 결과: 지난해. 협업과제, 점검·평가: 올해 전체. 특별승급·포상 후보: 올해 1월 1일부터 오늘까지.
      파일 형식 | <format: static_select value> | = csv | of 2
      CSV | <bom: checkboxes value> | of 1
      사유 | <reason: plain_text_input value> | 5자 이상. 예: 2026년 하반기 부서 평가 자료"
    `);
    const begin = { kind: 'digest', agency: '중소벤처기업부', from: '2026-11-16', to: '2026-11-22' };
    const any = exportView({ sources: [...exportSources], agency: undefined, begin }, 'en');
    expectSound(any);
    expect(outline(any)).toContain('= digest');
    expect(JSON.stringify(any)).toContain('"initial_date":"2026-11-22"');
    expect(outline(any)).toContain('= 중소벤처기업부');
  });
});

/** Each reason with the field at which the dialog tells it. */
const refusals: Array<[Refusal, string | undefined]> = [
  [{ reason: 'reason_missing' }, 'reason'],
  [{ reason: 'reason_short', length: 1, min: 5 }, 'reason'],
  [{ reason: 'reason_long', length: 400, max: 300 }, 'reason'],
  [{ reason: 'not_a_day', field: 'to', given: '2026-02-30' }, 'to'],
  [{ reason: 'from_after_to', from: '2026-11-30', to: '2026-11-01' }, 'from'],
  [{ reason: 'not_yet', usual: 'this_month', latest: '2026-11-23' }, 'from'],
  [{ reason: 'kind_unknown', kind: 'x' }, 'kind'],
  [{ reason: 'agency_unknown', name: '없는부' }, 'agency'],
  [{ reason: 'not_entitled' }, undefined],
  [{ reason: 'kind_not_yours', role: 'cco' }, 'kind'],
  [{ reason: 'other_agency' }, undefined],
  [{ reason: 'no_agency' }, undefined],
  [{ reason: 'too_many_open', max: 3 }, undefined],
  [{ reason: 'too_many_rows', max: 1_048_575 }, undefined],
  [{ reason: 'too_large', maxMegabytes: 1_000 }, undefined],
];

describe('refusals', () => {
  it.each(refusals)('$reason has words in both languages, and its field', (refusal, field) => {
    for (const locale of ['ko', 'en'] as const) expectSound(renderRefusals([refusal], locale));
    expect(refusalText(refusal, 'ko')).toMatch(/[가-힣]/);
    expect(fieldOf(refusal)).toBe(field);
  });
});

describe('commands', () => {
  it.each([
    ['내보내기', 'ask'],
    ['export', 'ask'],
    ['내보내기 목록', 'list'],
    ['Export LIST', 'list'],
    ['내보내기 gifts', 'usage'],
  ])('%s is %s', (text, kind) => {
    expect(parseCommand(text).kind).toBe(kind);
  });
});
