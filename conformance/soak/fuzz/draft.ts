import { z } from 'zod';
import { type Bindings, fill, fillString } from '../../transcripts/placeholders.js';
import { type Transcript, transcripts } from '../../transcripts/transcript.js';

/** Who answers. */
export type Place = 'plex.tv' | 'Attic' | 'Cellar';

/** A request before it is bytes. Every text is one byte a character, as on the wire. */
export interface Draft {
  readonly place: Place;
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** Whose credentials the placeholders of a request stand for. */
export interface Given extends Pick<Transcript['given'], 'person' | 'server'> {
  readonly token?: Transcript['given']['token'] | 'spare';
}

/** A valid request with placeholders. */
export interface Template {
  readonly name: string;
  readonly given: Given;
  readonly request: Transcript['request'];
}

/** The requests of the recorded transcripts. */
export const recorded: readonly Template[] = transcripts.map(([name, { given, request, operation }]) => ({
  name,
  // A token that signs out is nobody's but the fuzzer's.
  given: operation === 'signOut' ? { ...given, person: 'bruno', token: 'spare' } : given,
  request,
}));

const json = z.record(z.string(), z.unknown());

const controlled: readonly (readonly [path: string, body?: Readonly<Record<string, unknown>>])[] = [
  ['people'],
  ['servers'],
  ['clock'],
  ['requests'],
  ['reset', {}],
  ['advance-clock', { ms: 1000 }],
  ['fail-next', { operation: 'ping', status: 418, times: 2, retryAfter: 3 }],
  ['fail-next', { operation: 'getTokenDetails', delay: 10 }],
  ['breach', { person: 'dana' }],
  ['restart-server', { server: 'Cellar' }],
  ['remove-access', { person: 'dana', server: 'Attic' }],
  ['claim-pin', { code: '{pin.code}', person: 'bruno' }],
  ['set-address', { clientIdentifier: 'fuzz-client', ip: '203.0.113.7', country: 'SE' }],
];

/** A request for each path of the control. */
export const control: readonly Template[] = controlled.map(([path, body]) => ({
  name: `control ${path}`,
  given: {},
  request: {
    method: body === undefined ? 'GET' : 'POST',
    url: `{origin}/_standin/${path}`,
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    ...(body !== undefined && { json: json.parse(body) }),
  },
}));

/** A template with every placeholder filled in. */
export function draftOf({ request }: Template, bindings: Bindings): Draft {
  const url = new URL(fillString(request.url, bindings));
  for (const [name, value] of Object.entries(request.query ?? {})) {
    url.searchParams.set(name, fillString(value, bindings));
  }
  const form = new URLSearchParams(
    Object.entries(request.form ?? {}).map(([name, value]) => [name, fillString(value, bindings)]),
  ).toString();
  const text = request.json === undefined ? form : JSON.stringify(fill(request.json, bindings));
  const body = Buffer.from(text).toString('latin1');
  const headers = Object.entries(request.headers).map(([name, value]) => [name, fillString(value, bindings)] as const);
  return {
    place: placeOf(url, bindings),
    method: request.method,
    target: `${url.pathname}${url.search}`,
    headers: [
      ['Host', url.host],
      ...headers,
      ...(body === '' && request.method === 'GET' ? [] : [['Content-Length', String(body.length)] as const]),
    ],
    body,
  };
}

function placeOf({ origin }: URL, bindings: Bindings): Place {
  if (origin === bindings['Attic']) return 'Attic';
  return origin === bindings['Cellar'] ? 'Cellar' : 'plex.tv';
}

/** The bytes of a request. */
export function bytesOf({ method, target, headers, body }: Draft): Buffer {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines}\r\n${body}`, 'latin1');
}

const REQUEST_LINE = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \/[!-~]{0,6000} HTTP\/1\.1$/;
const FIELD = /^[!#$%&'*+.^_`|~\dA-Za-z-]+: [\t\u0020-\u007E\u0080-\u00FF]*$/;
const FRAMING =
  /^(?:transfer-encoding|expect|upgrade|connection|trailer|te|keep-alive|proxy-connection|http2-settings):/i;

/** Whether bytes are one whole request by any reading of HTTP, so that an answer is due. */
export function isWhole(bytes: Buffer): boolean {
  const text = bytes.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const [first = '', ...fields] = text.slice(0, Math.max(end, 0)).split('\r\n');
  const named = (name: string): string[] => fields.filter((field) => field.toLowerCase().startsWith(`${name}:`));
  const lengths = named('content-length');
  const length = lengths[0]?.slice('content-length: '.length) ?? '0';
  return (
    end > 0 &&
    end < 12_000 &&
    REQUEST_LINE.test(first) &&
    fields.every((field) => FIELD.test(field) && !FRAMING.test(field)) &&
    fields.length < 200 &&
    named('host').length === 1 &&
    lengths.length <= 1 &&
    /^\d+$/.test(length) &&
    Number(length) === text.length - end - 4
  );
}
