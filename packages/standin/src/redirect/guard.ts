import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';
import tls from 'node:tls';
import { destinationOf, notSent } from './destination.js';

type Connecting = (this: never, ...args: never[]) => unknown;

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/**
 * The host of plex.tv that a connection is for: `(options)`, `(port, host, options)`, or Node's own `([options])`.
 * `members` are those of the options that name it.
 */
function plexHostIn(args: readonly unknown[], members: readonly string[]): string | undefined {
  return args
    .flat()
    .flatMap((value): unknown[] =>
      isObject(value) ? members.map((name): unknown => Reflect.get(value, name)) : [value],
    )
    .filter((name): name is string => typeof name === 'string')
    .find((name) => destinationOf(name) !== 'elsewhere');
}

/** Options of a connection that fails as one whose name cannot be resolved. */
function failing(host: string): object {
  const lookup = (_host: string, _options: object, found: (error: Error) => void): void => {
    // Not at once: whoever connects listens for errors a moment later.
    queueMicrotask(() => found(notSent(host)));
  };
  return { host, port: 443, lookup };
}

/** Puts the guard before the `connect` of a module or a class. */
function guard(owner: { readonly connect: Connecting }, members: readonly string[]): void {
  const { connect } = owner;
  Object.assign(owner, {
    connect(this: unknown, ...args: readonly unknown[]): unknown {
      const host = plexHostIn(args, members);
      return Reflect.apply(connect, this, host === undefined ? args : [failing(host)]);
    },
  });
}

/**
 * Refuses connections to plex.tv, whoever opens them: what is not turned to the stand-in must not reach the real Plex.
 * TLS names its host a second time, and may run over a connection to a proxy.
 */
export function guardSockets(): void {
  guard(Socket.prototype, ['host']);
  guard(tls, ['host', 'servername']);
  syncBuiltinESMExports();
}
