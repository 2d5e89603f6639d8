import type { Day } from '../calendar/seoul.ts';
import type { Format, Refusal } from './rules.ts';

export type ExportState = 'requested' | 'running' | 'ready' | 'gone' | 'refused' | 'failed';

/** An export asked for in chat, and how far it is. */
export interface ExportRecord {
  id: number;
  teamId: string;
  officialId: number;
  kind: string;
  from: Day;
  to: Day;
  /** Only rows of this agency; undefined: of all. */
  agency: { id: number; shortName: string } | undefined;
  format: Format;
  bom: boolean;
  reason: string;
  requestedAt: Date;
  state: ExportState;
  /** Written so far. */
  rows: number;
  vanishesAt: Date | undefined;
  refusal: Refusal | undefined;
  /** Of a fault, as in the log. */
  reference: string | undefined;
}
