import type { App, BlockAction, SlackShortcut, ViewOutput, ViewResponseAction, webApi } from '@slack/bolt';
import type { Option, SlackEvent } from '@slack/types';
import type { Logger } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { answerWithin } from './acks.ts';
import { logFault, renderFault } from './fault.ts';
import type { Identity } from './identity.ts';
import type { Locale } from './locale.ts';
import { type Reply, renderModal, renderPending, toRespond } from './replies.ts';
import { renderUnknown } from './unknown-person.ts';

export type { Reply } from './replies.ts';

/** An official who acts, and how to reach Slack while they wait. */
export interface Actor {
  teamId: string;
  userId: string;
  officialId: number;
  locale: Locale;
  client: webApi.WebClient;
}

export interface CommandAct extends Actor {
  command: string;
  /** As Slack sends it: mentions as `<@U…|name>`, typed `&<>` as entities (`unescapeSlack` after the mentions are found). */
  text: string;
  channelId: string;
  triggerId: string;
}
export interface ActionAct extends Actor {
  action: BlockAction['actions'][number];
  /** A button's value, or that of the option chosen; written by us, sent by whoever can forge it: check it. */
  value: string | undefined;
  channelId: string | undefined;
  messageTs: string | undefined;
  view: ViewOutput | undefined;
  triggerId: string;
}
export interface ViewAct extends Actor {
  view: ViewOutput;
  values: ViewOutput['state']['values'];
  triggerId: string;
}
export interface ShortcutAct extends Actor {
  shortcut: SlackShortcut;
  triggerId: string;
}
export interface OptionsAct extends Actor {
  /** What has been typed so far. */
  typed: string;
  view: ViewOutput | undefined;
}
/** Undefined closes the dialog. `late` is shown in its place when the answer took too long for Slack. */
export interface ViewOutcome {
  answer?: ViewResponseAction;
  late: Reply;
}

/**
 * One wrapper per kind of listener. A handler gets an actor whom the directory knows, does its work, durably, and returns
 * what to say; acknowledging in time, strangers, and faults with their reference are seen to here.
 */
export interface Listeners {
  onCommand(name: string | RegExp, handle: (act: CommandAct) => Promise<Reply | undefined>): void;
  onAction(actionId: string | RegExp, handle: (act: ActionAct) => Promise<Reply | undefined>): void;
  onView(callbackId: string | RegExp, handle: (act: ViewAct) => Promise<ViewOutcome>): void;
  onShortcut(callbackId: string | RegExp, handle: (act: ShortcutAct) => Promise<Reply | undefined>): void;
  onOptions(actionId: string | RegExp, handle: (act: OptionsAct) => Promise<Option[]>): void;
  /** Nobody waits for an answer. What it throws is logged, and over HTTP Slack sends the event again. */
  onEvent<T extends SlackEvent['type']>(
    type: T,
    handle: (
      event: Extract<SlackEvent, { type: T }>,
      at: { teamId: string; client: webApi.WebClient },
    ) => Promise<void>,
  ): void;
}

/** How one act is answered. `say` reaches the person when the acknowledgement cannot carry words or is over. */
interface Exchange<T> {
  kind: string;
  teamId: string;
  userId: string;
  client: webApi.WebClient;
  handle: (actor: Actor) => Promise<T>;
  onStranger: (text: string) => T;
  onInTime: (result: T) => Promise<void>;
  onLate: (locale: Locale) => Promise<void>;
  finish: (result: T) => Promise<void>;
  onFault: (text: string) => Promise<void>;
  say: (reply: Reply) => Promise<unknown>;
}

export function createListeners(options: {
  app: App;
  identity: Identity;
  log: Logger;
  track: <T>(work: Promise<T>) => Promise<T>;
  metrics: Pick<Metrics, 'observeAck'> | undefined;
  wake: ((teamId: string) => Promise<void>) | undefined;
}): Listeners {
  const { app, identity, log, track, metrics, wake } = options;

  async function serve<T>(exchange: Exchange<T>): Promise<void> {
    const { teamId, userId, client } = exchange;
    const startedMs = performance.now();
    let locale: Locale = 'ko';
    const work = async (): Promise<T> => {
      const person = await identity.resolve(teamId, userId);
      if ('locale' in person) locale = person.locale;
      if (person.kind === 'official') return exchange.handle({ ...person, teamId, userId, client });
      if (person.kind === 'unknown') inBackground(reportStranger(teamId, userId));
      return exchange.onStranger(renderUnknown(locale));
    };
    const explain = (error: unknown) =>
      renderFault(logFault(log, error, { listener: exchange.kind, teamId, userId }), locale);
    try {
      await answerWithin({
        work: work(),
        onInTime: exchange.onInTime,
        onLate: () => exchange.onLate(locale),
        finish: exchange.finish,
        inBackground,
        onLateFault: async (error) => void (await exchange.say({ text: explain(error) })),
      });
    } catch (error) {
      await exchange.onFault(explain(error));
    }
    metrics?.observeAck((performance.now() - startedMs) / 1_000);
  }

  async function reportStranger(teamId: string, userId: string): Promise<void> {
    if (await identity.reportUnknown(teamId, userId)) await wake?.(teamId);
  }

  /** Goes on after the listener has returned; a stop waits for it. */
  function inBackground(work: Promise<unknown>): void {
    track(work).catch((error: unknown) => logFault(log, error, { listener: 'in background' }));
  }

  return {
    onCommand(name, handle) {
      app.command(name, async ({ command, ack, respond, client, context }) => {
        const say = (reply: Reply) => respond(toRespond(reply));
        await serve<Reply | undefined>({
          kind: 'command',
          teamId: context.teamId ?? command.team_id,
          userId: command.user_id,
          client,
          handle: (actor) =>
            handle({
              ...actor,
              command: command.command,
              text: command.text ?? '',
              channelId: command.channel_id,
              triggerId: command.trigger_id,
            }),
          onStranger: (text) => ({ text }),
          onInTime: (reply) => ack(reply && toRespond(reply)),
          onLate: (locale) => ack(toRespond({ text: renderPending(locale) })),
          finish: async (reply) => void (reply && (await say(reply))),
          onFault: (text) => ack(toRespond({ text })),
          say,
        });
      });
    },

    onAction(actionId, handle) {
      app.action<BlockAction>(
        { type: 'block_actions', action_id: actionId },
        async ({ action, body, ack, respond, client, context }) => {
          const say = (reply: Reply) =>
            body.response_url ? respond(toRespond(reply)) : sayDirectly(client, body.user.id, reply);
          await serve<Reply | undefined>({
            kind: 'action',
            teamId: context.teamId ?? '',
            userId: body.user.id,
            client,
            handle: (actor) =>
              handle({
                ...actor,
                action,
                value: chosenOf(action),
                channelId: body.channel?.id || undefined,
                messageTs: body.message?.ts,
                view: body.view,
                triggerId: body.trigger_id,
              }),
            ...quietly(ack, say),
          });
        },
      );
    },

    onShortcut(callbackId, handle) {
      app.shortcut(callbackId, async ({ shortcut, ack, respond, client, context }) => {
        const say = (reply: Reply) =>
          shortcut.type === 'message_action'
            ? respond(toRespond(reply))
            : sayDirectly(client, shortcut.user.id, reply);
        await serve<Reply | undefined>({
          kind: 'shortcut',
          teamId: context.teamId ?? '',
          userId: shortcut.user.id,
          client,
          handle: (actor) => handle({ ...actor, shortcut, triggerId: shortcut.trigger_id }),
          ...quietly(ack, say),
        });
      });
    },

    onView(callbackId, handle) {
      app.view(
        { callback_id: callbackId, type: 'view_submission' },
        async ({ view, body, ack, client, context }) => {
          let spoken: Locale = 'ko';
          const show = (reply: Reply) =>
            client.views.update({ view_id: view.id, view: renderModal(reply, spoken) });
          await serve<ViewOutcome>({
            kind: 'view',
            teamId: context.teamId ?? view.team_id,
            userId: body.user.id,
            client,
            handle: (actor) => {
              spoken = actor.locale;
              return handle({
                ...actor,
                view,
                values: view.state.values,
                triggerId: 'trigger_id' in body ? body.trigger_id : '',
              });
            },
            onStranger: (text) => ({ answer: refuse(view, text, spoken), late: { text } }),
            onInTime: ({ answer }) => ack(answer),
            onLate: (locale) =>
              ack({ response_action: 'update', view: renderModal({ text: renderPending(locale) }, locale) }),
            finish: async ({ late }) =>
              void (await show(late).catch(() => sayDirectly(client, body.user.id, late))),
            onFault: (text) => ack(refuse(view, text, spoken)),
            say: (reply) => show(reply).catch(() => sayDirectly(client, body.user.id, reply)),
          });
        },
      );
    },

    onOptions(actionId, handle) {
      app.options<'block_suggestion'>(
        { type: 'block_suggestion', action_id: actionId },
        async ({ options: asked, ack, client, context }) => {
          const give = (found: Option[]) => ack({ options: found });
          await serve<Option[]>({
            kind: 'options',
            teamId: context.teamId ?? '',
            userId: asked.user.id,
            client,
            handle: (actor) => handle({ ...actor, typed: asked.value, view: asked.view }),
            onStranger: () => [],
            onInTime: give,
            // Whoever types on asks again; an answer from before would be of no use.
            onLate: () => give([]),
            finish: async () => {},
            onFault: () => give([]),
            say: async () => {},
          });
        },
      );
    },

    onEvent(type, handle) {
      app.event(type, async ({ event, client, context }) => {
        await handle(event as Parameters<typeof handle>[0], { teamId: context.teamId ?? '', client });
      });
    },
  };

  /** For acks that carry no words: what there is to say follows behind. */
  function quietly(ack: () => Promise<void>, say: (reply: Reply) => Promise<unknown>) {
    return {
      onStranger: (text: string): Reply | undefined => ({ text }),
      onInTime: async (reply: Reply | undefined) => {
        await ack();
        if (reply) inBackground(say(reply));
      },
      onLate: () => ack(),
      finish: async (reply: Reply | undefined) => void (reply && (await say(reply))),
      onFault: async (text: string) => {
        await ack();
        inBackground(say({ text }));
      },
      say,
    };
  }
}

/** By direct message: where nothing else reaches the person. */
function sayDirectly(client: webApi.WebClient, userId: string, { text, blocks }: Reply) {
  return client.chat.postMessage({ channel: userId, text, ...(blocks ? { blocks } : {}) });
}

/** Said at the first input, so that what was typed is kept; a dialog without inputs is replaced. */
function refuse(view: ViewOutput, text: string, locale: Locale): ViewResponseAction {
  const blockId = view.blocks.find((block) => block.type === 'input')?.block_id;
  return blockId
    ? { response_action: 'errors', errors: { [blockId]: text } }
    : { response_action: 'update', view: renderModal({ text }, locale) };
}

function chosenOf(action: BlockAction['actions'][number]): string | undefined {
  if ('selected_option' in action) return action.selected_option?.value;
  if ('selected_user' in action) return action.selected_user;
  return 'value' in action ? action.value : undefined;
}
