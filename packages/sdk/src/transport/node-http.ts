import type { Agent, IncomingMessage, request } from 'node:http';
import type { AgentOptions } from 'node:https';
import type { Readable } from 'node:stream';
import type { FetchInit, FetchResponse } from '../options.js';
import { isRecord } from '../wire/read.js';
import { LightController } from './light-controller.js';

/** Milliseconds after which a connection that nobody uses is closed. */
const LONGEST_IDLE = 60_000;

/** Addresses of which the parts are remembered. */
const MOST_TARGETS = 64;

/** How a {@link nodeTransport} connects. */
export interface NodeTransportOptions {
  /** Certificates to trust instead of Node's own list, in PEM. */
  ca?: string | readonly string[] | undefined;
  /** Connections to one origin at a time. Default 64. */
  maxSockets?: number | undefined;
}

/** A `FetchLike` over `node:http` and `node:https`. */
export interface NodeTransport {
  (url: string, init: FetchInit): Promise<FetchResponse>;
  /** What the `signal` of each request comes from when the SDK calls. */
  controller(): Pick<AbortController, 'abort' | 'signal'>;
  /** Closes every connection, idle or not. */
  close(): void;
}

/**
 * Keep-alive connections by `node:http(s)`: more calls at less CPU than the global `fetch`, and no 200 ms at the end of a
 * short program. Never follows a redirect. An idle connection that the server closed at the moment of its reuse is replaced
 * without an error, but a request that must be sent once gets a connection of its own. An idle connection is closed after a
 * minute, or as soon as the server announced. Where Node was told to use the proxies of its environment
 * (`NODE_USE_ENV_PROXY=1`, Node 22.21 and 24 on), so does this.
 */
export function nodeTransport(options: NodeTransportOptions = {}): NodeTransport {
  const { maxSockets = 64, ca } = options;
  const tls = ca === undefined ? {} : { ca: typeof ca === 'string' ? ca : [...ca] };
  // With a limit of our own Node also heeds the shorter one that a server announces by `Keep-Alive: timeout`.
  const pooled = connections({ ...tls, keepAlive: true, maxSockets, timeout: LONGEST_IDLE });
  const single = connections({ ...tls, keepAlive: false });
  const all: AllConnections = { pooled, single, targets: new Map() };

  const transport = (url: string, init: FetchInit): Promise<FetchResponse> => exchange(url, init, all);
  const close = (): void => {
    for (const { agent } of [...pooled.ways.values(), ...single.ways.values()]) agent.destroy();
  };
  return Object.assign(transport, { close, controller: () => new LightController() });
}

/** Where a request goes, as Node is told. */
interface Target {
  readonly protocol: string;
  readonly host: string;
  readonly hostname: string;
  readonly port: string;
  readonly path: string;
}

/** How to reach the addresses of one protocol. */
interface Way {
  readonly module: { readonly request: typeof request };
  readonly agent: Agent;
}

interface Connections {
  readonly options: AgentOptions;
  /** Whether Node was told to use the proxies of its environment. */
  readonly proxied: boolean;
  /** Those needed so far, by protocol: nothing is loaded before, TLS above all. */
  readonly ways: Map<string, Way>;
}

interface AllConnections {
  readonly pooled: Connections;
  /** For what must be sent once: each carries one request. */
  readonly single: Connections;
  /** The addresses met lately: to take one apart costs a fiftieth of a call. */
  readonly targets: Map<string, Target>;
}

function connections(given: AgentOptions): Connections {
  // Node's own agents have it where the process was told to use the proxies of its environment.
  const told: unknown = Reflect.get(process.getBuiltinModule('node:http').globalAgent, 'options');
  const proxyEnv = isRecord(told) ? told['proxyEnv'] : undefined;
  return { options: Object.assign({ proxyEnv }, given), proxied: Boolean(proxyEnv), ways: new Map() };
}

function wayOf(protocol: string, { options, ways }: Connections): Way {
  const known = ways.get(protocol);
  if (known) return known;
  const module = process.getBuiltinModule(protocol === 'https:' ? 'node:https' : 'node:http');
  const way = { module, agent: new module.Agent(options) };
  ways.set(protocol, way);
  return way;
}

function targetOf(url: string, { targets }: AllConnections): Target {
  const known = targets.get(url);
  if (known) return known;
  const { protocol, username, password, host, hostname, port, pathname, search } = new URL(url);
  if (username || password) throw new TypeError('A URL with a user or a password is not for fetching');
  // An IPv6 address stands in brackets in a URL and in `Host`, and nowhere else.
  const target = { protocol, host, hostname: hostname.replace(/^\[|\]$/g, ''), port, path: pathname + search };
  if (targets.size >= MOST_TARGETS) targets.clear();
  targets.set(url, target);
  return target;
}

function headersOf({ method, headers }: FetchInit, host: string, body: Buffer | undefined): Record<string, string> {
  const length = (body ?? method === 'POST') ? { 'Content-Length': `${body?.length ?? 0}` } : undefined;
  return Object.assign({ Host: host, 'Accept-Encoding': 'gzip' }, headers, length);
}

/** Names and values by turns: these Node writes as they are, and makes no table of its own first. */
function listed(headers: Record<string, string>): string[] {
  const list: string[] = [];
  for (const [name, value] of Object.entries(headers)) list.push(name, value);
  return list;
}

function exchange(url: string, init: FetchInit, all: AllConnections): Promise<FetchResponse> {
  return new Promise((resolve, reject) => {
    const { method, signal, once } = init;
    const target = targetOf(url, all);
    const to = once ? all.single : all.pooled;
    const { module, agent } = wayOf(target.protocol, to);
    // Node would write text and headers as one piece of UTF-8, and with that change what headers hold of it.
    const body = init.body === null ? undefined : Buffer.from(init.body);
    const table = headersOf(init, target.host, body);
    // A request by a proxy is worded anew, by what Node's own table says.
    const headers = to.proxied ? table : listed(table);
    const request = module.request({ ...target, method, headers, agent });
    // Without an error: one given to a request that is just done ends up on its idle socket, where nobody listens.
    const leave = (): void => void request.destroy();
    signal.addEventListener('abort', leave);
    let answered = false;
    request.on('close', () => {
      signal.removeEventListener('abort', leave);
      // As when a server switches protocols. An error nobody waits for would cost a twentieth of a call.
      if (!answered) reject(new Error('The connection was closed without an answer'));
    });
    request.on('response', (message) => {
      answered = true;
      resolve(toResponse(message));
    });
    request.on('error', (error) => {
      // The server closed an idle connection just as it was taken: nothing of the request was answered.
      const stale = request.reusedSocket && 'code' in error && error.code === 'ECONNRESET';
      if (stale && !answered && !signal.aborted) resolve(exchange(url, { ...init, once: true }, all));
      else reject(error);
    });
    request.end(body);
    if (signal.aborted) leave();
  });
}

function toResponse(message: IncomingMessage): FetchResponse {
  const stream = decoded(message);
  const { headers } = message;
  const sized = stream === message && headers['content-length'] !== undefined;
  return {
    status: message.statusCode ?? 0,
    headers: {
      get: (name) => joined(headers[name.toLowerCase()]),
      forEach: (visit) => {
        for (const [name, value] of Object.entries(headers)) visit(joined(value) ?? '', name);
      },
    },
    arrayBuffer: () => collect(stream),
    body: sized
      ? null
      : {
          getReader: () => {
            const pieces: AsyncIterator<Uint8Array, undefined> = stream[Symbol.asyncIterator]();
            return {
              read: async () => {
                const { done = false, value } = await pieces.next();
                return { done, value };
              },
            };
          },
        },
  };
}

function joined(value: string | string[] | undefined): string | null {
  return Array.isArray(value) ? value.join(', ') : (value ?? null);
}

function decoded(message: IncomingMessage): Readable {
  const { 'content-encoding': encoding = '', 'content-length': length } = message.headers;
  const empty = length === '0' || message.statusCode === 204 || message.statusCode === 304;
  if (empty || !/^(x-)?gzip$/i.test(encoding)) return message;
  // The reader of the answer learns of a broken stream by reading it.
  const { pipeline } = process.getBuiltinModule('node:stream');
  return pipeline(message, process.getBuiltinModule('node:zlib').createGunzip(), () => {});
}

function collect(stream: Readable): Promise<ArrayBuffer> {
  return new Promise((resolve, reject) => {
    const pieces: Uint8Array[] = [];
    let size = 0;
    stream.on('data', (piece: Uint8Array) => {
      pieces.push(piece);
      size += piece.byteLength;
    });
    stream.on('error', reject);
    stream.on('end', () => {
      const [first] = pieces;
      // Most answers come in one piece, in memory of its own.
      if (first?.buffer instanceof ArrayBuffer && first.buffer.byteLength === size) return resolve(first.buffer);
      const bytes = new Uint8Array(size);
      let offset = 0;
      for (const piece of pieces) {
        bytes.set(piece, offset);
        offset += piece.byteLength;
      }
      resolve(bytes.buffer);
    });
  });
}
