import { createHash, randomBytes } from 'node:crypto';
import { get, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

/** One end of a websocket for text messages, as far as Slack's two use it: Node 20 brings none. */
export interface TextSocket {
  send(text: string): void;
  /** Without the closing handshake; `onClose` is called all the same. */
  close(): void;
}

export interface TextSocketEvents {
  onText(text: string): void;
  onClose?(): void;
}

/**
 * Connects to a websocket server.
 * @throws when there is none at `url` (`ws://…`)
 */
export function openTextSocket(url: string, events: TextSocketEvents): Promise<TextSocket> {
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
    request.once('upgrade', (_response, socket: Duplex, head: Buffer) =>
      resolve(converse(socket, head, events, 'client')),
    );
  });
}

/** Answers a request to upgrade. No extensions are taken up. */
export function acceptTextSocket(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  events: TextSocketEvents,
): TextSocket {
  const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  socket.write(
    [
      'HTTP/1.1 101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Accept: ${createHash('sha1').update(key).digest('base64')}`,
      '\r\n',
    ].join('\r\n'),
  );
  return converse(socket, head, events, 'server');
}

const TEXT = 0x1;
const CLOSE = 0x8;
const PING = 0x9;
const PONG = 0xa;

function converse(
  socket: Duplex,
  head: Buffer,
  { onText, onClose }: TextSocketEvents,
  end: 'client' | 'server',
): TextSocket {
  const write = (opcode: number, payload: Buffer) => {
    if (socket.writable) socket.write(encodeFrame(opcode, payload, end === 'client'));
  };
  const read = createFrameReader((opcode, payload) => {
    if (opcode === TEXT) onText(payload.toString('utf8'));
    if (opcode === PING) write(PONG, payload);
    if (opcode === CLOSE) {
      write(CLOSE, payload.subarray(0, 2));
      socket.end();
    }
  });
  socket.on('error', () => socket.destroy());
  socket.once('close', () => onClose?.());
  // The other end may leave without a word.
  socket.once('end', () => socket.destroy());
  read(head);
  socket.on('data', read);
  return {
    send: (text) => write(TEXT, Buffer.from(text)),
    close: () => socket.destroy(),
  };
}

/** RFC 6455, section 5.2: a client's frame is masked, a server's is not. */
function encodeFrame(opcode: number, payload: Buffer, masked: boolean): Buffer {
  const { length } = payload;
  const extended = length < 126 ? 0 : length <= 0xffff ? 2 : 8;
  const header = Buffer.alloc(2 + extended);
  header[0] = 0x80 | opcode;
  header[1] = (masked ? 0x80 : 0) | (extended === 0 ? length : extended === 2 ? 126 : 127);
  if (extended === 2) header.writeUInt16BE(length, 2);
  if (extended === 8) header.writeBigUInt64BE(BigInt(length), 2);
  if (!masked) return Buffer.concat([header, payload]);
  const mask = randomBytes(4);
  return Buffer.concat([header, mask, applyMask(payload, mask)]);
}

function applyMask(payload: Buffer, mask: Buffer): Buffer {
  return Buffer.from(payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0)));
}

/** Takes bytes as they come and hands on whole messages; the parts of a split one are put together. */
function createFrameReader(onMessage: (opcode: number, payload: Buffer) => void) {
  let pending = Buffer.alloc(0);
  let parts: Buffer[] = [];
  return (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    for (;;) {
      const frame = readFrame(pending);
      if (!frame) return;
      pending = pending.subarray(frame.bytes);
      if (frame.opcode >= CLOSE) {
        onMessage(frame.opcode, frame.payload);
        continue;
      }
      parts.push(frame.payload);
      if (frame.final) {
        onMessage(TEXT, Buffer.concat(parts));
        parts = [];
      }
    }
  };
}

function readFrame(bytes: Buffer) {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return undefined;
  const short = second & 0x7f;
  const extended = short === 126 ? 2 : short === 127 ? 8 : 0;
  const masked = (second & 0x80) !== 0;
  const start = 2 + extended + (masked ? 4 : 0);
  if (bytes.length < start) return undefined;
  const length =
    extended === 2 ? bytes.readUInt16BE(2) : extended === 8 ? Number(bytes.readBigUInt64BE(2)) : short;
  if (bytes.length < start + length) return undefined;
  const payload = bytes.subarray(start, start + length);
  return {
    final: (first & 0x80) !== 0,
    opcode: first & 0x0f,
    payload: masked ? applyMask(payload, bytes.subarray(start - 4, start)) : payload,
    bytes: start + length,
  };
}
