import type { MovableClock } from './clock.js';
import type { CallerAddress } from './db/addresses.js';
import type { AccountToken } from './db/account-tokens.js';
import type { Account } from './db/accounts.js';
import type { Database } from './db/database.js';
import type { Server } from './db/servers.js';
import type { Ids } from './ids.js';
import type { Bell } from './memory/bell.js';
import type { Attempts } from './memory/attempts.js';
import type { FaultQueue } from './memory/faults.js';
import type { RateWindows } from './memory/rate-windows.js';
import type { RequestLog } from './memory/request-log.js';
import type { Visitors } from './memory/visitors.js';
import type { OperationName } from './operations.js';
import type { Access } from './rules/access.js';
import type { Format } from './rules/formats.js';
import type { Locations } from './rules/locations.js';
import type { SecurityAlert } from './rules/pin-info.js';
import type { Signer } from './signer.js';
import type { Whereabouts } from './whereabouts.js';

/** How a media server words its refusals: as field reports record them, or as the published tables describe them. */
export type ErrorDialect = 'observed' | 'documented';

/** What the sign-in page says of whoever opened it, in `Cross-Origin-Opener-Policy`. */
export type OpenerPolicy = 'same-origin' | 'unsafe-none';

/** The switches of a stand-in. */
export interface Behaviour {
  readonly errors: ErrorDialect;
  readonly strictClientIdentifier: boolean;
  readonly rateLimits: boolean;
  /** Whether media servers accept JWTs of plex.tv. */
  readonly acceptJwt: boolean;
  /** Whether the control is also answered over HTTP. */
  readonly httpControl: boolean;
  /** Whether the sign-in page is cut off from the page that opened it. */
  readonly openerPolicy: OpenerPolicy;
  readonly securityAlert: SecurityAlert;
  /** Milliseconds from somebody's yes on the page until the PIN shows it. */
  readonly claimDelay: number;
  /** What GeoIP says, where it is not invented. */
  readonly locations: Locations;
  /** Schemes besides http(s) that the sign-in page sends people to. */
  readonly forwardSchemes: readonly string[];
}

/** Everything the routes and steps work with: the world enters here. */
export interface Deps {
  readonly db: Database;
  readonly clock: MovableClock;
  readonly ids: Ids;
  readonly signer: Signer;
  readonly behaviour: Behaviour;
  readonly whereabouts: Whereabouts;
  /** Rings when a request was answered and when the control did something. */
  readonly bell: Bell;
  readonly requests: RequestLog;
  readonly faults: FaultQueue;
  readonly rates: RateWindows;
  readonly visitors: Visitors;
  readonly attempts: Attempts;
}

/** What a request says about who sends it. */
export interface Client {
  readonly identifier: string | undefined;
  readonly token: string | undefined;
  /** The name the program goes by. */
  readonly product: string | undefined;
  /** What it runs on, in its own words. */
  readonly device: string | undefined;
  readonly address: CallerAddress;
}

/** A JWT of plex.tv that is alive, as a request shows it. */
export interface PresentedJwt {
  readonly kind: 'jwt';
  /** The JWT itself. */
  readonly token: string;
  readonly accountId: number;
  readonly clientIdentifier: string;
  /** Seconds since the epoch; null for managed users. */
  readonly rememberExpiresAt: number | null;
  /** The `kid` of the device's key. */
  readonly thumbprint: string;
}

/** The account behind a request to plex.tv, and the token that proved it. */
export interface Caller {
  readonly account: Account;
  readonly token: AccountToken | PresentedJwt;
}

/** The types Hono carries along a request. */
export interface StandInEnv {
  Bindings: {
    /** The IP address the request came from. */
    readonly address: string;
    /** Whether the caller keeps the connection for another request. */
    readonly persistent: boolean;
    /** Whether the caller has given up. */
    readonly gone: () => boolean;
    /** Ends the connection without an answer. */
    readonly drop: () => void;
  };
  Variables: {
    operation: OperationName | undefined;
    format: Format;
    client: Client;
    /** What the body of the request says. */
    fields: ReadonlyMap<string, unknown>;
    caller: Caller;
    /** Which browser opens a page. */
    visitor: string;
    server: Server;
    access: Access;
    dropped: boolean;
  };
}
