/** What a token turned out to be, as a media server's records have it. */
export type KnownToken =
  | { readonly kind: 'account' | 'home' | 'jwt'; readonly accountId: number }
  | { readonly kind: 'server'; readonly accountId: number; readonly machineIdentifier: string }
  | { readonly kind: 'transient'; readonly accountId: number; readonly audience: string; readonly expiresAt: number };

/** What a server knows about who may come in. */
export interface Household {
  readonly machineIdentifier: string;
  readonly ownerId: number;
  /** Whether this server is shared with an account. */
  readonly sharedWith: (accountId: number) => boolean;
}

/** Whose access a token carries on a server. */
export interface Access {
  readonly accountId: number;
  readonly admin: boolean;
}

function accessOf(accountId: number, household: Household): Access | undefined {
  if (accountId === household.ownerId) return { accountId, admin: true };
  return household.sharedWith(accountId) ? { accountId, admin: false } : undefined;
}

/**
 * Whose access a token carries on a server, or undefined when the server does not accept it.
 *
 * @rule token.owner-is-admin
 * @rule token.account-of-another-refused
 * @rule token.server-access
 * @rule jwt.accepted-like-opaque
 * @rule token.home-member
 * @rule transient.maker-access
 * @rule transient.lifetime
 * @rule access.ends-with-share
 */
export function admit(token: KnownToken | undefined, household: Household, now: number): Access | undefined {
  if (token === undefined) return undefined;
  switch (token.kind) {
    case 'account':
    case 'jwt':
      return token.accountId === household.ownerId ? { accountId: token.accountId, admin: true } : undefined;
    case 'home':
      return accessOf(token.accountId, household);
    case 'server':
      return token.machineIdentifier === household.machineIdentifier ? accessOf(token.accountId, household) : undefined;
    case 'transient':
      return token.audience === household.machineIdentifier && token.expiresAt > now
        ? accessOf(token.accountId, household)
        : undefined;
  }
}

/**
 * Whose access somebody has on a server that is nobody's: on its own network they are its admin, whatever they show.
 *
 * @rule unclaimed.local-admin
 */
export function admitUnclaimed(local: boolean, nobody: number): Access | undefined {
  return local ? { accountId: nobody, admin: true } : undefined;
}

/** How long a transient token lives, in milliseconds: up to 48 hours. */
const TRANSIENT_LIFETIME = 48 * 60 * 60_000;

/**
 * The text of a transient token.
 *
 * @rule transient.shape
 */
export function transientToken(uuid: string): string {
  return `transient-${uuid}`;
}

/** When a transient token made now stops working. */
export function transientExpiry(now: number): number {
  return now + TRANSIENT_LIFETIME;
}
