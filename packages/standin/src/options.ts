import * as z from 'zod';
import type { ErrorDialect, OpenerPolicy } from './deps.js';
import type { Locations } from './rules/locations.js';
import type { SecurityAlert } from './rules/pin-info.js';
import { mistakesOf } from './seed/load.js';
import type { SeedInput } from './seed/seed.js';
import { mistaken } from './stand-in-error.js';

/** How a stand-in is to be started. */
export interface StandInOptions {
  /** The port of plex.tv; the media servers take those after it. Any free ports by default (0). */
  readonly port?: number;
  /** The address to listen on; `127.0.0.1` by default. */
  readonly hostname?: string;
  /** Whether to open ports at all, true by default; without them only `standIn.fetch` reaches it. */
  readonly listen?: boolean;
  /** How callers reach plex.tv when it is not by the port itself: an http or https origin. */
  readonly publicURL?: string;
  /** The path of a SQLite file, made when missing; in memory (`:memory:`) by default. */
  readonly database?: string;
  /** The people and servers to begin with: an object or the path of a JSON file; the built-in cast by default. */
  readonly seed?: SeedInput | string;
  /** Whether plex.tv answers 429 to who asks too often; false by default. */
  readonly rateLimits?: boolean;
  /** Whether media servers accept JWTs of plex.tv, as no release on record does; false by default. */
  readonly acceptJwt?: boolean;
  /** How media servers word refusals: as recorded (`observed`, the default) or as the published tables say. */
  readonly errors?: ErrorDialect;
  /** Whether `/user` insists on a client identifier; false by default. */
  readonly strictClientIdentifier?: boolean;
  /** Whether `/_standin` answers on the plex.tv port; false by default. */
  readonly control?: boolean;
  /** What the sign-in page says of whoever opened it; `same-origin`, the default, cuts a pop-up off from its opener. */
  readonly openerPolicy?: OpenerPolicy;
  /** When the sign-in page shows the Security Alert: when the addresses differ (`by-address`, the default), or regardless. */
  readonly securityAlert?: SecurityAlert;
  /** Milliseconds from somebody's yes on the page until the PIN shows it; 0 by default, with Plex it is some. */
  readonly claimDelay?: number;
  /** What GeoIP says of a country, by its two letters, laid over what is invented; null leaves a member out. */
  readonly locations?: Locations;
  /** Schemes besides http and https, such as `my-app`, that the sign-in page sends people to; none by default. */
  readonly forwardSchemes?: readonly string[];
  /** What the clock shows at the start, in milliseconds since the epoch; the real time by default. */
  readonly startAt?: number;
}

/** Schemes that name no place but something to run or to show in ours. */
const NO_ADDRESSES: ReadonlySet<string> = new Set(['javascript', 'data', 'blob', 'vbscript', 'file', 'about']);

const text = z.string().nullable().optional();
const yesOrNo = z.boolean().nullable().optional();

const locationSchema = z.strictObject({
  european_union_member: yesOrNo,
  continent_code: text,
  country: text,
  city: text,
  time_zone: text,
  postal_code: text,
  in_privacy_restricted_country: yesOrNo,
  in_privacy_restricted_region: yesOrNo,
  subdivisions: text,
  coordinates: text,
});

const optionsSchema = z.strictObject({
  port: z.int().min(0).max(65_535).default(0),
  hostname: z.string().min(1).default('127.0.0.1'),
  listen: z.boolean().default(true),
  publicURL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => new URL(url).origin)
    .optional(),
  database: z.string().min(1).default(':memory:'),
  seed: z.unknown().optional(),
  rateLimits: z.boolean().default(false),
  acceptJwt: z.boolean().default(false),
  errors: z.enum(['observed', 'documented']).default('observed'),
  strictClientIdentifier: z.boolean().default(false),
  control: z.boolean().default(false),
  openerPolicy: z.enum(['same-origin', 'unsafe-none']).default('same-origin'),
  securityAlert: z.enum(['by-address', 'always', 'never']).default('by-address'),
  claimDelay: z.number().min(0).max(1e13).default(0),
  locations: z.record(z.string().regex(/^[A-Z]{2}$/, 'expected two capital letters'), locationSchema).default({}),
  forwardSchemes: z
    .array(
      z
        .string()
        .regex(/^[a-z][a-z0-9+.-]*$/, 'expected a scheme such as my-app')
        .refine((scheme) => !NO_ADDRESSES.has(scheme), 'expected the scheme of an app'),
    )
    .default([]),
  startAt: z.number().min(0).max(8e15).optional(),
});

/** Options with every default filled in; the seed is checked apart. */
export interface Settled extends Required<Omit<StandInOptions, 'seed' | 'publicURL' | 'startAt'>> {
  readonly publicURL?: string | undefined;
  readonly startAt?: number | undefined;
}

/**
 * Checks the options and fills in the defaults.
 *
 * @throws {StandInError} `INVALID_OPTIONS` naming every mistake.
 */
export function settle(options: StandInOptions): Settled {
  const result = optionsSchema.safeParse(options);
  if (result.success) return result.data;
  throw mistaken('INVALID_OPTIONS', 'startStandIn was given options it cannot use', mistakesOf(result.error));
}
