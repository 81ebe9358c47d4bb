import net, { type Socket } from 'node:net';
import { success } from '../calls.js';

/** What may be wrong with an answer. */
export const KINDS = [
  'json',
  'html',
  'empty',
  'truncated',
  'wrong-type',
  'large-declared',
  'large-chunked',
  'endless',
  'dropped',
] as const;

/** One of {@link KINDS}. */
export type Kind = (typeof KINDS)[number];

/** A server whose answers are as wrong as their address says. */
export interface FaultServer {
  /** A base address whose answers have this status and this fault, and how many whole requests came to it so far. */
  open(status: number, kind: Kind): { url: string; count: () => number };
  close(): void;
}

const LARGE = 50 * 1024 * 1024;
const PIECE = Buffer.alloc(1024 * 1024, ' ');
const CHUNK = Buffer.concat([Buffer.from(`${PIECE.length.toString(16)}\r\n`), PIECE, Buffer.from('\r\n')]);

/** A success for each of the four calls, and a refusal of plex.tv. */
const JSON_BODY = JSON.stringify({
  ...success,
  errors: [{ code: 1001, message: 'User could not be authenticated', status: 401 }],
});
const HTML_BODY = '<html><head><title>Fault</title></head><body><h1>Fault</h1></body></html>';

/** Listens on the loopback interface. Speaks raw HTTP, so that nothing puts the answers right. */
export async function startFaultServer(): Promise<FaultServer> {
  const counts = new Map<number, number>();
  const sockets = new Set<Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => void sockets.delete(socket));
    // Clients that go away in the middle are what this is about.
    socket.on('error', () => {});
    onRequest(socket, (id, status, kind) => {
      counts.set(id, (counts.get(id) ?? 0) + 1);
      answer(socket, status, kind);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const where = server.address();
  const port = typeof where === 'object' && where ? where.port : 0;
  return {
    open: (status, kind) => {
      const id = counts.size;
      counts.set(id, 0);
      return { url: `http://127.0.0.1:${port}/${id}/${status}/${kind}`, count: () => counts.get(id) ?? 0 };
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

function onRequest(socket: Socket, found: (id: number, status: number, kind: Kind) => void): void {
  let text = '';
  socket.on('data', (piece) => {
    text += piece.toString('latin1');
    const [head = '', body] = text.split('\r\n\r\n');
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (body === undefined || body.length < length) return;
    text = '';
    const [, id, status, word] = /^\w+ \/(\d+)\/(\d+)\/([a-z-]+)\//.exec(head) ?? [];
    const kind = KINDS.find((each) => each === word);
    if (kind) found(Number(id), Number(status), kind);
    else socket.destroy();
  });
}

function answer(socket: Socket, status: number, kind: Kind): void {
  const head = (type: string, framing: string): string =>
    `HTTP/1.1 ${status} Fault\r\nconnection: close\r\ncontent-type: ${type}\r\n${framing}\r\n\r\n`;
  const whole = (type: string, body: string): void =>
    void socket.end(`${head(type, `content-length: ${Buffer.byteLength(body)}`)}${body}`);
  switch (kind) {
    case 'json':
      return whole('application/json', JSON_BODY);
    case 'html':
      return whole('text/html', HTML_BODY);
    case 'empty':
      return whole('application/json', '');
    case 'wrong-type':
      return whole('image/png', JSON_BODY);
    case 'truncated':
      return void socket.end(
        `${head('application/json', `content-length: ${JSON_BODY.length}`)}${JSON_BODY.slice(0, 40)}`,
      );
    case 'endless':
      return void socket.write(`${head('application/json', 'transfer-encoding: chunked')}1\r\n{\r\n`);
    case 'large-declared':
      return pour(socket, head('application/json', `content-length: ${LARGE}`), PIECE);
    case 'large-chunked':
      return pour(socket, head('application/json', 'transfer-encoding: chunked'), CHUNK);
    case 'dropped':
      return void socket.resetAndDestroy();
  }
}

/** Writes 50 MB as fast as they are read, and stops as soon as nobody wants them. */
function pour(socket: Socket, head: string, piece: Buffer): void {
  socket.write(head);
  let left = LARGE / PIECE.length;
  const write = (): void => {
    while (left > 0 && !socket.destroyed) {
      left -= 1;
      if (!socket.write(piece)) return void socket.once('drain', write);
    }
    if (!socket.destroyed) socket.end(piece === CHUNK ? '0\r\n\r\n' : '');
  };
  write();
}
