import { z } from 'zod';
import { listFiles, readText } from '../../tools/repository.js';

/** The operations the SDK has calls for. */
const called = [
  'getTransientToken',
  'getSourceConnectionInformation',
  'getTokenDetails',
  'postUsersSignInData',
  'createPin',
  'getPin',
  'approvePin',
  'getResources',
  'getHomeUsers',
  'switchHomeUser',
  'ping',
  'signOut',
  'getClaimToken',
  'getDevices',
  'removeDevice',
] as const;

const headers = z.record(z.string().regex(/^[A-Za-z-]+$/), z.string());

const given = z.strictObject({
  dialects: z.array(z.enum(['observed', 'documented'])).min(1),
  person: z.enum(['alice', 'bruno', 'carla', 'dana', 'eve', 'finn']).optional(),
  token: z.enum(['account', 'server', 'transient', 'unknown', 'jwt', 'plexJWT']).optional(),
  server: z.enum(['Attic', 'Cellar']).optional(),
  claim: z.literal(true).optional(),
  device: z.enum(['new', 'registered']).optional(),
  pin: z.strictObject({ strong: z.boolean(), claimed: z.boolean(), jwk: z.literal(true).optional() }).optional(),
  options: z
    .strictObject({
      strictClientIdentifier: z.boolean().default(false),
      rateLimits: z.boolean().default(false),
      acceptJwt: z.boolean().default(false),
    })
    .prefault({}),
  before: z
    .array(
      z.union([
        z.strictObject({ advanceHours: z.number() }),
        z.strictObject({ restart: z.literal(true) }),
        z.strictObject({ unclaim: z.literal(true) }),
        z.strictObject({ removeAccess: z.literal(true) }),
        z.strictObject({ removeDevice: z.literal(true) }),
        z.strictObject({ repeat: z.int().positive() }),
        z.strictObject({
          fail: z.strictObject({ status: z.int(), retryAfter: z.int() }).partial({ retryAfter: true }),
        }),
      ]),
    )
    .optional(),
});

const operationName = z.enum([
  'getTransientToken',
  'getSourceConnectionInformation',
  'getTokenDetails',
  'postUsersSignInData',
  'signOut',
  'ping',
  'createPin',
  'getPin',
  'approvePin',
  'registerKey',
  'getNonce',
  'issueToken',
  'getAuthKeys',
  'getResources',
  'getHomeUsers',
  'switchHomeUser',
  'getPinInfo',
  'getPinQr',
  'getClaimToken',
  'getDevices',
  'removeDevice',
  'showAuthPage',
  'showLinkPage',
  'legacySignIn',
  'getLegacyAccount',
  'createLegacyPin',
  'getLegacyPin',
  'getIdentity',
  'getServerRoot',
  'getMyPlex',
  'unclaimServer',
  'claimServer',
  'refreshReachability',
]);

const outcome = z.union([
  z.strictObject({ value: z.record(z.string(), z.unknown()) }),
  z.strictObject({ gives: z.union([z.record(z.string(), z.unknown()), z.array(z.unknown()), z.null()]) }),
  z.strictObject({
    error: z.string(),
    code: z.string(),
    plexCode: z.int().optional(),
    retryAfter: z.int().optional(),
    errors: z.array(z.record(z.string(), z.unknown())),
  }),
]);

const transcript = z
  .strictObject({
    title: z.string(),
    operation: operationName,
    given,
    standInOnly: z.string().optional(),
    call: z
      .strictObject({
        client: z.record(z.string(), z.string()).optional(),
        request: z.record(z.string(), z.unknown()).optional(),
      })
      .optional(),
    request: z.strictObject({
      method: z.enum(['GET', 'POST', 'PUT', 'DELETE']),
      url: z.string(),
      query: z.record(z.string(), z.string()).optional(),
      headers,
      form: z.record(z.string(), z.string()).optional(),
      json: z.record(z.string(), z.unknown()).optional(),
    }),
    response: z.strictObject({
      status: z.int().min(200).max(599),
      headers,
      json: z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]).optional(),
      lines: z.array(z.string()).optional(),
      holds: z.array(z.string()).optional(),
    }),
    outcome: outcome.optional(),
    grade: z.enum(['official', 'observed', 'inferred']),
    source: z.union([z.url({ protocol: /^https$/ }), z.string().regex(/^unnamed recording \(.+\)$/)]).optional(),
    why: z.string().optional(),
  })
  .refine(({ call, outcome: result }) => (call === undefined) === (result === undefined), 'a call has an outcome')
  .refine(
    ({ call, operation, standInOnly }) =>
      called.some((name) => name === operation) === (call !== undefined || standInOnly !== undefined),
    'an exchange of such an operation has a call, or says why the SDK has none',
  )
  .refine(({ grade, source }) => grade === 'inferred' || source !== undefined, 'what is no guess has a source')
  .refine(({ grade, why }) => grade !== 'inferred' || why !== undefined, 'a guess says why');

/** One exchange. `spec/transcripts/README.md` says how to read it. */
export type Transcript = z.infer<typeof transcript>;

/** Every file of `spec/transcripts`, by its name without ending. */
export const transcripts: readonly (readonly [name: string, transcript: Transcript])[] = listFiles()
  .filter((path) => /^spec\/transcripts\/.+\.json$/.test(path))
  .map((path) => [path.replace(/^.*\/|\.json$/g, ''), read(path)]);

function read(path: string): Transcript {
  const result = transcript.safeParse(JSON.parse(readText(path)));
  if (result.success) return result.data;
  throw new Error(`${path} is no transcript:\n${z.prettifyError(result.error)}`);
}
