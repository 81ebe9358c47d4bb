import type { FetchInit, FetchLike, FetchResponse } from '@ticketstub/sdk';

/** One way to write a secret into an answer. */
export interface Spelling {
  readonly name: string;
  readonly write: (secret: string) => string;
}

const hex = (unit: number, width: number): string => unit.toString(16).padStart(width, '0');
const bytes = (text: string): number[] => [...new TextEncoder().encode(text)];
const units = (text: string): number[] => Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));

/** How servers, proxies and frameworks write a value back. */
export const spellings: readonly Spelling[] = [
  { name: 'as it is', write: (secret) => secret },
  { name: 'in JSON', write: (secret) => JSON.stringify(secret).slice(1, -1) },
  {
    // As Rails does: markup in JSON is escaped as well.
    name: 'in JSON, markup escaped',
    write: (secret) =>
      JSON.stringify(secret)
        .slice(1, -1)
        .replace(/[<>&'+]/g, (sign) => `\\u${hex(sign.charCodeAt(0), 4)}`),
  },
  {
    name: 'in JSON, ASCII only',
    write: (secret) =>
      JSON.stringify(secret)
        .slice(1, -1)
        .replace(/[^ -~]/g, (unit) => `\\u${hex(unit.charCodeAt(0), 4)}`),
  },
  { name: 'in JSON, slashes escaped', write: (secret) => JSON.stringify(secret).slice(1, -1).replaceAll('/', '\\/') },
  { name: 'in JSON within JSON', write: (secret) => JSON.stringify(JSON.stringify(secret)).slice(3, -3) },
  { name: 'in a query', write: (secret) => encodeURIComponent(secret) },
  {
    name: 'in a query, lower case',
    write: (secret) => encodeURIComponent(secret).replace(/%[\dA-F]{2}/g, (byte) => byte.toLowerCase()),
  },
  { name: 'in a form', write: (secret) => new URLSearchParams({ _: secret }).toString().slice(2) },
  {
    name: 'percent-encoded throughout',
    write: (secret) =>
      bytes(secret)
        .map((byte) => `%${hex(byte, 2)}`)
        .join(''),
  },
  {
    name: 'in markup',
    write: (secret) => secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  },
  {
    name: 'in an attribute',
    write: (secret) =>
      secret
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
        .replaceAll("'", '&apos;'),
  },
  {
    name: 'in an attribute, numbered',
    write: (secret) => secret.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`),
  },
  {
    name: 'in an attribute, numbered in hex',
    write: (secret) => secret.replace(/[&<>"'/`=]/g, (sign) => `&#x${hex(sign.charCodeAt(0), 2).toUpperCase()};`),
  },
  {
    name: 'numbered throughout',
    write: (secret) =>
      units(secret)
        .map((unit) => `\\u${hex(unit, 4)}`)
        .join(''),
  },
];

/** Bodies that hold a text in the places where answers hold texts. */
export const bodies: readonly { readonly type: string; readonly body: (echo: string) => string }[] = [
  {
    type: 'application/json',
    body: (echo) => `{"errors":[{"code":1001,"message":"no such ${echo} here","status":401}],"echo":"${echo}"}`,
  },
  { type: 'application/json', body: (echo) => `{"error":"${echo}","request":{"token":"${echo}"}}` },
  {
    type: 'text/html',
    body: (echo) => `<html><body><h1>Refused</h1><p>${echo}</p><input value="${echo}"></body></html>`,
  },
  { type: 'application/xml', body: (echo) => `<errors><error code="1001" message="${echo}">${echo}</error></errors>` },
  { type: 'text/plain', body: (echo) => echo },
  { type: 'application/x-www-form-urlencoded', body: (echo) => `X-Plex-Token=${echo}&password=${echo}&x=1` },
];

/** What an answer is like. */
export interface Echo {
  readonly status: number;
  readonly type: string;
  /** The body for the secret that the request carried. */
  readonly body: (secret: string) => string;
}

/** A server that answers with a secret it was sent, wherever an answer has room for it. */
export function echoing({ status, type, body }: Echo, secrets: Secrets): FetchLike {
  return (url, init) => {
    const text = body(carried(url, init, secrets));
    const headers = new Map([
      ['content-type', `${type}; note="${text}"`],
      ['location', `https://elsewhere.invalid/?echo=${text}`],
      ['set-cookie', `session=${text}`],
      ['x-echo', text],
    ]);
    const answer: FetchResponse = {
      status,
      headers: { get: (name) => headers.get(name.toLowerCase()) ?? null },
      arrayBuffer: () => Promise.resolve(new TextEncoder().encode(text).buffer),
    };
    return Promise.resolve(answer);
  };
}

/** The secrets of one caller. */
export interface Secrets {
  readonly token: string;
  readonly password: string;
  readonly code: string;
}

/** The last secret a request carries: it cannot be answered with another. */
export function carried(url: string, { body }: FetchInit, { token, password, code }: Secrets): string {
  if (url.includes('/switch?pin=')) return url.slice(-4);
  if (!url.includes('/users/signin')) return token;
  return body?.includes('verificationCode') ? code : password;
}
