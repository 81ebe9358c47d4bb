import { errors, type PlexAPI, type PlexAPIOptions } from '@ticketstub/sdk';
import type { ErrorDialect } from '@ticketstub/standin';
import { expect, test } from 'vitest';
import { call, goodRequest, type Name, names, rejection } from '../four-calls.js';
import type { Open, World } from '../world.js';
import type { Row } from './row.js';

/** An ordinary request of an ordinary program that the stand-in refuses. */
interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly strict?: boolean;
  readonly limited?: boolean;
  readonly client?: PlexAPIOptions;
  request?(world: World): object;
  before?(world: World, plex: PlexAPI): Promise<void>;
}

const dead: Refusal = { status: 401, code: 'UNAUTHORIZED', client: { accessToken: 'dead-token-of-nobody' } };
const wrongScope = { type: 'delegation', scope: 'everything' };

async function untilLimited(name: Name, world: World, plex: PlexAPI): Promise<void> {
  for (let time = 0; time < 20; time += 1) await call(plex, name, [goodRequest(name, world)]);
}

/** By class of error: what raises it. The stand-in's own rules refuse; nothing is injected but where it says so. */
const refusals: Readonly<Record<Name, Readonly<Record<'BadRequest' | 'Unauthorized' | 'SDKError', Refusal>>>> = {
  getTransientToken: {
    BadRequest: { status: 400, code: 'BAD_REQUEST', request: () => wrongScope },
    Unauthorized: dead,
    // No rule refuses a good request otherwise, so a server that is starting up is injected.
    SDKError: {
      status: 503,
      code: 'SERVER_ERROR',
      before: async ({ standIn }) => standIn.control.failNext({ operation: 'getTransientToken', status: 503 }),
    },
  },
  getSourceConnectionInformation: {
    BadRequest: { status: 400, code: 'BAD_REQUEST', request: () => ({ source: 'attic' }) },
    Unauthorized: dead,
    SDKError: { status: 404, code: 'NOT_FOUND' },
  },
  getTokenDetails: {
    BadRequest: { status: 400, code: 'CLIENT_ID_REQUIRED', strict: true, client: { clientID: '' } },
    Unauthorized: dead,
    SDKError: {
      status: 429,
      code: 'RATE_LIMITED',
      limited: true,
      before: (world, plex) => untilLimited('getTokenDetails', world, plex),
    },
  },
  postUsersSignInData: {
    BadRequest: { status: 400, code: 'CLIENT_ID_REQUIRED', client: { clientID: '' } },
    Unauthorized: {
      status: 401,
      code: 'UNAUTHORIZED',
      request: () => ({ requestBody: { login: 'alice@example.com', password: 'wrong' } }),
    },
    SDKError: {
      status: 429,
      code: 'RATE_LIMITED',
      limited: true,
      before: (world, plex) => untilLimited('postUsersSignInData', world, plex),
    },
  },
};

/** What a refusal in one of the two dialects becomes, and what it must become. */
async function raise(
  open: Open,
  dialect: ErrorDialect,
  { name, type, refusal }: Raised,
): Promise<{ error: unknown; expected: object; contentType: RegExp }> {
  const { strict = false, limited = false, status, code } = refusal;
  await using world = await open({ errors: dialect, strictClientIdentifier: strict, rateLimits: limited });
  const onServer = name === 'getTransientToken' || name === 'getSourceConnectionInformation';
  const plex = world.client('alice', {
    retryConfig: { strategy: 'none' },
    // Older than the operation.
    ...(onServer && code === 'NOT_FOUND' && { serverURL: world.cellar }),
    ...refusal.client,
  });
  await refusal.before?.(world, plex);
  const error = await rejection(call(plex, name, [refusal.request?.(world) ?? goodRequest(name, world)]));
  const contentType = onServer && dialect === 'observed' ? /^text\/html/ : /^application\/json/;
  return {
    error,
    expected: { name: type, operation: name, statusCode: status, code },
    contentType,
  };
}

interface Raised {
  readonly name: Name;
  readonly type: string;
  readonly refusal: Refusal;
}

function raisedIn(dialect: ErrorDialect, what: Raised): Row['kind'] {
  return (open) =>
    test(`is raised by ${dialect} errors`, async () => {
      const { error, expected, contentType } = await raise(open, dialect, what);
      expect(error).toBeInstanceOf(Reflect.get(errors, what.type));
      expect(error).toBeInstanceOf(errors.SDKError);
      expect(error).toMatchObject(expected);
      expect(error instanceof errors.SDKError && error.contentType).toMatch(contentType);
    });
}

/** Every class of error of the four operations, by an ordinary request, in both dialects. */
export const refusalRows: readonly Row[] = names.flatMap((name) =>
  Object.entries(refusals[name]).map(([suffix, refusal]): Row => {
    const own = `${name.charAt(0).toUpperCase()}${name.slice(1)}${suffix}`;
    const what = { name, type: suffix === 'SDKError' ? suffix : own, refusal };
    return { id: `${name}.${what.type}`, kind: raisedIn('documented', what), unkind: raisedIn('observed', what) };
  }),
);
