import { type FetchInit, type FetchLike, type FetchResponse, PlexAPI, type PlexAPIOptions } from '../src/index.js';

/** The media server every scene talks to: an address nobody has. */
export const SERVER = 'http://192.0.2.7:32400';

/** The client's token in every scene. */
export const TOKEN = 'canary-account-token';

/** What a server says when it is asked. A body that is not text goes out as JSON. */
export interface Reply {
  status?: number;
  contentType?: string;
  headers?: Record<string, string>;
  body?: unknown;
}

/** One turn of a server: an answer, a connection that fails, or anything else that may happen to a request. */
export type Turn = Reply | Error | ((url: string, init: FetchInit) => Promise<FetchResponse>);

/** A request as it left the SDK. */
export interface Sent {
  url: string;
  init: FetchInit;
  headers: Headers;
}

/** A client, and what it sent so far. */
export interface Scene {
  plex: PlexAPI;
  sent: Sent[];
  fetch: FetchLike;
}

/** A client whose server takes these turns, the last of them for good. */
export function scene(turns: Turn | readonly Turn[] = {}, options: PlexAPIOptions = {}): Scene {
  const sent: Sent[] = [];
  const order = [turns].flat();
  const fetch: FetchLike = (url, init) => {
    const turn = order[Math.min(sent.length, order.length - 1)] ?? {};
    sent.push({ url, init, headers: new Headers(init.headers) });
    if (typeof turn === 'function') return turn(url, init);
    return turn instanceof Error ? Promise.reject(turn) : Promise.resolve(respond(turn));
  };
  const plex = new PlexAPI({ accessToken: TOKEN, serverURL: SERVER, fetch, ...options });
  return { plex, sent, fetch };
}

/** The reply as a web `Response`. */
export function respond({ status = 200, contentType = 'application/json', headers, body = {} }: Reply): Response {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const hasBody = ![204, 205, 304].includes(status);
  return new Response(hasBody ? text : null, { status, headers: { 'content-type': contentType, ...headers } });
}

/** What a promise rejects with. */
export async function rejection(promise: unknown): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it was fulfilled');
}

/** What a function throws. */
export function thrownBy(make: () => unknown): unknown {
  try {
    make();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

/** Calls one of the four methods as JavaScript would, with anything. */
export function callUnchecked(plex: PlexAPI, name: string, ...args: unknown[]): unknown {
  const method: unknown = Reflect.get(plex.authentication, name);
  if (typeof method !== 'function') throw new TypeError(`${name} is no method`);
  return Reflect.apply(method, plex.authentication, args);
}
