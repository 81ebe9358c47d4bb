import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { success } from '../calls.js';

/** A server that does what its addresses say, and lets pages of any origin ask. */
export interface FaultServer extends AsyncDisposable {
  readonly url: string;
}

type Counts = Map<string, number>;
type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void | Promise<void>;

const PIECE = Buffer.alloc(1024 * 1024, ' ');

/** By the first part of the path. */
function answers(elsewhere: string, code: () => string): Readonly<Record<string, Answer>> {
  return {
    '': (_, response) => void response.setHeader('content-type', 'text/html').end('<title>Smoke</title>'),
    code: (_, response) => void response.end(code()),
    silent: () => {},
    'silent-abort': () => {},
    flaky: (_, response, count) => (count === 1 ? json(response, 503, {}) : account(response, 'flaky')),
    down: (_, response) => json(response, 503, {}),
    moved: (request, response) => void response.writeHead(302, { location: `${elsewhere}${request.url}` }).end(),
    // Node hands a header's bytes over as Latin-1.
    device: ({ headers }, response) =>
      account(response, Buffer.from(String(headers['x-plex-device-name']), 'latin1').toString('utf8')),
    password: async (request, response) =>
      account(response, new URLSearchParams(await textOf(request)).get('password') ?? ''),
    gzip: (_, response) => {
      const body = gzipSync(JSON.stringify({ ...success, title: 'compressed' }));
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(body);
    },
    endless: (_, response) => pour(response.writeHead(200, { 'content-type': 'application/json' })),
    echo: async (request, response) => {
      const heard = `${JSON.stringify(request.headers)} ${await textOf(request)}`;
      json(response, 401, { errors: [{ code: 1001, message: heard, status: 401 }] });
    },
  };
}

/** Starts it. `code` is what `/code` answers. */
export async function startFaultServer(code: () => string): Promise<FaultServer> {
  const counts: Counts = new Map();
  const tick = (what: string): number => {
    const count = (counts.get(what) ?? 0) + 1;
    counts.set(what, count);
    return count;
  };
  const elsewhere = createServer((request, response) => {
    tick('elsewhere');
    allow(request, response);
    account(response, 'elsewhere');
  });
  const there = answers(await listening(elsewhere), code);
  const server = createServer((request, response) => {
    allow(request, response);
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    const [, fault = '', what = ''] = (request.url ?? '').split('/');
    if (fault === 'count') return void response.end(String(counts.get(what) ?? 0));
    response.on('close', () => response.writableFinished || tick(`${fault}-gone`));
    return void there[fault]?.(request, response, tick(fault));
  });
  const url = await listening(server);
  return {
    url,
    async [Symbol.asyncDispose]() {
      await Promise.all([closed(server), closed(elsewhere)]);
    },
  };
}

function allow({ headers }: IncomingMessage, response: ServerResponse): void {
  response.setHeader('access-control-allow-origin', headers.origin ?? '*');
  response.setHeader('access-control-allow-headers', headers['access-control-request-headers'] ?? '*');
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function account(response: ServerResponse, title: string): void {
  json(response, 200, { ...success, title });
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request.setEncoding('utf8')) text += String(piece);
  return text;
}

/** Writes for as long as somebody reads. */
function pour(response: ServerResponse): void {
  while (!response.destroyed && response.write(PIECE));
  if (!response.destroyed) response.once('drain', () => pour(response));
}

/** Listens on a free port of the loopback interface; another port is another origin. */
async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  return `http://127.0.0.1:${address.port}`;
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => {
    server.close(resolve);
  });
}
