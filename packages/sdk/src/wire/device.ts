import { Mismatch, words } from './read.js';
import { readXml, type XmlElement } from './xml-attributes.js';

/** A device that was signed in to an account, attributes not named here included. What Plex leaves empty is null. */
export interface PlexDevice {
  /** What it is removed by. */
  id: number;
  /** The `clientID` it was signed in under. Of a server its machine identifier. */
  clientIdentifier?: string | null;
  name?: string | null;
  product?: string | null;
  productVersion?: string | null;
  platform?: string | null;
  platformVersion?: string | null;
  device?: string | null;
  model?: string | null;
  vendor?: string | null;
  version?: string | null;
  /** What it is: `server`, `player`, `controller`, … Empty for most. */
  provides: string[];
  publicAddress?: string | null;
  /** Seconds since the epoch. */
  createdAt?: number | null;
  /** Seconds since the epoch. */
  lastSeenAt?: number | null;
  screenResolution?: string | null;
  screenDensity?: string | null;
  /** The token of the device that asks. Missing for every other. */
  token?: string;
  /** Addresses at which it says it can be reached. */
  connections: string[];
}

/**
 * The devices of an account. What has no number is left out.
 * @throws Mismatch when it is no such list.
 */
export function readDevices(text: string): PlexDevice[] {
  const root = readXml(text);
  if (root.name !== 'MediaContainer') throw new Mismatch('it lacks MediaContainer');
  return root.children.filter(({ name }) => name === 'Device').flatMap(readDevice);
}

function readDevice({ attributes, children }: XmlElement): PlexDevice[] {
  const { id, token, createdAt, lastSeenAt, provides, ...rest } = attributes;
  const number = numberOf(id);
  if (!number) return [];
  const texts = Object.entries(rest).map(([name, value]): [string, string | null] => [name, value || null]);
  return [
    {
      ...Object.fromEntries(texts),
      id: number,
      provides: words(provides) ?? [],
      createdAt: numberOf(createdAt),
      lastSeenAt: numberOf(lastSeenAt),
      ...(token && { token }),
      connections: children.flatMap(({ name, attributes: { uri } }) => (name === 'Connection' && uri ? [uri] : [])),
    },
  ];
}

function numberOf(digits: string | undefined): number | null {
  return digits && /^\d{1,15}$/.test(digits) ? Number(digits) : null;
}
