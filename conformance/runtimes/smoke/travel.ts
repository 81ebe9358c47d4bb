import { errors } from '@ticketstub/sdk';
import { type Case, claim, count, refused, rejection, same, until } from './world.js';

const DEVICE = 'Küche 東京 🍿';

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

/** Calls that do not end by themselves. */
const endings: readonly Case[] = [
  {
    name: 'an abort in the middle of a request rejects with the signal’s reason and ends the request',
    async run(scene) {
      const leaving = new AbortController();
      const reason = new Error('the person left');
      const work = scene.faulty('silent-abort').authentication.getTokenDetails({ signal: leaving.signal });
      const outcome = rejection(work);
      await until(scene, 'silent-abort', 1);
      leaving.abort(reason);
      claim((await outcome) === reason, 'rejected with something else');
      await until(scene, 'silent-abort-gone', 1);
    },
  },
  {
    name: 'a server that never answers: TimeoutError',
    async run({ faulty }) {
      const work = faulty('silent', { timeout: 200 }).authentication.getTokenDetails();
      await refused(work, errors.TimeoutError, { code: 'TIMEOUT', operation: 'getTokenDetails' });
    },
  },
  {
    name: 'nobody listens: ConnectionError',
    async run({ client, nobody }) {
      const work = client({ serverURL: nobody }).authentication.getTransientToken({ type: 'delegation', scope: 'all' });
      await refused(work, errors.ConnectionError, { code: 'CONNECTION_FAILED', operation: 'getTransientToken' });
    },
  },
];

const backoff = { initialInterval: 1, maxInterval: 1, exponent: 1, maxElapsedTime: 60_000 };

/** Calls that are repeated, and those that must not be. */
const repetitions: readonly Case[] = [
  {
    name: 'a 503 is tried again; a sign-in is not',
    async run(scene) {
      const plex = scene.faulty('flaky', { retryConfig: { strategy: 'backoff', backoff } });
      const { statusCode } = await plex.authentication.getTokenDetails();
      same([statusCode, await count(scene, 'flaky')], [200, 2], 'status and requests');
      const { login, password } = scene.alice;
      const down = scene.faulty('down', { retryConfig: { strategy: 'backoff', backoff } });
      const work = down.authentication.postUsersSignInData({ requestBody: { login, password } });
      await refused(work, errors.SDKError, { code: 'SERVER_ERROR', statusCode: 503 });
      same(await count(scene, 'down'), 1, 'requests');
    },
  },
  {
    name: 'a redirect is an error, is not followed, and no token crosses to the other origin',
    async run(scene) {
      const { authentication } = scene.faulty('moved');
      const { login, password } = scene.alice;
      const works = [
        authentication.getTransientToken({ type: 'delegation', scope: 'all' }),
        authentication.getSourceConnectionInformation({ source: scene.source }),
        authentication.getTokenDetails(),
        authentication.postUsersSignInData({ requestBody: { login, password } }),
      ];
      const is = { name: 'SDKError', code: 'REDIRECTED', statusCode: scene.nature.redirectStatus } as const;
      await Promise.all(works.map((work) => refused(work, errors.SDKError, is)));
      same([await count(scene, 'moved'), await count(scene, 'elsewhere')], [4, 0], 'requests here and there');
    },
  },
];

/** What travels. */
const cargo: readonly Case[] = [
  {
    name: 'a device name in any script arrives as its UTF-8 bytes',
    async run({ faulty, nature }) {
      const { userPlexAccount } = await faulty('device', { deviceName: DEVICE }).authentication.getTokenDetails();
      const expected = nature.headerEncodings === 1 ? DEVICE : latin1(new TextEncoder().encode(DEVICE));
      same(userPlexAccount.title, expected, 'device');
    },
  },
  {
    name: 'a password in any script arrives as it was typed',
    async run({ faulty }) {
      const requestBody = { login: 'somebody', password: `${DEVICE} +&=%` };
      const { userPlexAccount } = await faulty('password').authentication.postUsersSignInData({ requestBody });
      same(userPlexAccount.title, requestBody.password, 'password');
    },
  },
  {
    name: 'rawResponse is a Response whose body is unread, at every use',
    async run({ client, alice }) {
      const { rawResponse } = await client().authentication.getTokenDetails();
      claim(rawResponse instanceof Response && !rawResponse.bodyUsed, 'not an unread Response');
      const body: unknown = await rawResponse.json();
      same(Reflect.get(Object(body), 'uuid'), alice.uuid, 'uuid');
      claim(rawResponse.bodyUsed, 'read, and does not say so');
    },
  },
  {
    name: 'a compressed answer is read',
    async run({ faulty }) {
      const { userPlexAccount } = await faulty('gzip').authentication.getTokenDetails();
      same(userPlexAccount.title, 'compressed', 'title');
    },
  },
  {
    name: 'an answer without end is refused past 8 MiB, and given up',
    async run(scene) {
      const work = scene.faulty('endless').authentication.getTokenDetails();
      const is = { code: 'RESPONSE_TOO_LARGE', statusCode: 200 } as const;
      await refused(work, errors.InvalidResponseError, is);
      await until(scene, 'endless-gone', 1);
    },
  },
];

/** How requests and answers travel. */
export const travelCases: readonly Case[] = [...endings, ...repetitions, ...cargo];
