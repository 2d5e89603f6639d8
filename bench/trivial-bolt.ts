// A Bolt app whose slash command does nothing: what one process could answer at best. Prints its port.
import { App, HTTPReceiver } from '@slack/bolt';

const receiver = new HTTPReceiver({
  signingSecret: process.env.SLACK_SIGNING_SECRET ?? '',
  endpoints: ['/slack/events'],
  processBeforeResponse: true,
});
const app = new App({
  receiver,
  authorize: async () => ({ botToken: 'xoxb-bench', botId: 'B0', botUserId: 'U0' }),
  convoStore: false,
});
app.command('/협업', async ({ ack }) => {
  await ack({ response_type: 'ephemeral', text: '네' });
});
const server = await receiver.start(0);
const address = server.address();
process.stdout.write(`port ${typeof address === 'object' && address ? address.port : 0}\n`);
