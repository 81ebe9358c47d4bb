import { describe, expect, test, vi } from 'vitest';
import { errors, type PlexAPIOptions } from '../src/index.js';
import { CLIENT_ID, type Issuer, newIssuer, NOW } from './issuer.js';
import { type MovableClock, movableClock } from './movable-clock.js';
import { rejection, type Reply, respond, type Scene, scene, type Turn } from './scene.js';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const first = await newIssuer('plex-1');
const second = await newIssuer('plex-2');
const third = await newIssuer('plex-3');

interface Verifying extends Scene {
  clock: MovableClock;
  verify: (issuer?: Issuer) => Promise<unknown>;
}

const publishing = (...issuers: Issuer[]): Reply => ({ body: { keys: issuers.map(({ jwk }) => jwk) } });

function plexThat(turns: Turn | readonly Turn[], options: PlexAPIOptions = {}): Verifying {
  const clock = movableClock(NOW);
  const made = scene(turns, { clientID: CLIENT_ID, clock, ...options });
  const verify = async (issuer: Issuer = first): Promise<unknown> =>
    made.plex.deviceKeys.verifyToken(await issuer.token());
  return { clock, verify, ...made };
}

const accepted = expect.objectContaining({ clientID: CLIENT_ID });
const unknownKey = expect.objectContaining({ name: 'TokenRefusedError', reason: 'unknown-key' });
const down = new TypeError('fetch failed');
const unreachable = expect.objectContaining({ name: 'ConnectionError', operation: 'getAuthKeys' });

describe('Plex’s keys', () => {
  test('are asked for once, for all tokens of an hour', async () => {
    const { verify, sent, clock } = plexThat(publishing(first, second));
    for (const issuer of [first, second, first]) await expect(verify(issuer)).resolves.toEqual(accepted);
    clock.advance(HOUR - 1);
    await expect(verify()).resolves.toEqual(accepted);
    expect(sent).toHaveLength(1);
    clock.advance(1);
    await expect(verify()).resolves.toEqual(accepted);
    expect(sent).toHaveLength(2);
  });

  test('are asked for once by any number of callers at the same time', async () => {
    const { verify, sent } = plexThat(publishing(first, second));
    const all = await Promise.all(Array.from({ length: 200 }, (_, index) => verify(index % 2 ? first : second)));
    expect(all).toEqual(all.map(() => accepted));
    expect(sent).toHaveLength(1);
  });

  test('are asked for by each request on Workers, where one may not wait for what another began', async () => {
    vi.stubGlobal('WebSocketPair', Object);
    const { plex, verify, sent } = plexThat(publishing(first));
    const token = await first.token();
    await Promise.all([1, 2, 3].map(() => plex.deviceKeys.verifyToken(token)));
    await verify();
    vi.unstubAllGlobals();
    expect(sent).toHaveLength(3);
  });

  test('are each client’s own', async () => {
    const one = plexThat(publishing(first));
    const other = plexThat(publishing(second));
    await expect(one.verify(first)).resolves.toEqual(accepted);
    await expect(rejection(other.verify(first))).resolves.toEqual(unknownKey);
  });

  test('are asked for again when the clock was set back', async () => {
    const { verify, sent, clock } = plexThat(publishing(first));
    await verify();
    clock.advance(-1);
    await verify();
    expect(sent).toHaveLength(2);
  });

  test('are not asked for because of a text that names no key', async () => {
    const { plex, sent } = plexThat(publishing(first));
    const tokens = [
      '',
      'abcdefghij0123456789',
      await first.token({}, { alg: 'none' }),
      await first.token({}, { kid: 1 }),
    ];
    for (const token of tokens) await rejection(plex.deviceKeys.verifyToken(token));
    expect(sent).toEqual([]);
  });
});

describe('a key that is new', () => {
  test('is found by asking once more', async () => {
    const { verify, sent, clock } = plexThat([publishing(first), publishing(first, second)]);
    await verify(first);
    clock.advance(60 * SECOND);
    await expect(verify(second)).resolves.toEqual(accepted);
    await expect(verify(first)).resolves.toEqual(accepted);
    expect(sent).toHaveLength(2);
  });

  test('costs one question a minute at most, however many tokens name it', async () => {
    const { verify, sent, clock } = plexThat(publishing(first));
    for (let passed = 0; passed < 300; passed += 1) {
      await expect(rejection(verify(second))).resolves.toEqual(unknownKey);
      clock.advance(SECOND);
    }
    expect(sent).toHaveLength(5);
  });

  test('costs one question however many ask at once', async () => {
    const { verify, sent, clock } = plexThat([publishing(first), publishing(second)]);
    await verify(first);
    clock.advance(60 * SECOND);
    await Promise.all(Array.from({ length: 100 }, () => verify(second)));
    expect(sent).toHaveLength(2);
  });

  test('takes the place of one that is gone', async () => {
    const { verify, clock } = plexThat([publishing(first), publishing(second)]);
    await verify(first);
    clock.advance(HOUR);
    await expect(rejection(verify(first))).resolves.toEqual(unknownKey);
    await expect(verify(second)).resolves.toEqual(accepted);
  });
});

describe('while plex.tv does not answer', () => {
  test('nothing is known of a token, and it is not refused', async () => {
    const { verify } = plexThat(down);
    const error = await rejection(verify());
    expect(error).toEqual(unreachable);
    expect(error).not.toBeInstanceOf(errors.TokenRefusedError);
  });

  test('it is asked again after five seconds if no key is known', async () => {
    const { verify, sent, clock } = plexThat([down, publishing(first)]);
    await rejection(verify());
    clock.advance(5 * SECOND - 1);
    await expect(rejection(verify())).resolves.toEqual(unreachable);
    expect(sent).toHaveLength(1);
    clock.advance(1);
    await expect(verify()).resolves.toEqual(accepted);
    expect(sent).toHaveLength(2);
  });

  test('the known keys go on verifying for a day, with a question a minute', async () => {
    const { verify, sent, clock } = plexThat([publishing(first), down]);
    await verify();
    clock.advance(HOUR);
    for (let passed = 0; passed < 120; passed += 1) {
      await expect(verify()).resolves.toEqual(accepted);
      clock.advance(SECOND);
    }
    expect(sent).toHaveLength(3);
    clock.advance(23 * HOUR - 120 * SECOND - 1);
    await expect(verify()).resolves.toEqual(accepted);
    clock.advance(1);
    await expect(rejection(verify())).resolves.toEqual(unreachable);
  });

  test('a key that is new is neither accepted nor refused', async () => {
    const { verify, clock } = plexThat([publishing(first), down, publishing(second)]);
    await verify(first);
    clock.advance(60 * SECOND);
    await expect(rejection(verify(second))).resolves.toEqual(unreachable);
    await expect(rejection(verify(second))).resolves.toEqual(unreachable);
    clock.advance(60 * SECOND);
    await expect(verify(second)).resolves.toEqual(accepted);
  });

  test('nobody who has a key waits longer than five seconds, or through another try', async () => {
    const silent: Turn = (_url, { signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('given up'))));
    const { verify, sent, clock } = plexThat([publishing(first), { status: 503 }, silent], { timeout: 20 });
    await verify();
    clock.advance(HOUR);
    await expect(verify()).resolves.toEqual(accepted);
    expect([sent.length, clock.waits]).toEqual([2, []]);
    clock.advance(60 * SECOND);
    await expect(verify()).resolves.toEqual(accepted);
    expect(sent).toHaveLength(3);
  });

  test.each<[string, Reply]>([
    ['an empty list', { body: { keys: [] } }],
    ['no list', { body: { keys: {} } }],
    ['no JSON', { contentType: 'text/html', body: '<h1>Hotel</h1>' }],
    ['keys for something else alone', { body: { keys: [{ kty: 'RSA', kid: 'plex-1', n: 'AQAB', e: 'AQAB' }] } }],
  ])('properly, but with %s, the known keys are kept', async (_, reply) => {
    const { verify, clock } = plexThat([publishing(first), reply]);
    await verify();
    clock.advance(HOUR);
    await expect(verify()).resolves.toEqual(accepted);
    await expect(rejection(plexThat(reply).verify())).resolves.toMatchObject({
      name: 'InvalidResponseError',
      operation: 'getAuthKeys',
    });
  });
});

describe('whoever leaves', () => {
  test('takes nobody along: the keys are still fetched for the others', async () => {
    let answer: (reply: Response) => void = () => {};
    const turn: Turn = () => new Promise((resolve) => (answer = resolve));
    const { plex, sent } = plexThat(turn);
    const token = await first.token();
    const leaving = new AbortController();
    const left = rejection(plex.deviceKeys.verifyToken(token, {}, { signal: leaving.signal }));
    const stayed = plex.deviceKeys.verifyToken(token);
    await expect.poll(() => sent.length).toBe(1);
    const reason = new Error('left the page');
    leaving.abort(reason);
    expect(await left).toBe(reason);
    answer(respond(publishing(first)));
    await expect(stayed).resolves.toEqual(accepted);
    expect(sent).toHaveLength(1);
  });

  test('is told so even if old keys would have done', async () => {
    const { plex, verify, clock } = plexThat([publishing(first), () => new Promise(() => {})]);
    await verify();
    clock.advance(HOUR);
    const reason = new Error('left the page');
    const signal = AbortSignal.abort(reason);
    expect(await rejection(plex.deviceKeys.verifyToken(await first.token(), {}, { signal }))).toBe(reason);
  });
});

describe('among the keys', () => {
  test.each<[string, Record<string, unknown> | string | null]>([
    ['an RSA key', { kty: 'RSA', n: 'AQAB', e: 'AQAB' }],
    ['a key of another curve', { crv: 'X25519' }],
    ['a key to encrypt with', { use: 'enc' }],
    ['a key for another algorithm', { alg: 'ES256' }],
    ['a key without a name', { kid: undefined }],
    ['a key with a number for a name', { kid: 7 }],
    ['a key that is too short', { x: 'AAAA' }],
    ['a key in another spelling', { x: `${second.jwk['x']}=` }],
    ['a text', 'plex-2'],
    ['nothing', null],
  ])('%s is overlooked', async (_, odd) => {
    const entry = typeof odd === 'object' && odd ? { ...second.jwk, ...odd } : odd;
    const { verify } = plexThat({ body: { keys: [entry, first.jwk] } });
    await expect(verify(first)).resolves.toEqual(accepted);
    await expect(rejection(verify(second))).resolves.toEqual(unknownKey);
  });

  test('one that says no more than it must is a key, whatever its algorithm is called', async () => {
    const { kid, kty = '', crv = '', x = '' } = { kid: first.kid, ...first.jwk };
    const { verify } = plexThat({
      body: {
        keys: [
          { kid, kty, crv, x, alg: null, use: null },
          { ...second.jwk, alg: 'Ed25519' },
        ],
      },
    });
    await expect(verify(first)).resolves.toEqual(accepted);
    await expect(verify(second)).resolves.toEqual(accepted);
  });

  test('those beyond the thirty-second are not kept', async () => {
    const many = Array.from({ length: 31 }, (_, index) => ({ ...third.jwk, kid: `other-${index}` }));
    const { verify } = plexThat({ body: { keys: [...many, first.jwk, second.jwk] } });
    await expect(verify(first)).resolves.toEqual(accepted);
    await expect(rejection(verify(second))).resolves.toEqual(unknownKey);
  });
});
