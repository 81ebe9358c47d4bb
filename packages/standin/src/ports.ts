import type { App, Apps } from './app.js';
import type { Server } from './db/servers.js';
import { type Listener, listen } from './listen.js';
import type { Settled } from './options.js';

/** The open ports of a stand-in: plex.tv's, then one for each media server; none when it does not listen. */
export interface Ports {
  /** The origin of each port, in that order. */
  readonly origins: readonly string[];
  /** Has each application answer on its port. */
  serve(apps: Apps, servers: readonly Server[]): void;
  close(): Promise<void>;
}

/** Without ports the addresses lead to loopback ports nobody listens on, so that a stray request goes nowhere. */
function unreachable(count: number): Ports {
  return {
    origins: Array.from({ length: count }, (_, index) => `http://127.0.0.1:${index + 1}`),
    serve: () => undefined,
    close: () => Promise.resolve(),
  };
}

async function closeAll(listeners: readonly Listener[]): Promise<void> {
  await Promise.all(listeners.map((listener) => listener.close()));
}

/**
 * Opens `count` ports: any free ones, or those from `port` on.
 *
 * @throws {StandInError} `LISTEN_FAILED` when one cannot be had; those opened before it are closed again.
 */
export async function openPorts({ listen: wanted, hostname, port }: Settled, count: number): Promise<Ports> {
  if (!wanted) return unreachable(count);
  const wishes = Array.from({ length: count }, (_, index) => (port === 0 ? 0 : port + index));
  const settled = await Promise.allSettled(wishes.map((wish) => listen(hostname, wish)));
  const listeners = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failure = settled.find((result) => result.status === 'rejected');
  if (failure !== undefined) {
    await closeAll(listeners);
    throw failure.reason;
  }
  return {
    origins: listeners.map(({ origin }) => origin),
    serve(apps, servers) {
      const ordered: (App | undefined)[] = [
        apps.plexTv,
        ...servers.map(({ machineIdentifier }) => apps.mediaServers.get(machineIdentifier)),
      ];
      for (const [index, listener] of listeners.entries()) {
        const app = ordered[index];
        if (app !== undefined) listener.serve(app);
      }
    },
    close: () => closeAll(listeners),
  };
}
