import type { JobHandler } from '../queue/queue.ts';
import { deliverExports, type ExporterDeps } from './deliver-exports.ts';
import { deleteDueFiles } from './expire-exports.ts';

/** The jobs of exports by name, and how to stop the one under way. One export at a time in a process. */
export function createExportJobs(deps: ExporterDeps): {
  handlers: Record<string, JobHandler>;
  stop(): Promise<void>;
} {
  const stopping = new AbortController();
  let underWay: Promise<void> | undefined;
  return {
    handlers: {
      'run-exports': async () => {
        // A tick meanwhile is not to take a second place among the worker's few.
        if (underWay) return;
        underWay = deliverExports(deps, stopping.signal).finally(() => {
          underWay = undefined;
        });
        await underWay;
      },
      'expire-exports': async () => void (await deleteDueFiles(deps)),
    },
    async stop() {
      stopping.abort();
      await underWay?.catch(() => {});
    },
  };
}
