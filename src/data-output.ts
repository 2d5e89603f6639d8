import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Writable } from 'node:stream';

const BYTE_ORDER_MARK = Buffer.from('\ufeff');

/**
 * Lets `write` produce data for stdout, or for `file`: there it appears under its name only once it is whole and
 * `isWhole` says so, readable by its owner alone. stdout stays open. With `bom` the first byte is preceded by a byte
 * order mark; where nothing is written, neither is that.
 * @throws what `write`, the file or a closed stdout throws
 */
export async function writeData<T>(
  file: string | undefined,
  options: { bom: boolean; isWhole: (result: T) => boolean },
  write: (sink: Writable) => Promise<T>,
): Promise<T> {
  if (file === undefined) return write(openSink(process.stdout, options.bom));
  const partial = `${file}.part`;
  await (await open(partial, 'w', 0o600)).close();
  try {
    const result = await write(openSink(createWriteStream(partial), options.bom));
    if (options.isWhole(result)) await rename(partial, file);
    return result;
  } finally {
    await rm(partial, { force: true });
  }
}

function openSink(target: Writable, bom: boolean): Writable {
  // Each failure also reaches the callback of the write that met it.
  target.on('error', () => {});
  let isFirst = bom;
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      const bytes = isFirst ? Buffer.concat([BYTE_ORDER_MARK, chunk]) : chunk;
      isFirst = false;
      target.write(bytes, done);
    },
    final(done) {
      if (target === process.stdout) done();
      else target.end(done);
    },
  });
}
