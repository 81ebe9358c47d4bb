import { type RequestListener, type Server, ServerResponse, createServer } from 'node:http';
import type { Socket } from 'node:net';
// Not the global one: a test may have put a clock of its own in its place.
import { setImmediate } from 'node:timers';
import { getRequestListener } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { App } from './app.js';
import { StandInError } from './stand-in-error.js';
import { TextResponse } from './views/text-response.js';

/** An open port. */
export interface Listener {
  /** `http://127.0.0.1:4000`. */
  readonly origin: string;
  /** Has an application answer what arrives. */
  serve(app: App): void;
  /** Stops listening and ends every connection, idle or not. */
  close(): Promise<void>;
}

/** Milliseconds an idle connection is kept, as media servers announce. */
const KEEP_ALIVE = 20_000;

/** What a request is answered that names no address, before there is anybody to word it. */
const BAD_REQUEST = 400;

const HIGHEST_PORT = 65_535;

function cannotListen(hostname: string, port: number, cause?: unknown): StandInError {
  return new StandInError('LISTEN_FAILED', `Cannot listen on ${hostname} port ${port}`, { cause });
}

function originOf(hostname: string, port: number): string {
  // A wildcard is no address to dial.
  const dialled = hostname === '0.0.0.0' || hostname === '::' ? '127.0.0.1' : hostname;
  return `http://${dialled.includes(':') ? `[${dialled}]` : dialled}:${port}`;
}

function bind(server: Server, hostname: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(cannotListen(hostname, port, cause));
    });
    server.listen(port, hostname, () => {
      const bound = server.address();
      resolve(typeof bound === 'object' && bound !== null ? bound.port : port);
    });
  });
}

/** Whether a `Host` can be part of an address; `1270.0.1` has the letters of one and is none. */
function isHost(host: string | undefined): boolean {
  return host === undefined || URL.canParse(`http://${host}`);
}

/** Writes an answer's text as it is: node-server would read it from a web body. */
type Send = (response: TextResponse, outgoing: ServerResponse) => void;

/**
 * Answers leave together once all that has arrived is read. Each write may have to wake whoever waits for it, which takes
 * longer than all else about an answer; one that follows at once finds them awake.
 */
function sender(): Send {
  let last = { content: '', body: Buffer.alloc(0) };
  let waiting: (() => void)[] = [];
  const leave = (): void => {
    const due = waiting;
    waiting = [];
    for (const answer of due) answer();
  };
  return (response, outgoing) => {
    const { content } = response;
    // As bytes: Node would write headers and text as one piece of UTF-8, and with that change what headers hold of it.
    if (content !== last.content) last = { content, body: Buffer.from(content) };
    const { body } = last;
    response.put({ 'content-length': String(body.length) });
    outgoing.writeHead(response.status, response.rawHeaders);
    if (waiting.push(() => outgoing.end(body)) === 1) setImmediate(leave);
  };
}

/** Answers with an application as soon as there is one; the globals of the program under test are left as they are. */
function answering(serving: Promise<App>): RequestListener {
  const send = sender();
  const answer = getRequestListener(
    async (request, { incoming, outgoing }) => {
      const app = await serving;
      const response = await app.fetch(request, {
        // A socket for both families shows an IPv4 caller as ::ffff:192.0.2.1.
        address: (incoming.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, ''),
        persistent: !(outgoing instanceof ServerResponse) || outgoing.shouldKeepAlive,
        gone: () => incoming.socket.destroyed,
        drop: () => void incoming.socket.destroy(),
      });
      if (!(response instanceof TextResponse)) return response;
      if (!(outgoing instanceof ServerResponse)) return response.whole();
      send(response, outgoing);
      return RESPONSE_ALREADY_SENT;
    },
    // HTTP/1.0 names no host, and none is needed.
    { overrideGlobalObjects: false, hostname: 'localhost' },
  );
  return (incoming, outgoing) => {
    if (isHost(incoming.headers.host)) void answer(incoming, outgoing);
    else outgoing.writeHead(BAD_REQUEST).end();
  };
}

function end(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of sockets) socket.destroy();
  });
}

/**
 * Opens a port; requests wait until `serve` names the application.
 *
 * @throws {StandInError} `LISTEN_FAILED` when the address is taken or not this machine's.
 */
export async function listen(hostname: string, port: number): Promise<Listener> {
  if (port > HIGHEST_PORT) throw cannotListen(hostname, port);
  const sockets = new Set<Socket>();
  let serve: (app: App) => void = () => undefined;
  const serving = new Promise<App>((resolve) => {
    serve = resolve;
  });
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE }, answering(serving));
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => void sockets.delete(socket));
  });
  const bound = await bind(server, hostname, port);
  return {
    origin: originOf(hostname, bound),
    serve,
    close: () => end(server, sockets),
  };
}
