import type { DeviceRow } from '../db/devices.js';
import type { Server } from '../db/servers.js';
import { type ProgramIdentity, abilitiesOf, deviceName } from '../rules/devices.js';
import { isoOf } from './dates.js';

/** A device on the list, what its program says of itself, and the token if it may be shown. */
export interface ListedDevice {
  readonly row: DeviceRow;
  readonly said: ProgramIdentity;
  readonly token: string;
  readonly publicAddress: string;
}

/** A server on the list of its owner's devices. */
export interface ListedServer {
  readonly server: Server;
  readonly publicAddress: string;
  readonly origins: readonly string[];
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Servers have numbers that no device is given. */
const SERVER_NUMBERS = 1_900_000_000;

/**
 * Where a player says that it can be reached: nobody answers there.
 *
 * @rule devices.player-address
 */
const PLAYER_ADDRESS = 'http://127.0.0.1:32500';

const SYNC_LIST = { itemsCompleteCount: 0, totalSize: 0, version: 2 };

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}

/**
 * A program in the list of devices.
 *
 * @rule devices.members
 */
export function deviceJson({ row, said, token, publicAddress }: ListedDevice): object {
  const abilities = abilitiesOf(said);
  return {
    name: deviceName(said),
    publicAddress,
    product: said.product ?? '',
    productVersion: said.version ?? '',
    platform: said.platform ?? '',
    platformVersion: said.platformVersion ?? '',
    device: said.device ?? '',
    model: said.model ?? '',
    vendor: said.vendor ?? '',
    provides: said.provides ?? '',
    clientIdentifier: row.clientIdentifier,
    version: said.version ?? '',
    id: row.id,
    token,
    createdAt: seconds(row.createdAt),
    lastSeenAt: seconds(row.lastSeenAt),
    screenResolution: said.screenResolution ?? '',
    screenDensity: said.screenDensity ?? '',
    ...(abilities.includes('sync-target') && { SyncList: SYNC_LIST }),
    ...(abilities.includes('player') && { Connection: [{ uri: PLAYER_ADDRESS }] }),
  };
}

/**
 * A server in the list of devices.
 *
 * @rule devices.servers-too
 */
export function serverJson({ server, publicAddress, origins, createdAt, now }: ListedServer): object {
  return {
    name: server.name,
    publicAddress,
    product: 'Plex Media Server',
    productVersion: server.version,
    platform: 'Linux',
    platformVersion: '6.1',
    device: 'PC',
    model: 'x86_64',
    vendor: 'Invented',
    provides: 'server',
    clientIdentifier: server.machineIdentifier,
    version: server.version,
    id: SERVER_NUMBERS + server.position,
    token: '',
    createdAt: seconds(createdAt),
    lastSeenAt: seconds(server.presence ? now : createdAt),
    screenResolution: '',
    screenDensity: '',
    Connection: [...new Set(origins)].map((uri) => ({ uri })),
  };
}

/**
 * A player in the list of resources: what only servers have is missing, and there is no token.
 *
 * @rule resources.players
 */
export function playerResource(
  { row, said }: Pick<ListedDevice, 'row' | 'said'>,
  { publicAddress, matches }: { readonly publicAddress: string; readonly matches: boolean },
): object {
  return {
    name: deviceName(said),
    product: said.product ?? null,
    productVersion: said.version ?? null,
    platform: said.platform ?? null,
    platformVersion: said.platformVersion ?? null,
    device: said.device ?? null,
    clientIdentifier: row.clientIdentifier,
    createdAt: isoOf(row.createdAt),
    lastSeenAt: isoOf(row.lastSeenAt),
    provides: said.provides ?? '',
    ownerId: null,
    sourceTitle: null,
    publicAddress,
    accessToken: null,
    owned: true,
    home: false,
    synced: false,
    relay: false,
    presence: true,
    httpsRequired: false,
    publicAddressMatches: matches,
    connections: [],
  };
}
