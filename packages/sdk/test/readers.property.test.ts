import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { errors } from '../src/index.js';
import {
  ACCOUNT,
  type FourCall,
  fourCalls,
  signInCall,
  sourceCall,
  tokenDetails,
  transientCall,
} from './four-calls.js';
import { rejection, scene } from './scene.js';

/** Names that readers know, so that random answers get past the first of them. */
const NAMES = [
  'MediaContainer',
  'Device',
  'Connection',
  'token',
  'accessToken',
  'size',
  'id',
  'uuid',
  'authToken',
  'profile',
  'subscription',
  'subscriptions',
  'services',
  'roles',
  'features',
  'defaultAudioLanguages',
  'errors',
  'error',
  'code',
  'message',
  'status',
  '__proto__',
  'constructor',
  'toString',
  'connection',
  'device',
];
const key = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...NAMES) }, { weight: 1, arbitrary: fc.string() });

const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, 0, -1, 1e308, 1001, '', 'text', 'a,b', '7'),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(key, tie('json'), { maxKeys: 6 }),
  ),
}));

/** The JSON text of a value, `__proto__` members included. */
const jsonText = fc.oneof(
  json.map((value) => JSON.stringify(value)),
  fc.json(),
);

async function outcomeOf(call: FourCall, status: number, body: string): Promise<unknown> {
  const { plex } = scene({ status, body });
  const [outcome] = await Promise.allSettled([call.make(plex, { retries: { strategy: 'none' } })]);
  return outcome?.status === 'fulfilled' ? undefined : outcome?.reason;
}

describe.each(fourCalls)('whatever JSON comes, $name', (call) => {
  test('gives a value or says that the answer is of no use', async () => {
    await fc.assert(
      fc.asyncProperty(jsonText, async (body) => {
        const reason = await outcomeOf(call, 200, body);
        expect(reason === undefined || reason instanceof errors.InvalidResponseError).toBe(true);
      }),
    );
  });

  test('gives a typed error for a refusal, with entries of the right types', async () => {
    await fc.assert(
      fc.asyncProperty(jsonText, fc.integer({ min: 300, max: 599 }), async (body, status) => {
        const error = await outcomeOf(call, status, body);
        expect(error).toBeInstanceOf(errors.SDKError);
        const { statusCode, errors: entries } =
          error instanceof errors.SDKError ? error : { statusCode: 0, errors: [] };
        expect(statusCode).toBe(status);
        expect(entries.every(({ code = 0, message }) => typeof code === 'number' && typeof message === 'string')).toBe(
          true,
        );
      }),
    );
  });

  test('gives a typed error for any text at all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), fc.integer({ min: 200, max: 599 }), async (body, status) => {
        const reason = await outcomeOf(call, status, body);
        expect(reason === undefined || reason instanceof errors.SDKError).toBe(true);
      }),
    );
  });
});

/** Members of no known name, with any value. */
const strangers = fc.dictionary(fc.stringMatching(/^x[a-z]{1,8}$/), fc.jsonValue(), { maxKeys: 4 }).map(plain);

/** What JSON can say of a value. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

const text = fc.string();
const account = fc
  .record(
    {
      username: fc.option(text),
      roles: fc.option(fc.array(text)),
      services: fc.option(fc.array(strangers)),
      subscriptions: fc.array(strangers),
      profile: fc.option(strangers),
      subscription: fc.option(strangers),
    },
    { requiredKeys: [] },
  )
  .chain((known) => strangers.map((others) => ({ ...ACCOUNT, ...known, ...Object(others) })));

describe('members nobody told us of are kept', () => {
  test('in an account', async () => {
    await fc.assert(
      fc.asyncProperty(account, async (body: unknown) => {
        const { plex } = scene({ body });
        const { userPlexAccount } = await plex.authentication.getTokenDetails();
        expect(userPlexAccount).toEqual(body);
      }),
    );
  });

  test('in the account of a sign-in', async () => {
    await fc.assert(
      fc.asyncProperty(account, async (body: unknown) => {
        const whole: unknown = { ...Object(body), authToken: 'new' };
        await expect(signInCall.make(scene({ status: 201, body: whole }).plex)).resolves.toMatchObject({
          userPlexAccount: whole,
        });
      }),
    );
  });

  test('in a transient token’s container', async () => {
    await fc.assert(
      fc.asyncProperty(strangers, async (others) => {
        const MediaContainer: unknown = { ...Object(others), token: 'transient-1' };
        await expect(transientCall.make(scene({ body: { MediaContainer } }).plex)).resolves.toMatchObject({
          mediaContainer: MediaContainer,
        });
      }),
    );
  });

  test('in a source, its devices and their connections', async () => {
    await fc.assert(
      fc.asyncProperty(strangers, strangers, strangers, async (container, device, connection) => {
        const Device: unknown = { ...Object(device), accessToken: 'transient-1', Connection: [connection] };
        const { plex } = scene({ body: { MediaContainer: { ...Object(container), Device } } });
        await expect(sourceCall.make(plex)).resolves.toMatchObject({
          mediaContainer: {
            ...Object(container),
            device: [{ ...Object(device), accessToken: 'transient-1', connection: [connection] }],
          },
        });
      }),
    );
  });
});

test('an account is missed without its id or its uuid, whatever else is there', async () => {
  await fc.assert(
    fc.asyncProperty(account, fc.constantFrom('id', 'uuid'), async (body: unknown, missing) => {
      const { [missing]: _, ...rest }: Record<string, unknown> = { ...Object(body) };
      expect(await rejection(tokenDetails.make(scene({ body: rest }).plex))).toBeInstanceOf(
        errors.InvalidResponseError,
      );
    }),
  );
});
