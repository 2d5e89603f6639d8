import { randomBytes } from 'node:crypto';
import { get } from 'node:http';
import type { Socket } from 'node:net';

export interface TextSocket {
  send(text: string): void;
  close(): void;
}

/** A websocket client for text messages, as far as tests need one: Node 20 brings none. */
export function openTextSocket(url: string, onText: (text: string) => void): Promise<TextSocket> {
  return new Promise((resolve, reject) => {
    const request = get(url.replace(/^ws/, 'http'), {
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': randomBytes(16).toString('base64'),
      },
    });
    request.once('error', reject);
    request.once('response', (response) =>
      reject(new Error(`No websocket at ${url}: ${response.statusCode}`)),
    );
    request.once('upgrade', (_response, socket: Socket, head: Buffer) => {
      socket.on('error', () => {});
      const read = createFrameReader(onText, (payload) => socket.write(encodeFrame(0xa, payload)));
      read(head);
      socket.on('data', read);
      resolve({
        send: (text) => void socket.write(encodeFrame(0x1, Buffer.from(text))),
        close: () => void socket.destroy(),
      });
    });
  });
}

/** RFC 6455, section 5.2: a client's frame is masked. Payloads up to 64 KiB. */
function encodeFrame(opcode: number, payload: Buffer): Buffer {
  if (payload.length > 0xffff) throw new Error('Too long for one frame.');
  const short = payload.length < 126;
  const header = Buffer.alloc(short ? 2 : 4);
  header[0] = 0x80 | opcode;
  header[1] = 0x80 | (short ? payload.length : 126);
  if (!short) header.writeUInt16BE(payload.length, 2);
  const mask = randomBytes(4);
  const masked = Buffer.from(payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0)));
  return Buffer.concat([header, mask, masked]);
}

function createFrameReader(onText: (text: string) => void, onPing: (payload: Buffer) => void) {
  let pending = Buffer.alloc(0);
  let parts: Buffer[] = [];
  return (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    for (;;) {
      const [first, second] = pending;
      if (first === undefined || second === undefined) return;
      const extended = second === 126 ? 2 : second === 127 ? 8 : 0;
      if (pending.length < 2 + extended) return;
      const length =
        extended === 2
          ? pending.readUInt16BE(2)
          : extended === 8
            ? Number(pending.readBigUInt64BE(2))
            : second;
      const end = 2 + extended + length;
      if (pending.length < end) return;
      const payload = pending.subarray(2 + extended, end);
      pending = pending.subarray(end);
      const opcode = first & 0x0f;
      if (opcode === 0x9) onPing(payload);
      if (opcode > 0x2) continue; // ping, pong, close
      parts.push(payload);
      if (first & 0x80) {
        onText(Buffer.concat(parts).toString('utf8'));
        parts = [];
      }
    }
  };
}
