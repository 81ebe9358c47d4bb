import { urlToHttpOptions } from 'node:url';
import { destinationOf } from './destination.js';

/** The options of a request and its callback, from the forms that `http.request` takes. */
export interface Asked {
  readonly options: Readonly<Record<string, unknown>>;
  readonly rest: readonly unknown[];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** `(url)`, `(url, options)`, `(options)`, each with a callback or without; what Node would refuse is not read. */
export function readArguments([first, ...rest]: readonly unknown[]): Asked | undefined {
  const isURL = first instanceof URL;
  if (typeof first !== 'string' && !isURL) return isObject(first) ? { options: { ...first }, rest } : undefined;
  if (!isURL && !URL.canParse(first)) return undefined;
  const fromURL = urlToHttpOptions(isURL ? first : new URL(first));
  const [second, ...callback] = rest;
  if (typeof second === 'function') return { options: { ...fromURL }, rest };
  return { options: { ...fromURL, ...(isObject(second) ? second : {}) }, rest: callback };
}

/** Whether a request asks for a tunnel, which to plex.tv ends in TLS: nobody here can play that. */
export function isTunnel({ options: { method } }: Asked): boolean {
  return typeof method === 'string' && method.toUpperCase() === 'CONNECT';
}

/** The address in a request line that is meant for a proxy: an absolute one, or the `host:port` of a tunnel. */
function proxied(asked: Asked): URL | undefined {
  const { path } = asked.options;
  if (typeof path !== 'string') return undefined;
  const text = isTunnel(asked) ? `https://${path}` : path;
  return /^https?:/i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
}

/** The host that a request is meant for, were it by way of a proxy; empty for a Unix socket. */
export function hostAsked(asked: Asked): string {
  const { hostname, host, socketPath } = asked.options;
  const plain = [hostname, host].find((name) => typeof name === 'string' && name !== '');
  const beyond = proxied(asked)?.hostname;
  if (beyond !== undefined && destinationOf(beyond) !== 'elsewhere') return beyond;
  return typeof plain === 'string' && !isSet(socketPath) ? plain : '';
}

function isSet(value: unknown): boolean {
  return value != null && value !== '';
}

/** What chooses or describes a connection and not what is asked over it. */
const CONNECTION: ReadonlySet<string> = new Set([
  'agent',
  '_defaultAgent',
  'createConnection',
  'lookup',
  'family',
  'hints',
  'localAddress',
  'localPort',
  'host',
  'hostname',
  'port',
  'defaultPort',
  'protocol',
  'servername',
  'socketPath',
]);

/** Where a request is to go. */
export interface Address {
  readonly protocol?: string | null | undefined;
  readonly hostname?: string | null | undefined;
  readonly servername?: string;
  readonly port?: string | number | null | undefined;
}

/** The same request over another connection: a path that was meant for a proxy becomes a plain one. */
export function aimedAt(address: Address, asked: Asked): Record<string, unknown> {
  const kept = Object.fromEntries(Object.entries(asked.options).filter(([name]) => !CONNECTION.has(name)));
  const beyond = proxied(asked);
  const path = beyond === undefined ? {} : { path: `${beyond.pathname}${beyond.search}` };
  return { ...kept, ...path, ...address };
}
