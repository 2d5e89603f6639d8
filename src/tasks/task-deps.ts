import type { FeatureDeps } from '../messenger/feature.ts';
import type { OnCompleted } from './completion.ts';

/** What the listeners of tasks work with; compose.ts puts it together. */
export interface TaskDeps extends FeatureDeps {
  onCompleted: OnCompleted;
}
