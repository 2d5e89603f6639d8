import { createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { Writable } from 'node:stream';

/** A file cannot be made at the path that was named; nothing was written yet. */
export class NoFileThere extends Error {}

/**
 * Lets `write` produce data for stdout, or for `file`: there it appears under its name only once it is whole and
 * `isWhole` says so, readable by its owner alone. stdout stays open.
 * @throws NoFileThere when the path names something else, such as a folder or a device, or no file can be made there; what
 *   `write` or the file throws
 */
export async function writeData<T>(
  file: string | undefined,
  isWhole: (result: T) => boolean,
  write: (sink: Writable) => Promise<T>,
): Promise<T> {
  if (file === undefined) return write(openSink(process.stdout));
  const partial = `${file}.part`;
  try {
    // In the end the name is given to the new file: a device that had it would be gone. What cannot be looked at, `open` tells.
    const there = await stat(file).catch(() => undefined);
    if (there && !there.isFile()) throw new Error('not a file');
    await (await open(partial, 'w', 0o600)).close();
  } catch (error) {
    throw new NoFileThere(file, { cause: error });
  }
  try {
    const result = await write(openSink(createWriteStream(partial)));
    if (isWhole(result)) await rename(partial, file);
    return result;
  } finally {
    await rm(partial, { force: true });
  }
}

function openSink(target: Writable): Writable {
  // Each failure also reaches the callback of the write that met it.
  target.on('error', () => {});
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      target.write(chunk, done);
    },
    final(done) {
      if (target === process.stdout) done();
      else target.end(done);
    },
  });
}
