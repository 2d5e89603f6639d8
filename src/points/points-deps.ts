import type { FeatureDeps } from '../messenger/feature.ts';
import type { Metrics } from '../metrics.ts';
import type { StandingMemory } from './standing-memory.ts';

/** What the points' listeners work with besides; compose.ts puts it together. */
export interface PointsDeps extends FeatureDeps {
  memory: StandingMemory;
  metrics: Pick<Metrics, 'countGift' | 'countRefusal'>;
  /** Emoji names, without colons, that offer the dialog. */
  reactions: readonly string[];
}
