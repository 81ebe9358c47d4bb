import http, { type IncomingMessage } from 'node:http';
import type https from 'node:https';
import { pipeline, type Readable } from 'node:stream';
import type { FetchInit, FetchResponse } from '../options.js';
import { isRecord } from '../wire/read.js';
import { LightController } from './light-controller.js';

/** Milliseconds after which a connection that nobody uses is closed. */
const LONGEST_IDLE = 60_000;

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

  const transport = async (url: string, init: FetchInit): Promise<FetchResponse> => {
    if (init.once) return exchange(url, init, single);
    try {
      return await exchange(url, init, pooled);
    } catch (error) {
      if (error instanceof StaleSocket && !init.signal.aborted) return exchange(url, init, single);
      throw error;
    }
  };
  const close = (): void => {
    for (const { agent } of [...pooled.ways.values(), ...single.ways.values()]) agent.destroy();
  };
  return Object.assign(transport, { close, controller: () => new LightController() });
}

/** How to reach the addresses of one protocol. */
interface Way {
  readonly module: Pick<typeof http, 'request'>;
  readonly agent: http.Agent;
}

interface Connections {
  readonly options: https.AgentOptions;
  /** Those needed so far, by protocol: nothing is loaded before, TLS above all. */
  readonly ways: Map<string, Way>;
}

function connections(given: https.AgentOptions): Connections {
  // Node's own agents have it where the process was told to use the proxies of its environment.
  const told: unknown = Reflect.get(http.globalAgent, 'options');
  const options = { ...given, proxyEnv: isRecord(told) ? told['proxyEnv'] : undefined };
  return { options, ways: new Map() };
}

function wayOf(protocol: string, { options, ways }: Connections): Way {
  const known = ways.get(protocol);
  if (known) return known;
  const module = protocol === 'https:' ? process.getBuiltinModule('node:https') : http;
  const way = { module, agent: new module.Agent(options) };
  ways.set(protocol, way);
  return way;
}

/** The server closed an idle connection just as it was taken: nothing of the request was answered. */
class StaleSocket extends Error {}

function exchange(url: string, init: FetchInit, to: Connections): Promise<FetchResponse> {
  return new Promise((resolve, reject) => {
    const { method, signal } = init;
    // Node would write text and headers as one piece of UTF-8, and with that change what headers hold of it.
    const body = init.body === null ? undefined : Buffer.from(init.body);
    // Literals and Object.assign: to spread one object into the front of another takes V8 ten times as long.
    const length = body && { 'Content-Length': body.length };
    const headers = Object.assign({ 'Accept-Encoding': 'gzip' }, init.headers, length);
    const { protocol, username, password, hostname, port, pathname, search } = new URL(url);
    if (username || password) throw new TypeError('A URL with a user or a password is not for fetching');
    const { module, agent } = wayOf(protocol, to);
    const options = {
      protocol,
      // An IPv6 address stands in brackets in a URL, and nowhere else.
      hostname: hostname.replace(/^\[|\]$/g, ''),
      port,
      path: pathname + search,
      method,
      headers,
      agent,
    };
    const request = module.request(options);
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
      const reset = 'code' in error && error.code === 'ECONNRESET';
      reject(reset && request.reusedSocket ? new StaleSocket(error.message, { cause: error }) : error);
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
