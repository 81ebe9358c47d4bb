import * as sdk from '@ticketstub/sdk';
import { z } from 'zod';
import type { SeedOperation } from './seed-facts.js';

/** A request as it left the SDK. */
export interface Sent {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: string;
}

/** A Plex of one answer, and what it was asked. */
export interface Scene {
  requests: Sent[];
  options: sdk.PlexAPIOptions & { serverURL: string; accessToken: string };
  style?: 'method' | 'standalone';
}

/** What the answer is, where it differs from the operation's success in JSON. */
export interface Reply {
  status?: number;
  contentType?: string;
  body?: string;
}

/** A client's options whose `fetch` gives this one answer to everything and remembers what it was asked. */
export function answering(operation: SeedOperation | undefined, reply: Reply = {}): Scene {
  const { status = operation?.status ?? 200, contentType = 'application/json', body = JSON.stringify(success) } = reply;
  const requests: Sent[] = [];
  const fetch: sdk.FetchLike = (url, { method, headers, body: sent }) => {
    requests.push({ url, method, headers, body: sent ?? '' });
    return Promise.resolve(new Response(body, { status, headers: { 'content-type': contentType } }));
  };
  return { requests, options: { serverURL: 'http://192.0.2.1:32400', accessToken: 'a-token-of-nobody', fetch } };
}

/** Makes one of the four calls, as a method or as a standalone function. */
export async function call(
  { options: client, style }: Scene,
  { name, request }: Pick<SeedOperation, 'name' | 'request'>,
  options?: sdk.CallOptions,
): Promise<sdk.operations.ResponseEnvelope> {
  const { authentication } = new sdk.PlexAPI(client);
  const isStandalone = style === 'standalone';
  const callee: unknown = isStandalone ? sdk[name] : authentication[name];
  if (typeof callee !== 'function') throw new TypeError(`${name} is not a function`);
  const before = isStandalone ? [new sdk.PlexCore(client)] : [];
  const given = request === null ? [] : [request];
  const answer: unknown = await Reflect.apply(callee, authentication, [...before, ...given, options]);
  if (isEnvelope(answer)) return answer;
  throw new TypeError(`${name} did not return an envelope`);
}

/** A copy of a request that lacks the member at this path. */
export function withoutMember(request: unknown, [name = '', ...rest]: readonly string[]): Record<string, unknown> {
  const { [name]: member, ...others } = z.record(z.string(), z.unknown()).parse(request);
  return rest.length === 0 ? others : { ...others, [name]: withoutMember(member, rest) };
}

/** An answer that is a success to each of the four calls. */
export const success = {
  MediaContainer: {
    size: 1,
    token: 'transient-of-nobody',
    Device: { accessToken: 'transient-of-nobody', Connection: [] },
  },
  id: 1,
  uuid: '0123456789abcdef',
  authToken: 'a-token-of-nobody',
};

function isEnvelope(value: unknown): value is sdk.operations.ResponseEnvelope {
  return typeof value === 'object' && value !== null && 'rawResponse' in value;
}
