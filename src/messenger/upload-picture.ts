import type { webApi } from '@slack/bolt';
import type { Logger } from '../log.ts';
import { readTrouble } from './slack-errors.ts';

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
      const place = await client.files.getUploadURLExternal({ filename: name, length: bytes.length });
      if (!place.upload_url || !place.file_id) throw new Error('Slack named no place for the picture');
      const answer = await fetch(place.upload_url, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream' },
        body: new Uint8Array(bytes),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (!answer.ok) throw new Error(`Slack took no picture: ${answer.status}`);
      await client.files.completeUploadExternal({ files: [{ id: place.file_id, title }] });
      return place.file_id;
    } catch (error) {
      const trouble = readTrouble(error);
      if (trouble.kind === 'limited' || trouble.kind === 'transient') throw error;
      log.warn({ err: error, problem: trouble.problem }, 'no picture: the message goes without');
      return undefined;
    }
  };
}
