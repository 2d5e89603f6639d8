import type { Readable } from 'node:stream';
import type { webApi } from '@slack/bolt';
import { readTrouble } from './slack-errors.ts';

/** Room that Slack has made for a file; nobody sees the file yet. */
export interface FilePlace {
  fileId: string;
  url: string;
}

/** Asks Slack for room. Needs `files:write`, as everything here does. */
export async function reserveFile(
  client: webApi.WebClient,
  { name, length }: { name: string; length: number },
): Promise<FilePlace> {
  const place = await client.files.getUploadURLExternal({ filename: name, length });
  if (!place.upload_url || !place.file_id) throw new Error('Slack named no place for the file');
  return { fileId: place.file_id, url: place.upload_url };
}

/** Sends a file's bytes to its place, streaming where they are a stream. */
export async function sendFile(
  place: FilePlace,
  body: Uint8Array<ArrayBuffer> | Readable,
  { length, signal }: { length: number; signal: AbortSignal },
): Promise<void> {
  const answer = await fetch(place.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/octet-stream',
      // Of bytes fetch says it itself, and refuses to hear it twice.
      ...(body instanceof Uint8Array ? {} : { 'content-length': String(length) }),
    },
    body,
    duplex: 'half',
    signal,
  });
  // What it says is of no use, but has to be read for the connection to be free again.
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`Slack took no file: ${answer.status}`);
}

/** Makes the sent file one of the workspace's; in a conversation, if named, and otherwise shown to nobody. */
export async function completeFile(
  client: webApi.WebClient,
  { fileId, title, channelId }: { fileId: string; title: string; channelId?: string },
): Promise<void> {
  const files: [{ id: string; title: string }] = [{ id: fileId, title }];
  await client.files.completeUploadExternal({
    files,
    ...(channelId === undefined ? {} : { channel_id: channelId }),
  });
}

/**
 * Deletes a file wherever it is shown; one that somebody has deleted is deleted.
 * @returns false: Slack knows no such file, (not) yet or not any more
 */
export async function deleteFile(client: webApi.WebClient, fileId: string): Promise<boolean> {
  try {
    await client.files.delete({ file: fileId });
    return true;
  } catch (error) {
    const trouble = readTrouble(error);
    if (trouble.kind === 'permanent' && trouble.problem === 'file_deleted') return true;
    if (trouble.kind === 'permanent' && trouble.problem === 'file_not_found') return false;
    throw error;
  }
}
