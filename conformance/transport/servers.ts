import net, { type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A server on the loopback interface, gone when the test is. */
export interface Server {
  readonly url: string;
  readonly port: number;
  /** Connections it was opened so far. */
  readonly connections: () => number;
  /** Whole heads of requests it was sent so far, in order. */
  readonly heads: readonly string[];
}

/** What a server does with the head of a request; it speaks for itself, so that it may speak badly. */
export type Answering = (socket: Socket, head: string, turn: number) => void;

export async function serve(answer: Answering, allowHalfOpen = false): Promise<Server> {
  const heads: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = net.createServer({ allowHalfOpen }, (socket) => {
    connections += 1;
    sockets.add(socket);
    // Clients that go away in the middle are what this is about.
    socket.on('error', () => {});
    let text = '';
    socket.on('data', (piece) => {
      text += piece.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      if (end === -1) return;
      const head = text.slice(0, end);
      text = '';
      heads.push(head);
      answer(socket, head, heads.length);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, port, connections: () => connections, heads };
}

/** A whole answer with this account, more headers before its body. */
export function wholeAnswer(headers = ''): string {
  return `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${headers}content-length: ${ACCOUNT.length}\r\n\r\n${ACCOUNT}`;
}

/** The least account there is. */
export const ACCOUNT = JSON.stringify({ id: 1, uuid: 'a-uuid', authToken: 'a-token' });
