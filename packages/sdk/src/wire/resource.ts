import { conforms, isRecord, list, type Members, Mismatch, number, text, words } from './read.js';

/** One way to reach a server, as plex.tv tells of it. */
export interface ResourceConnection {
  protocol?: string | null;
  address?: string | null;
  port?: number | null;
  /** The whole address to connect to. */
  uri?: string | null;
  /** True on the server's own network. */
  local?: boolean | null;
  /** True through Plex's relay: limited bandwidth. */
  relay?: boolean | null;
  IPv6?: boolean | null;
}

/** A server, a player or anything else that an account may reach, members not named here included. */
export interface PlexResource {
  /** Of a server its machine identifier. */
  clientIdentifier: string;
  /** What it is: `server`, `client`, `player`, `controller`, … */
  provides: string[];
  /** The ways to it, as plex.tv lists them; `rankConnections` orders them. Empty for most players. */
  connections: ResourceConnection[];
  /**
   * A token that this server accepts. Missing where there is none, as on players, and where plex.tv had none to give and
   * handed back the JWT it was asked with: that is in `echoedJWT`.
   */
  accessToken?: string;
  /**
   * The account's own JWT, which plex.tv hands back in place of a token for a server that the account owns. **Media servers
   * answer 401 to it.** Ask again with an opaque token.
   */
  echoedJWT?: string;
  name?: string | null;
  product?: string | null;
  productVersion?: string | null;
  platform?: string | null;
  platformVersion?: string | null;
  device?: string | null;
  /** ISO 8601. */
  createdAt?: string | null;
  /** ISO 8601. */
  lastSeenAt?: string | null;
  /** True when it belongs to the account that asks. */
  owned?: boolean | null;
  /** True when it belongs to somebody of the same Home. */
  home?: boolean | null;
  /** The account it belongs to; null when that is the one that asks. */
  ownerId?: number | null;
  /** The owner's name; null when the account that asks is the owner. */
  sourceTitle?: string | null;
  publicAddress?: string | null;
  /** True when who asks seems to be on the same network. */
  publicAddressMatches?: boolean | null;
  /** Whether plex.tv thinks that it is there now. */
  presence?: boolean | null;
  /** True when only connections over https will do. */
  httpsRequired?: boolean | null;
  synced?: boolean | null;
  /** Whether it can be reached through Plex's relay. */
  relay?: boolean | null;
  /** Missing on players. */
  dnsRebindingProtection?: boolean | null;
  /** Missing on players. */
  natLoopbackSupported?: boolean | null;
}

const members: Members<PlexResource> = {
  clientIdentifier: text,
  provides: words,
  accessToken: text,
  connections: list((entry): entry is ResourceConnection =>
    conforms(entry, { protocol: text, address: text, port: number, uri: text }),
  ),
};

/** An opaque token has no dot. */
const JWT = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/**
 * The resources of an account. What has no identifier is left out.
 * @throws Mismatch when it is no list.
 */
export function readResources(body: unknown): PlexResource[] {
  if (!Array.isArray(body)) throw new Mismatch('it is no list');
  return body.flatMap((entry: unknown) => {
    if (!isRecord(entry) || !conforms<Told>(entry, members, ['clientIdentifier'])) return [];
    const { accessToken, provides, connections, ...rest } = entry;
    return { ...rest, ...tokenOf(accessToken), provides: provides ?? [], connections: connections ?? [] };
  });
}

/** A resource as plex.tv tells of it. */
type Told = Omit<PlexResource, 'accessToken' | 'provides' | 'connections'> & {
  accessToken?: string | null;
  provides?: string[] | null;
  connections?: ResourceConnection[] | null;
};

function tokenOf(token: string | null | undefined): Pick<PlexResource, 'accessToken' | 'echoedJWT'> {
  if (!token) return {};
  return JWT.test(token) ? { echoedJWT: token } : { accessToken: token };
}
