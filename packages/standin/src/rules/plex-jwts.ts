/** How long a JWT of plex.tv lives, in seconds: seven days. */
const LIFETIME = 7 * 24 * 60 * 60;

/** Who signs, and for whom besides the device. */
const PLEX_TV = 'plex.tv';

/** Whom a JWT speaks of. */
export interface JwtAccount {
  readonly id: number;
  readonly uuid: string;
  readonly username: string;
  readonly email: string;
  readonly friendlyName: string;
  /** Seconds since the epoch. */
  readonly joinedAt: number;
  readonly home: 'admin' | 'adult' | 'managed' | null;
}

/** What a device asks its JWT for. */
export interface JwtRequest {
  readonly clientIdentifier: string;
  /** The `kid` of the device's key. */
  readonly thumbprint: string;
  /** Names of claims, divided by commas. */
  readonly scope: string;
  readonly nonce: string | undefined;
}

/** What a JWT of plex.tv says, as far as anything here depends on it. */
export interface PlexClaims {
  readonly accountId: number;
  readonly clientIdentifier: string;
  readonly thumbprint: string;
  /** Seconds since the epoch. */
  readonly issuedAt: number;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
}

/** The claim behind each name of a scope. */
const SCOPES: Readonly<Record<string, (account: JwtAccount) => string | number | boolean>> = {
  username: ({ username }) => username,
  email: ({ email }) => email,
  friendly_name: ({ friendlyName }) => friendlyName,
  restricted: ({ home }) => home === 'managed',
  anonymous: () => false,
  joinedAt: ({ joinedAt }) => joinedAt,
};

/**
 * What a JWT says of its user: who it is, and what the scope names; a name nobody knows is passed over.
 *
 * @rule jwt.scope-selects-claims
 */
function userOf(account: JwtAccount, scope: string): Readonly<Record<string, string | number | boolean>> {
  const asked = new Set(scope.split(','));
  const told = Object.entries(SCOPES).filter(([name]) => asked.has(name));
  return { id: account.id, uuid: account.uuid, ...Object.fromEntries(told.map(([name, of]) => [name, of(account)])) };
}

/**
 * The claims of a JWT made now, in milliseconds.
 *
 * @rule jwt.claims
 * @rule jwt.seven-days
 * @rule jwt.nonce-claim
 */
export function plexClaims(account: JwtAccount, request: JwtRequest, now: number): Record<string, unknown> {
  const { nonce, thumbprint, clientIdentifier, scope } = request;
  const iat = Math.floor(now / 1000);
  return {
    ...(nonce !== undefined && { nonce }),
    thumbprint,
    iss: PLEX_TV,
    aud: [PLEX_TV, clientIdentifier],
    iat,
    exp: iat + LIFETIME,
    user: userOf(account, scope),
  };
}

/** Whose a key is. */
type JwtDevice = Pick<PlexClaims, 'accountId' | 'clientIdentifier'>;

/** What a JWT that plex.tv has signed is worth. */
export type JwtState = 'live' | 'expired' | 'revoked';

/**
 * What a signed JWT is worth at a time in milliseconds, given the device its key is on file for.
 *
 * @rule jwt.expired-498
 * @rule jwt.device-removed-401
 * @rule jwt.several-live
 */
export function jwtState(claims: PlexClaims, onFile: JwtDevice | undefined, now: number): JwtState {
  if (claims.expiresAt * 1000 <= now) return 'expired';
  const same = onFile?.accountId === claims.accountId && onFile.clientIdentifier === claims.clientIdentifier;
  return same ? 'live' : 'revoked';
}
