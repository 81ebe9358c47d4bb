import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import { isIP } from 'node:net';
import { urlToHttpOptions } from 'node:url';
import { destinationOf } from './destination.js';
import { type Asked, aimedAt, hostAsked, isTunnel, readArguments } from './request-options.js';

type Asking = (...args: readonly unknown[]) => unknown;

/** Sends a request to the stand-in: one function for `request`, one for `get`. */
type Sending = (asked: Asked) => unknown;

function call(asking: (...args: never[]) => unknown, args: readonly unknown[]): unknown {
  return Reflect.apply(asking, undefined, args);
}

/** Whether a caller's agent keeps connections; the agent itself may be one for another protocol, or for a proxy. */
function keepsAlive({ options: { agent } }: Asked): boolean {
  if (agent === false) return false;
  return typeof agent !== 'object' || agent === null || Reflect.get(agent, 'keepAlive') !== false;
}

/** `request` or `get` of a module, with requests to plex.tv turned to the stand-in. */
function redirecting(original: (...args: never[]) => unknown, send: Sending): Asking {
  return (...args) => {
    const asked = readArguments(args);
    const hostname = asked === undefined ? '' : hostAsked(asked);
    const destination = destinationOf(hostname);
    if (asked === undefined || destination === 'elsewhere') return call(original, args);
    if (destination === 'stand-in' && !isTunnel(asked)) return send(asked);
    // No agent, so no proxy: the guard of the sockets refuses it, as an error of the request.
    return call(original, [{ ...aimedAt({ hostname }, asked), agent: false }, ...asked.rest]);
  };
}

/** Turns `request` and `get` of node:http and node:https, however a program imports them. */
export function redirectNodeHttp(standIn: URL): void {
  const { protocol, hostname, port } = urlToHttpOptions(standIn);
  // Named here, or Node reads it off a Host header of the program's own. An IP address is no server name.
  const servername = typeof hostname === 'string' && isIP(hostname) === 0 ? hostname : '';
  const address = { protocol, hostname, servername, ...(port === undefined ? {} : { port }) };
  const target = protocol === 'https:' ? https : http;
  const kept = new target.Agent({ keepAlive: true });
  const sending = (asking: (...args: never[]) => unknown): Sending => {
    return (asked) => call(asking, [{ ...aimedAt(address, asked), agent: keepsAlive(asked) && kept }, ...asked.rest]);
  };
  const [request, get] = [sending(target.request), sending(target.get)];
  for (const own of [http, https]) {
    Object.assign(own, { request: redirecting(own.request, request), get: redirecting(own.get, get) });
  }
  syncBuiltinESMExports();
}
