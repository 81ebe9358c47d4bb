import type { Account } from '../db/accounts.js';
import type { Server } from '../db/servers.js';
import type { Standing } from '../rules/resources.js';
import { addressOf } from '../whereabouts.js';
import { isoOf } from './dates.js';
import { writeXml } from './xml.js';

/** A way to a server, as it is told. */
export interface ToldWay {
  readonly origin: string;
  readonly local: boolean;
  readonly relay: boolean;
}

/** A media server, and what it is to who asks. */
export interface ServerResource extends Standing {
  readonly server: Server;
  readonly owner: Account;
  /** The address it seems to have. */
  readonly publicAddress: string;
  readonly publicAddressMatches: boolean;
  readonly ways: readonly ToldWay[];
  readonly now: number;
}

function connection({ origin, local, relay }: ToldWay): object {
  const { protocol, address, port } = addressOf(origin);
  return { protocol, address, port, uri: origin, local, relay, IPv6: address.startsWith('[') };
}

/**
 * The members of a media server.
 *
 * @rule resources.members
 * @rule resources.owner-named
 * @rule resources.seen
 * @rule resources.dates
 */
export function serverResource(resource: ServerResource): object {
  const { server, owner, owned, home, accessToken, now } = resource;
  const createdAt = owner.joinedAt * 1000;
  return {
    name: server.name,
    product: 'Plex Media Server',
    productVersion: server.version,
    platform: 'Linux',
    platformVersion: '6.1',
    device: 'PC',
    clientIdentifier: server.machineIdentifier,
    createdAt: isoOf(createdAt),
    lastSeenAt: isoOf(server.presence ? now : createdAt),
    provides: 'server',
    ownerId: owned ? null : owner.id,
    sourceTitle: owned ? null : owner.title,
    publicAddress: resource.publicAddress,
    accessToken,
    owned,
    home,
    synced: false,
    relay: true,
    presence: server.presence,
    httpsRequired: server.httpsRequired,
    publicAddressMatches: resource.publicAddressMatches,
    dnsRebindingProtection: false,
    natLoopbackSupported: true,
    connections: resource.ways.map(connection),
  };
}

/**
 * The resources in XML.
 *
 * @rule resources.xml
 */
export function resourcesXml(resources: readonly object[]): string {
  return writeXml('resources', resources, 'wrapped');
}
