/** 3분기, 7월, 상반기, 1~5월 of a period's name; '' of a whole year. */
function periodWords(period: string): string {
  const quarter = /^\d{4}-Q(\d)$/.exec(period)?.[1];
  if (quarter) return `${quarter}분기`;
  const half = /^\d{4}-H(\d)$/.exec(period)?.[1];
  if (half) return half === '1' ? '상반기' : '하반기';
  const [, first, last] = /^\d{4}-(\d{2})(?:\.\.\d{4}-(\d{2}))?$/.exec(period) ?? [];
  if (first) return last ? `${Number(first)}~${Number(last)}월` : `${Number(first)}월`;
  return '';
}

/** What a cycle of the schedule is called in the records: 2026년 3분기 점검, 2026년 연말 평가. */
export function cycleTitle(kind: 'review' | 'year_end', period: string): string {
  const year = `${period.slice(0, 4)}년`;
  if (kind === 'year_end') return `${year} 연말 평가`;
  return [year, periodWords(period), '점검'].filter(Boolean).join(' ');
}
