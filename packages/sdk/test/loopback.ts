import http, { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request as it reached a server. */
export interface Received {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
  socket: Socket;
}

/** A server on the loopback interface, gone when the test is. */
export interface Loopback {
  url: string;
  received: Received[];
  /** How many connections were made so far. */
  connections: () => number;
}

/** What a server does with a request, once it has read it. */
export type Answering = (received: Received, response: ServerResponse, turn: number) => void;

/** A server over http that reads each request to its end before it answers. */
export async function httpLoopback(answer: Answering, host = '127.0.0.1'): Promise<Loopback> {
  const { listener, received } = listening(answer);
  const server = http.createServer({ keepAliveTimeout: 60_000 }, listener);
  return { ...(await listen(server, host)), received };
}

/** The same over https, by the name of its certificate. */
export async function httpsLoopback(pair: { key: string; cert: string }, answer: Answering): Promise<Loopback> {
  const { listener, received } = listening(answer);
  const { url, connections } = await listen(https.createServer(pair, listener), '127.0.0.1');
  return { url: url.replace('http:', 'https:'), connections, received };
}

function listening(answer: Answering): { listener: RequestListener; received: Received[] } {
  const received: Received[] = [];
  const listener: RequestListener = (request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const { method = '', url = '', headers, socket } = request;
      received.push({ method, url, headers, body: Buffer.concat(pieces).toString(), socket });
      answer({ method, url, headers, body: '', socket }, response, received.length);
    });
  };
  return { listener, received };
}

/** A server that is told of each connection and speaks for itself. */
export async function rawLoopback(converse: (socket: Socket) => void): Promise<Omit<Loopback, 'received'>> {
  return listen(net.createServer(converse), '127.0.0.1');
}

async function listen(server: net.Server, host: string): Promise<Omit<Loopback, 'received'>> {
  const sockets = new Set<Socket>();
  let count = 0;
  server.on('connection', (socket) => {
    count += 1;
    sockets.add(socket);
    // A client that goes away is part of the game.
    socket.on('error', () => {});
    socket.on('close', () => void sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, host, resolve);
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${portOf(server.address())}`,
    connections: () => count,
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (typeof address === 'object' && address) return address.port;
  throw new Error('the server has no port');
}
