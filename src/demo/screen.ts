import type { LocalSlack } from './local-slack.ts';
import { openTextSocket } from './text-socket.ts';

/** What someone entered, by block and action, in the shape Slack gives each kind of element. */
export type ViewValues = Record<string, Record<string, Record<string, unknown>>>;

/** A modal or home as the browser page has it. */
export interface ScreenView {
  id: string;
  callback_id?: string;
  private_metadata?: string;
  blocks?: readonly Record<string, unknown>[];
  [more: string]: unknown;
}

/**
 * What a person at the browser page sees and does beyond the control API: modals and the home.
 * There is one stack of modals for the whole workspace, so whoever uses them takes turns.
 */
export interface Screen {
  /** The modal on top, if one is open. */
  modal(): ScreenView | undefined;
  /** What the last submission was refused with, by block. Empty once a modal opens or changes. */
  errors(): Readonly<Record<string, string>>;
  home(user: string): ScreenView | undefined;
  /** Fills in and submits the modal on top. Not given inputs are submitted empty, prefilled ones too. */
  submit(user: string, values: ViewValues): void;
  close(user: string): void;
  /** Uses a button of the home. The payload the bot gets has neither `view` nor `message`. */
  actAtHome(
    user: string,
    action: { action_id: string; block_id: string; value?: string; type?: string },
  ): void;
  /** Waits, for a minute at most, until `read` returns something. */
  waitFor<T>(read: () => T | undefined): Promise<T>;
  disconnect(): void;
}

interface ScreenState {
  modalStack: ScreenView[];
  homeViews: Record<string, Record<string, ScreenView>>;
}

type ScreenEvent =
  | { t: 'init'; state: ScreenState }
  | { t: 'view'; stack: ScreenView[] }
  | { t: 'view_errors'; errors: Record<string, string> }
  | { t: 'home'; user: string; appId: string; view: ScreenView };

/** Connects to a local Slack as its browser page does. */
export async function openScreen(slack: LocalSlack): Promise<Screen> {
  let state: ScreenState = { modalStack: [], homeViews: {} };
  let errors: Record<string, string> = {};
  const watchers = new Set<() => void>();
  const socket = await openTextSocket(`ws://127.0.0.1:${slack.port}/ui`, {
    onText(text) {
      const event = JSON.parse(text) as ScreenEvent;
      if (event.t === 'init') state = event.state;
      if (event.t === 'view') {
        state.modalStack = event.stack;
        errors = {};
      }
      if (event.t === 'view_errors') errors = event.errors;
      if (event.t === 'home') state.homeViews[event.user] = { [event.appId]: event.view };
      for (const watcher of watchers) watcher();
    },
  });
  const send = (message: Record<string, unknown>) => socket.send(JSON.stringify(message));

  return {
    modal: () => state.modalStack.at(-1),
    errors: () => errors,
    home: (user) => state.homeViews[user]?.[slack.appId],
    submit: (user, values) => send({ t: 'view_submit', user, values }),
    close: (user) => send({ t: 'view_close', user }),
    actAtHome: (user, action) =>
      send({ t: 'block_action', appId: slack.appId, channel: '', messageTs: '', user, action }),
    waitFor<T>(read: () => T | undefined) {
      return new Promise<T>((resolve, reject) => {
        const look = () => {
          const found = read();
          if (found === undefined) return;
          clearTimeout(timer);
          watchers.delete(look);
          resolve(found);
        };
        const timer = setTimeout(() => {
          watchers.delete(look);
          reject(new Error('The screen did not show it within a minute.'));
        }, 60_000);
        watchers.add(look);
        look();
      });
    },
    disconnect: () => socket.close(),
  };
}
