import { parseAddress } from '../wire/address.js';
import { check, demandObject } from '../wire/arguments.js';
import type { PlexResource, ResourceConnection } from '../wire/resource.js';

/** What a server must say to be connected to: any {@link PlexResource} does. */
export type ConnectableServer = Pick<PlexResource, 'clientIdentifier' | 'connections' | 'httpsRequired'>;

/** A connection whose address is sure to be there. */
export type RankedConnection = ResourceConnection & {
  /** A plain http or https address, without a slash at its end: fit to be a `serverURL`. */
  uri: string;
};

/** Which connections will do. */
export interface RankConnectionsInput {
  /** Leaves plain http out, as a page on https must. Default: what the server says by `httpsRequired`. */
  secure?: boolean | undefined;
  /** False leaves Plex's relay out, which has little bandwidth. Default true. */
  relay?: boolean | undefined;
}

/**
 * The connections of a server in the order in which to try them: on its own network, then over the internet, through Plex's
 * relay last; of each, https before http. What plex.tv listed first stays first among equals. What is no plain http or
 * https address, or is there twice, is left out. Nothing is sent, and nothing given is changed.
 * @throws InvalidArgumentError when it is no server.
 */
export function rankConnections(server: ConnectableServer, input: RankConnectionsInput = {}): RankedConnection[] {
  const connections: unknown = demandObject(server, 'server')['connections'];
  check(Array.isArray(connections), 'server.connections', 'must be a list');
  const { secure = server.httpsRequired === true, relay = true } = input;
  const ranked = new Map<string, RankedConnection>();
  const inOrder = [...server.connections].sort((a, b) => rankOf(a) - rankOf(b));
  for (const connection of inOrder) {
    const uri = addressOf(connection);
    if (uri === undefined || ranked.has(uri)) continue;
    if ((secure && !uri.startsWith('https:')) || (!relay && connection.relay === true)) continue;
    ranked.set(uri, { ...connection, uri });
  }
  return [...ranked.values()];
}

/** How far behind a connection stands: those of one rank are as good as each other. */
export function rankOf(connection: ResourceConnection): number {
  const { relay, local } = connection;
  const isPlain = !addressOf(connection)?.startsWith('https:');
  return (relay === true ? 4 : local === true ? 0 : 2) + (isPlain ? 1 : 0);
}

function addressOf({ uri, protocol, address, port }: ResourceConnection): string | undefined {
  const host = address?.includes(':') === true && !address.startsWith('[') ? `[${address}]` : address;
  try {
    return parseAddress(uri || `${protocol}://${host}:${port}`, 'uri');
  } catch {
    // What somebody else's server says of itself may be anything.
    return undefined;
  }
}
