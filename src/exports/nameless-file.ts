import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';

export interface NamelessFile {
  /** Writes from the beginning. */
  writer(): Writable;
  /** Reads all of it, from the beginning. */
  reader(): Readable;
  size(): Promise<number>;
  close(): Promise<void>;
}

/**
 * A temporary file that nobody else can open: its name is gone as soon as it is there, and it goes with its last use. A killed
 * process leaves nothing behind. In `TMPDIR`, which has to have room for it.
 */
export async function openNamelessFile(): Promise<NamelessFile> {
  const path = join(tmpdir(), `ieum-export-${randomUUID()}`);
  const handle = await open(path, 'wx+', 0o600);
  try {
    await unlink(path);
  } catch (error) {
    await handle.close();
    throw error;
  }
  return {
    // The streams of node:fs close the file themselves when they break off.
    writer: () =>
      new Writable({
        write: (chunk: Buffer, _encoding, done) => void handle.appendFile(chunk).then(() => done(), done),
      }),
    reader: () => Readable.from(chunksOf(handle)),
    size: async () => (await handle.stat()).size,
    close: () => handle.close(),
  };
}

const CHUNK_BYTES = 256 * 1024;

async function* chunksOf(handle: FileHandle): AsyncGenerator<Buffer> {
  for (let position = 0; ; ) {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
