import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { decodeBase64url } from '../src/crypto/base64url.js';
import { signDeviceToken } from '../src/crypto/device-key.js';
import { importPublic } from '../src/crypto/ed25519.js';
import { parseJws } from '../src/crypto/jws.js';
import type { DeviceKey, DevicePrivateJwk } from '../src/index.js';
import { rejection, scene, thrownBy } from './scene.js';

const { deviceKeys } = scene({}).plex;

/** RFC 8037, appendix A: a key that everybody knows, and its thumbprint. */
const KNOWN = {
  kty: 'OKP',
  crv: 'Ed25519',
  d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
} as const;
const KNOWN_THUMBPRINT = 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k';

async function signedBy(key: DeviceKey): Promise<boolean> {
  const parsed = parseJws(await signDeviceToken(key, { aud: 'plex.tv' }));
  return (
    typeof parsed === 'object' && parsed.header['kid'] === key.kid && parsed.signedBy(await importPublic(key.publicJwk))
  );
}

/** Calls a method as JavaScript would, with anything. */
function callUnchecked(name: string, ...args: unknown[]): unknown {
  const method: unknown = Reflect.get(deviceKeys, name);
  if (typeof method !== 'function') throw new TypeError(`${name} is no method`);
  return Reflect.apply(method, deviceKeys, args);
}

describe('deviceKeys.generate', () => {
  test('makes a key that Plex can be told of, named by its thumbprint', async () => {
    const key = await deviceKeys.generate();
    expect(key.publicJwk).toEqual({
      kty: 'OKP',
      crv: 'Ed25519',
      x: expect.stringMatching(/^[\w-]{43}$/),
      kid: key.kid,
      alg: 'EdDSA',
      use: 'sig',
    });
    expect(decodeBase64url(key.kid)).toHaveLength(32);
    await expect(signedBy(key)).resolves.toBe(true);
  });

  test('makes another key each time', async () => {
    const [one, other] = [await deviceKeys.generate(), await deviceKeys.generate()];
    expect(one.kid).not.toBe(other.kid);
    expect(one.publicJwk.x).not.toBe(other.publicJwk.x);
  });

  test('shows nothing of the private half, however the key is printed', async () => {
    const key = await deviceKeys.import(KNOWN);
    const printed = [
      `${Object(key)}`,
      JSON.stringify(key),
      inspect(key, { depth: 9, showHidden: true }),
      ...Object.keys(key),
    ];
    expect(printed.join('\n')).not.toContain(KNOWN.d);
    expect(printed.join('\n')).not.toContain('CryptoKey');
    expect(JSON.parse(JSON.stringify(key))).toEqual({ kid: key.kid, publicJwk: { ...key.publicJwk } });
    expect(structuredClone(key)).toEqual({ kid: key.kid, publicJwk: key.publicJwk });
  });

  test('makes a key that cannot be changed behind anybody’s back', async () => {
    const key = await deviceKeys.generate();
    expect(Reflect.set(key.publicJwk, 'kid', 'another')).toBe(false);
  });
});

describe('deviceKeys.import', () => {
  test('takes the key of RFC 8037 and names it as the RFC does', async () => {
    const key = await deviceKeys.import(KNOWN);
    expect(key.kid).toBe(KNOWN_THUMBPRINT);
    expect(key.publicJwk).toEqual({
      kty: 'OKP',
      crv: 'Ed25519',
      x: KNOWN.x,
      kid: KNOWN_THUMBPRINT,
      alg: 'EdDSA',
      use: 'sig',
    });
    await expect(signedBy(key)).resolves.toBe(true);
  });

  test.each([
    { alg: 'EdDSA' },
    { alg: 'Ed25519' },
    { alg: 'whatever' },
    { use: 'enc' },
    { key_ops: ['verify'] },
    { key_ops: [] },
    { ext: false },
    { alg: 'EdDSA', use: 'sig', key_ops: ['sign'], ext: true, novelty: 1 },
  ])('takes a JWK whatever else it says: %o', async (more) => {
    const key = await deviceKeys.import({ ...KNOWN, ...more });
    expect(key.publicJwk).toMatchObject({ alg: 'EdDSA', use: 'sig', kid: KNOWN_THUMBPRINT });
    expect(Object.keys(key.publicJwk).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
    await expect(signedBy(key)).resolves.toBe(true);
  });

  test('keeps the name the key has, and gives it one if it has none', async () => {
    await expect(deviceKeys.import({ ...KNOWN, kid: 'a name, any name 🔑' })).resolves.toMatchObject({
      kid: 'a name, any name 🔑',
      publicJwk: { kid: 'a name, any name 🔑' },
    });
    for (const kid of [undefined, null, '', 7, ['a']])
      await expect(callUnchecked('import', { ...KNOWN, kid })).resolves.toMatchObject({ kid: KNOWN_THUMBPRINT });
  });

  test('changes nothing of what it is given', async () => {
    const given = Object.freeze({ ...KNOWN, alg: 'Ed25519', kid: 'mine' });
    await deviceKeys.import(given);
    expect(given).toEqual({ ...KNOWN, alg: 'Ed25519', kid: 'mine' });
  });

  const canary = 'canary-private-half';
  test.each<[string, unknown]>([
    ['jwk', undefined],
    ['jwk', null],
    ['jwk', canary],
    ['jwk', JSON.stringify({ ...KNOWN, kid: canary })],
    ['jwk', [KNOWN]],
    ['jwk', { ...KNOWN, kty: 'EC' }],
    ['jwk', { ...KNOWN, kty: 'RSA', n: canary, e: 'AQAB' }],
    ['jwk', { ...KNOWN, crv: 'X25519' }],
    ['jwk', { ...KNOWN, crv: 'Ed448' }],
    ['jwk', { ...KNOWN, x: undefined }],
    ['jwk', { ...KNOWN, x: `${KNOWN.x}=` }],
    ['jwk', { ...KNOWN, x: canary }],
    ['jwk', { ...KNOWN, x: 7 }],
    ['jwk.d', { ...KNOWN, d: undefined }],
    ['jwk.d', { ...KNOWN, d: '' }],
    ['jwk.d', { ...KNOWN, d: canary }],
    ['jwk.d', { ...KNOWN, d: `${KNOWN.d}=` }],
    ['jwk.d', { ...KNOWN, d: KNOWN.d.replace('_', '/') }],
    ['jwk.d', { ...KNOWN, d: `${KNOWN.d.slice(0, -1)}B` }],
    ['jwk.d', { ...KNOWN, d: { toString: () => KNOWN.d } }],
  ])('refuses a wrong %s: %o', async (argument, jwk) => {
    const error = await rejection(callUnchecked('import', jwk));
    expect(error).toMatchObject({ name: 'InvalidArgumentError', code: 'INVALID_ARGUMENT', argument });
    const printed = inspect(error, { depth: 9 }).replaceAll(/\n {4}at .*/g, '');
    for (const secret of [canary, KNOWN.d]) expect(printed).not.toContain(secret);
  });

  test('refuses two halves of different keys', async () => {
    const other = await deviceKeys.generate();
    const error = await rejection(deviceKeys.import({ ...KNOWN, x: other.publicJwk.x }));
    expect(error).toMatchObject({ name: 'InvalidArgumentError', argument: 'jwk.x' });
  });
});

describe('deviceKeys.export', () => {
  test('gives what import takes: the same key, the same name', async () => {
    const key = await deviceKeys.import({ ...KNOWN, kid: 'mine' });
    const stored: DevicePrivateJwk = await deviceKeys.export(key);
    expect(stored).toEqual({ ...KNOWN, kid: 'mine', alg: 'EdDSA', use: 'sig' });
    const again = await deviceKeys.import(JSON.parse(JSON.stringify(stored)));
    expect(again).toEqual(key);
    await expect(signedBy(again)).resolves.toBe(true);
  });

  test('gives nothing of a key that is not extractable', async () => {
    const made = await deviceKeys.generate({ extractable: false });
    const imported = await deviceKeys.import(KNOWN, { extractable: false });
    for (const key of [made, imported]) {
      await expect(signedBy(key)).resolves.toBe(true);
      await expect(rejection(deviceKeys.export(key))).resolves.toMatchObject({ argument: 'key' });
    }
  });

  test.each([undefined, null, 'key', {}, { kid: 'mine', publicJwk: KNOWN }])('takes no %o for a key', async (value) => {
    await expect(rejection(callUnchecked('export', value))).resolves.toMatchObject({
      name: 'InvalidArgumentError',
      argument: 'key',
    });
    expect(thrownBy(() => callUnchecked('handle', value))).toMatchObject({ argument: 'key' });
  });
});

describe('deviceKeys.handle', () => {
  test('keeps a key that is not extractable where objects are cloned, as IndexedDB does', async () => {
    const key = await deviceKeys.generate({ extractable: false });
    const again = await deviceKeys.import(structuredClone(deviceKeys.handle(key)));
    expect(again).toEqual(key);
    await expect(signedBy(again)).resolves.toBe(true);
    await expect(rejection(deviceKeys.export(again))).resolves.toMatchObject({ argument: 'key' });
  });

  test('is refused when somebody has changed it', async () => {
    const key = await deviceKeys.generate();
    const other = await deviceKeys.generate();
    const { privateKey, publicJwk } = deviceKeys.handle(key);
    const rsa = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
    const cases: [string, unknown][] = [
      ['jwk.publicJwk', { privateKey, publicJwk: other.publicJwk }],
      ['jwk.publicJwk', { privateKey }],
      ['jwk.publicJwk', { privateKey, publicJwk: { ...publicJwk, x: 'short' } }],
      ['jwk.publicJwk.kid', { privateKey, publicJwk: { ...publicJwk, kid: '' } }],
      ['jwk.privateKey', { privateKey: {}, publicJwk }],
      ['jwk.privateKey', { privateKey: await importPublic(publicJwk), publicJwk }],
      ['jwk.privateKey', { privateKey: rsa.privateKey, publicJwk }],
    ];
    for (const [argument, handle] of cases)
      await expect(rejection(callUnchecked('import', handle))).resolves.toMatchObject({
        name: 'InvalidArgumentError',
        argument,
      });
  });
});
