import { type DeviceKey, errors, PlexAPI } from '@ticketstub/sdk';
import * as fc from 'fast-check';
import { decodeBase64url, encodeBase64url } from '../../../packages/sdk/src/crypto/base64url.js';
import { importPrivate, importPublic, sign, verify } from '../../../packages/sdk/src/crypto/ed25519.js';
import { thumbprint } from '../../../packages/sdk/src/crypto/thumbprint.js';
import { disagreement, joseCase } from '../../../packages/sdk/test/beside-jose.js';
import { CLIENT_ID, type Issuer, newIssuer, NOW } from '../../../packages/sdk/test/issuer.js';
import { refusedTokens } from '../../../packages/sdk/test/refused-tokens.js';
import { type Case, claim, refused, rejection, same } from './world.js';

/** RFC 8037, appendix A. */
const KNOWN = {
  kty: 'OKP',
  crv: 'Ed25519',
  d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
} as const;
/** The same, as Plex is told of it. */
const KNOWN_PUBLIC = {
  kty: 'OKP',
  crv: 'Ed25519',
  x: KNOWN.x,
  kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
  alg: 'EdDSA',
  use: 'sig',
};
const SIGNED = 'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc';
const SIGNATURE = 'hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg';

/** How runtimes and tools call the algorithm of such a key, and what else they say of it. */
const spellings: readonly object[] = [
  {},
  { alg: 'EdDSA' },
  { alg: 'Ed25519' },
  { alg: 'another' },
  { use: 'sig' },
  { use: 'enc' },
  { key_ops: ['sign'], ext: true },
  { key_ops: ['verify'], ext: false },
  { alg: 'Ed25519', use: 'sig', key_ops: ['sign'], ext: true, kid: '' },
];

function verifier(issuer?: Issuer): PlexAPI {
  return new PlexAPI({
    clientID: CLIENT_ID,
    clock: { now: () => NOW, sleep: () => Promise.reject(new Error('nothing is waited for')) },
    fetch: () => Promise.resolve(Response.json({ keys: issuer ? [issuer.jwk] : [] })),
  });
}

const { deviceKeys } = verifier();

/** Whether the key that is held inside belongs to what Plex is told of it. */
async function isWhole(key: DeviceKey): Promise<boolean> {
  const data = new TextEncoder().encode('whole');
  const signature = await sign(deviceKeys.handle(key).privateKey, data);
  return verify(await importPublic(key.publicJwk), signature, data);
}

/** The primitives, against the vectors and against jose. The packed SDK keeps them to itself: they are of its source. */
const primitives: readonly Case[] = [
  {
    name: 'RFC 8037, appendix A: signed, verified and named as it says',
    async run() {
      const data = new TextEncoder().encode(SIGNED);
      same(encodeBase64url(await sign(await importPrivate(KNOWN, false), data)), SIGNATURE, 'signature');
      same(await thumbprint(KNOWN), KNOWN_PUBLIC.kid, 'thumbprint');
      const key = await importPublic(KNOWN);
      const signature = decodeBase64url(SIGNATURE) ?? data;
      claim(await verify(key, signature, data), 'refused');
      claim(!(await verify(key, signature, new TextEncoder().encode(`${SIGNED}c`))), 'believed of another text');
    },
  },
  {
    name: '1,000 random tokens are signed and read by jose as by us, and refused once they are bent',
    async run({ seed }) {
      const property = fc.asyncProperty(joseCase, async (random) => {
        same(await disagreement(random), undefined, 'they disagree about');
      });
      await fc.assert(property, { seed, numRuns: 1000 });
    },
  },
];

/** The keys of a device. */
const keys: readonly Case[] = [
  {
    name: 'a device key is generated, stored and taken up again',
    async run() {
      const key = await deviceKeys.generate();
      claim(await isWhole(key), 'its halves do not belong together');
      const stored = await deviceKeys.export(key);
      same({ ...stored, d: '' }, { ...key.publicJwk, d: '' }, 'what is stored');
      const again = await deviceKeys.import(JSON.parse(JSON.stringify(stored)));
      same(again, key, 'what was taken up');
      claim(await isWhole(again), 'its halves do not belong together any more');
      claim(!JSON.stringify(again).includes(stored.d), 'it shows its private half');
    },
  },
  {
    name: 'a stored key is taken whatever its `alg`, `use`, `key_ops` and `ext` are',
    async run() {
      for (const more of spellings) {
        const key = await deviceKeys.import({ ...KNOWN, ...more });
        same(key.publicJwk, KNOWN_PUBLIC, JSON.stringify(more));
        claim(await isWhole(key), `not whole with ${JSON.stringify(more)}`);
      }
    },
  },
  {
    name: 'what is no Ed25519 key, or two halves of different keys, is refused',
    async run() {
      const { publicJwk } = await deviceKeys.generate();
      const wrong = [
        { ...KNOWN, x: publicJwk.x },
        { ...KNOWN, crv: 'X25519' },
        { ...KNOWN, kty: 'EC' },
        { ...KNOWN, d: `${KNOWN.d}=` },
        { ...KNOWN, d: KNOWN.d.slice(1) },
        publicJwk,
      ];
      for (const jwk of wrong)
        await refused(deviceKeys.import(jwk), errors.InvalidArgumentError, { name: 'InvalidArgumentError' });
    },
  },
  {
    name: 'a key that is not extractable signs and stays where it is',
    async run({ nature }) {
      const made = await deviceKeys.generate({ extractable: false });
      const taken = await deviceKeys.import(KNOWN, { extractable: false });
      for (const key of [made, taken]) {
        claim(await isWhole(key), 'its halves do not belong together');
        await refused(deviceKeys.export(key), errors.InvalidArgumentError, {});
      }
      same('indexedDB' in globalThis, nature.indexedDB, 'whether there is an IndexedDB');
      const kept = nature.indexedDB ? await throughIndexedDB(deviceKeys.handle(made)) : deviceKeys.handle(made);
      const again = await deviceKeys.import(kept);
      same(again, made, 'what was kept');
      claim(await isWhole(again), 'its halves do not belong together any more');
    },
  },
];

/** What Plex signs. */
const tokens: readonly Case[] = [
  {
    name: 'verifyToken: the claims of a token that Plex signed',
    async run() {
      const issuer = await newIssuer();
      const { user, clientID, expiresAt } = await verifier(issuer).deviceKeys.verifyToken(await issuer.token());
      same(
        [user.id, user.friendlyName, clientID, expiresAt],
        [12_345_678, 'Example', CLIENT_ID, NOW + 604_800_000],
        'it',
      );
    },
  },
  {
    name: 'verifyToken: every token of a list is refused, each for its reason',
    async run() {
      const issuer = await newIssuer();
      const plex = verifier(issuer);
      for (const { name, reason, make } of refusedTokens) {
        const error = await rejection(plex.deviceKeys.verifyToken(await make(issuer)));
        claim(error instanceof errors.TokenRefusedError, `${name}: ${String(error)}`);
        same(Reflect.get(Object(error), 'reason'), reason, name);
      }
    },
  },
];

/** Keeps an object in a database of the browser's, and takes it out again. */
async function throughIndexedDB(value: object): Promise<object> {
  const opening = indexedDB.open('keys', 1);
  opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore('keys'));
  const database: IDBDatabase = await settled(opening);
  await settled(database.transaction('keys', 'readwrite').objectStore('keys').put(value, 'device'));
  const found: unknown = await settled<unknown>(database.transaction('keys').objectStore('keys').get('device'));
  if (typeof found !== 'object' || found === null) throw new Error('it was not kept');
  return found;
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('it failed')));
  });
}

/** Keys, signatures and tokens. */
export const cryptoCases: readonly Case[] = [...primitives, ...keys, ...tokens];
