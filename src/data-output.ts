import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Writable } from 'node:stream';

/**
 * Lets `write` produce data for stdout, or for `file`: there it appears under its name only once it is whole and
 * `isWhole` says so, readable by its owner alone. stdout stays open.
 * @throws what `write` or the file throws
 */
export async function writeData<T>(
  file: string | undefined,
  isWhole: (result: T) => boolean,
  write: (sink: Writable) => Promise<T>,
): Promise<T> {
  if (file === undefined) return write(openSink(process.stdout));
  const partial = `${file}.part`;
  await (await open(partial, 'w', 0o600)).close();
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
