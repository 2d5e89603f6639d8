import type { webApi } from '@slack/bolt';
import type { Logger } from '../log.ts';
import { readTrouble } from './slack-errors.ts';
import { completeFile, reserveFile, sendFile } from './upload-file.ts';

/** A picture that a message is to show. */
export interface Picture {
  /** File name, with `.png`. */
  name: string;
  bytes: Buffer;
  title: string;
}

/**
 * Puts a picture where messages can show it; resolves to Slack's id of it, or to undefined where this workspace takes none (the
 * scope is missing, uploads are forbidden): the message then goes without.
 * @throws when another try may succeed
 */
export type UploadPicture = (picture: Picture) => Promise<string | undefined>;

const TIMEOUT_MS = 20_000;

/**
 * Uploads to Slack itself, shared with nobody: only the messages that show the picture make it visible, to their readers. An
 * address on the web, the other way to show one, would have to be open to everybody. Needs `files:write`.
 */
export function createPictureUpload({
  client,
  log,
}: {
  client: webApi.WebClient;
  log: Logger;
}): UploadPicture {
  return async ({ name, bytes, title }) => {
    try {
      const place = await reserveFile(client, { name, length: bytes.length });
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      await sendFile(place, new Uint8Array(bytes), { length: bytes.length, signal });
      await completeFile(client, { fileId: place.fileId, title });
      return place.fileId;
    } catch (error) {
      const trouble = readTrouble(error);
      if (trouble.kind === 'limited' || trouble.kind === 'transient') throw error;
      log.warn({ err: error, problem: trouble.problem }, 'no picture: the message goes without');
      return undefined;
    }
  };
}
