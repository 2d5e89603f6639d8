import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    // To end what hangs, not to say how long anything may take: a busy machine starts a process in half a minute.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Two cores, each file with a database of its own: more workers only fight for the disk.
    maxWorkers: 2,
    reporters: ['default', ['json', { outputFile: 'test-results/report.json' }]],
  },
});
