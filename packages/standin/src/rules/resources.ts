/** A way to a media server, and where it leads. */
export interface Way {
  /** The name of a server, or an origin. */
  readonly to: string;
  readonly local: boolean;
  readonly relay: boolean;
}

/** What a caller wants to be told of beside the plain ways. */
export interface Wanted {
  readonly https: boolean;
  readonly relay: boolean;
  readonly ipv6: boolean;
}

/** Who asks. */
export interface Asker {
  readonly accountId: number;
  readonly inHome: boolean;
  /** The token that was shown. */
  readonly token: string;
}

/** How a media server is tied to who asks. */
export interface Tie {
  readonly ownerId: number;
  readonly ownerInHome: boolean;
  /** The token of the share; undefined when it is not shared with who asks. */
  readonly shareToken: string | undefined;
}

/** What a media server is to somebody. */
export interface Standing {
  readonly owned: boolean;
  readonly home: boolean;
  readonly accessToken: string;
}

/** The ways to a server of which nothing else is said. */
export function usualWays(name: string): Way[] {
  return [
    { to: name, local: true, relay: false },
    { to: name, local: false, relay: false },
    { to: name, local: false, relay: true },
  ];
}

/**
 * What a server is to who asks: for its owner the token that was shown opens it too, for a guest the token of the share.
 * Undefined when it is neither theirs nor shared with them.
 *
 * @rule resources.whose
 * @rule resources.owned-token
 * @rule resources.jwt-echoed
 * @rule resources.shared-token
 * @rule resources.home
 */
export function standingOf({ accountId, inHome, token }: Asker, tie: Tie): Standing | undefined {
  if (tie.ownerId === accountId) return { owned: true, home: false, accessToken: token };
  if (tie.shareToken === undefined) return undefined;
  return { owned: false, home: inHome && tie.ownerInHome, accessToken: tie.shareToken };
}

/**
 * Whether a way is told of: one through a relay, one over https and one of IPv6 only on demand.
 *
 * @rule resources.flags
 */
export function isTold(way: Pick<Way, 'relay'> & { readonly origin: string }, wanted: Wanted): boolean {
  const { protocol, hostname } = new URL(way.origin);
  return (
    (wanted.relay || !way.relay) &&
    (wanted.https || protocol !== 'https:') &&
    (wanted.ipv6 || !hostname.startsWith('['))
  );
}
