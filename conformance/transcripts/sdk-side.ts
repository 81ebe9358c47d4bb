import * as sdk from '@ticketstub/sdk';
import { type Bindings, fill, fillRecord, fillString } from './placeholders.js';
import type { Transcript } from './transcript.js';

/** A request as it left the SDK. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** What came of a call. */
export interface Played {
  readonly requests: readonly Sent[];
  readonly value: unknown;
  readonly error: unknown;
}

/** What the placeholders stand for where there is no stand-in: documentation addresses and invented secrets. */
export const samples: Bindings = {
  account: 'https://plex.tv/api/v2',
  origin: 'https://plex.tv',
  plexTv: 'https://plex.tv',
  Attic: 'http://192.0.2.1:32400',
  'Attic.machineIdentifier': 'a771c0000000000000000000000000000000a771',
  'Attic.port': 32_400,
  Cellar: 'http://192.0.2.2:32400',
  'Cellar.port': 32_400,
  'Cellar.machineIdentifier': 'ce11a00000000000000000000000000000000ce1',
  token: 'AnyTokenOfSample_-20',
  login: 'somebody@example.com',
  username: 'somebody',
  email: 'somebody@example.com',
  password: 'a pass & a word',
  code: '123456',
  clientIdentifier: 'a-client-identifier',
  id: 20_000_001,
  'pin.id': 1_234_567,
  'pin.code': 'AB12',
  uuid: '0123456789abcdef',
  'jwk.kid': 'a-key-id',
  'jwk.x': '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
  deviceJWT: 'eyJhbGciOiJFZERTQSJ9.eyJhdWQiOiJwbGV4LnR2In0.c2lnbmF0dXJl',
};

/** The request the transcript says, with every placeholder filled in. */
export function expectedRequest({ request }: Transcript, bindings: Bindings): Sent {
  const query = request.query && new URLSearchParams(fillRecord(request.query, bindings)).toString();
  const form = request.form && new URLSearchParams(fillRecord(request.form, bindings)).toString();
  const json = request.json && JSON.stringify(fill(request.json, bindings));
  return {
    method: request.method,
    url: `${fillString(request.url, bindings)}${query === undefined ? '' : `?${query}`}`,
    headers: fillRecord(request.headers, bindings),
    body: form ?? json ?? null,
  };
}

/** The response the transcript says, as the SDK gets to see it. */
export function sampleResponse({ response }: Transcript): { body: string; init: ResponseInit } {
  const lines = response.lines?.map((line) => fillString(line, samples)).join('\n');
  const body = response.json === undefined ? (lines ?? '') : JSON.stringify(fill(response.json, samples));
  return { body, init: { status: response.status, headers: fillRecord(response.headers, samples) } };
}

type Namespace = 'account' | 'devices' | 'home' | 'pins' | 'resources';

/** Our own calls, which give plain values: the namespace, the method, and which members of the request it is handed. */
const ours: Readonly<Record<string, readonly [namespace: Namespace, method: string, ...members: string[]]>> = {
  createPin: ['pins', 'create'],
  getPin: ['pins', 'get', 'id'],
  approvePin: ['pins', 'approve', 'code'],
  getResources: ['resources', 'list'],
  getHomeUsers: ['home', 'users'],
  switchHomeUser: ['home', 'switchTo', 'user', 'options'],
  ping: ['account', 'ping'],
  signOut: ['account', 'signOut'],
  getClaimToken: ['account', 'claimToken'],
  getDevices: ['devices', 'list'],
  removeDevice: ['devices', 'remove', 'device'],
};

/** Calls a client's method for an operation, as JavaScript would. */
function callOf(client: sdk.PlexAPI, operation: string, request: unknown): unknown {
  const [namespace = 'authentication', name = operation, ...members] = ours[operation] ?? [];
  const owner = client[namespace];
  const method: unknown = Reflect.get(owner, name);
  if (typeof method !== 'function') throw new Error(`${operation} is no call of the SDK`);
  const given = members.map((member): unknown => Reflect.get(Object(request), member));
  return Reflect.apply(method, owner, members.length > 0 ? given : request === undefined ? [] : [request]);
}

/** Makes the transcript's call against a `fetch` that gives the transcript's answer. */
export async function play(transcript: Transcript): Promise<Played> {
  const requests: Sent[] = [];
  const { body, init } = sampleResponse(transcript);
  const fetch: sdk.FetchLike = (url, { method, headers, body: sent }) => {
    requests.push({ method, url, headers, body: sent });
    return Promise.resolve(new Response(body === '' ? null : body, init));
  };
  const { operation, call, given } = transcript;
  if (!call) throw new Error('nothing is called');
  const client = new sdk.PlexAPI({
    ...fillRecord(call.client ?? {}, samples),
    ...(given.server && { serverURL: String(samples[given.server]) }),
    // A transcript is one exchange.
    retryConfig: { strategy: 'none' },
    endpoints: { clients: String(samples['account']) },
    clock: { now: () => 0, sleep: () => Promise.reject(new Error('nothing is waited for')) },
    fetch,
  });
  const request: unknown = call.request && fill(call.request, samples);
  try {
    const value: unknown = await callOf(client, operation, request);
    return { requests, value, error: undefined };
  } catch (error) {
    return { requests, value: undefined, error };
  }
}
