import { type LocalSlack, startLocalSlack } from '../../src/demo/local-slack.ts';

export { openScreen, type Screen } from '../../src/demo/screen.ts';
export * from './slack-fake.ts';
export * from './slack-requests.ts';

/** A local Slack on a free port, in Socket Mode unless told otherwise. Fails where the program does not exist. */
export async function startTestSlack(
  options: Omit<Parameters<typeof startLocalSlack>[0], 'log' | 'port'>,
): Promise<LocalSlack> {
  const slack = await startLocalSlack({ ...options, log: () => {} });
  if (!slack.available) throw new Error(`There is no local Slack for ${slack.platform}.`);
  return slack;
}
