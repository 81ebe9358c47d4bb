import { type App, type Apps, createApps } from './app.js';
import { createControl } from './control.js';
import type { Deps } from './deps.js';
import { inProcessFetch } from './in-process.js';
import { type StandInOptions, settle } from './options.js';
import { peopleOf } from './people.js';
import { type Ports, openPorts } from './ports.js';
import { loadSeed } from './seed/load.js';
import type { StandIn } from './stand-in.js';
import { openWorld } from './world.js';

/** Hosts of the real Plex that `standIn.fetch` answers for. */
const PLEX_TV_ORIGINS = ['https://plex.tv', 'https://clients.plex.tv', 'https://app.plex.tv'];

/** Which application answers at which origin. */
function playing({ whereabouts }: Deps, apps: Apps, socketOrigin: string): (origin: string) => App | undefined {
  const byOrigin = new Map<string, App>();
  for (const origin of [...PLEX_TV_ORIGINS, whereabouts.account, socketOrigin]) byOrigin.set(origin, apps.plexTv);
  for (const [machineIdentifier, origin] of whereabouts.servers) {
    const app = apps.mediaServers.get(machineIdentifier);
    if (app !== undefined) byOrigin.set(origin, app);
  }
  return (origin) => byOrigin.get(origin);
}

interface Closing {
  readonly close: () => Promise<void>;
  readonly isClosed: () => boolean;
}

function closing({ clock, db }: Deps, ports: Ports): Closing {
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    clock.close();
    await ports.close();
    db.close();
  };
  return { close: () => (closed ??= close()), isClosed: () => closed !== undefined };
}

/**
 * Starts a local Plex: plex.tv and its media servers, each on a port of its own, with the built-in cast.
 *
 * @throws {StandInError} `INVALID_OPTIONS`, `INVALID_SEED`, `DATABASE_…` or `LISTEN_FAILED`; nothing is left running.
 */
export async function startStandIn(options?: StandInOptions & { readonly seed?: never }): Promise<StandIn>;
/**
 * Starts a local Plex with the people and servers of a seed.
 *
 * @throws {StandInError} `INVALID_OPTIONS`, `INVALID_SEED`, `DATABASE_…` or `LISTEN_FAILED`; nothing is left running.
 */
export async function startStandIn(options: StandInOptions): Promise<StandIn<string>>;
export async function startStandIn(options: StandInOptions = {}): Promise<StandIn<string>> {
  const settled = settle(options);
  const seed = await loadSeed(options.seed);
  const { deps, beginning } = await openWorld(settled, seed);
  const servers = deps.db.servers.all();
  const ports = await openPorts(settled, servers.length + 1).catch((error: unknown) => {
    deps.db.close();
    throw error;
  });
  const [socketOrigin = '', ...serverOrigins] = ports.origins;
  const url = settled.publicURL ?? socketOrigin;
  deps.whereabouts.account = url;
  const played = servers.map(({ name, machineIdentifier, version }, index) => {
    const server = { name, machineIdentifier, version, url: serverOrigins[index] ?? '' };
    deps.whereabouts.servers.set(machineIdentifier, server.url);
    return server;
  });
  const control = createControl(deps, beginning);
  const apps = createApps(deps, control, (key) => seed.people[key]?.password ?? '');
  ports.serve(apps, servers);
  const { close, isClosed } = closing(deps, ports);
  return {
    endpoints: { account: `${url}/api/v2`, clients: `${url}/api/v2`, authApp: `${url}/auth` },
    url,
    servers: played,
    people: peopleOf(seed, beginning.planting, deps),
    clock: { now: () => deps.clock.now(), sleep: (ms, signal) => deps.clock.sleep(ms, signal) },
    fetch: inProcessFetch({ appFor: playing(deps, apps, socketOrigin), isClosed }),
    control,
    close,
    [Symbol.asyncDispose]: close,
  };
}
