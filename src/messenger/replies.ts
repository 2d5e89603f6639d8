import type { RespondArguments } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import type { Locale } from './locale.ts';

/** What the actor alone gets to see. */
export interface Reply {
  text: string;
  blocks?: KnownBlock[];
  /** Of a button: puts this in the place of its message, or takes that away. */
  replaceOriginal?: boolean;
  deleteOriginal?: boolean;
}

export function renderPending(locale: Locale): string {
  return locale === 'ko'
    ? '처리 중입니다. 끝나면 알려 드립니다.'
    : 'Working on it. You will be told when it is done.';
}

/** For an ack of a command or `respond()`. Always says who may see it: left out, some take it for everyone. */
export function toRespond({ text, blocks, replaceOriginal, deleteOriginal }: Reply): RespondArguments {
  return {
    response_type: 'ephemeral',
    replace_original: replaceOriginal ?? false,
    ...(deleteOriginal ? { delete_original: true } : {}),
    text,
    ...(blocks ? { blocks } : {}),
  };
}

/** A dialog that only says something. */
export function renderModal({ text, blocks }: Reply, locale: Locale): ModalView {
  const isKorean = locale === 'ko';
  return {
    type: 'modal',
    callback_id: 'message',
    title: { type: 'plain_text', text: isKorean ? '이음' : 'Ieum' },
    close: { type: 'plain_text', text: isKorean ? '닫기' : 'Close' },
    blocks: blocks ?? [{ type: 'section', text: { type: 'mrkdwn', text } }],
  };
}
