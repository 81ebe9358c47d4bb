import * as fc from 'fast-check';
import * as jose from 'jose';
import { importPrivate, importPublic, type PrivateJwk, type PublicJwk } from '../src/crypto/ed25519.js';
import { parseJws, signJws } from '../src/crypto/jws.js';
import { thumbprint } from '../src/crypto/thumbprint.js';

// Names nothing that only Node has: `conformance/runtimes` runs it wherever the SDK runs.

/** One key, one token, and one thing done to that token. */
export interface JoseCase {
  /** The private half of the key: any 32 bytes are one. */
  readonly half: Uint8Array;
  readonly kid: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly bend: Bend;
}

/** A place in a text, as a share of it, and what is put there instead of so many characters. */
interface Bend {
  readonly at: number;
  readonly drop: number;
  readonly put: string;
}

/** What stands before the 32 bytes of an Ed25519 private key in PKCS #8 (RFC 8410). */
const PKCS8 = [48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32];

/** Characters of a token that we read at most. */
const LONGEST = 8192;

/** Mostly short; some of about the length beyond which we read no token. */
const content: fc.Arbitrary<JoseCase['payload']> = fc.oneof(
  { weight: 15, arbitrary: fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 8 }) },
  { weight: 1, arbitrary: fc.integer({ min: 5800, max: 6100 }).map((length) => ({ long: 'x'.repeat(length) })) },
);

const bend: fc.Arbitrary<Bend> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  drop: fc.integer({ min: 0, max: 3 }),
  put: fc.oneof(
    fc.stringMatching(/^[\w-]{0,3}$/),
    fc.constantFrom('', '.', '=', '==', '+', '/', ' ', '\n', '%3D'),
    fc.string({ unit: 'binary', maxLength: 2 }),
  ),
});

/** Anything that may be signed, and how it is bent. */
export const joseCase: fc.Arbitrary<JoseCase> = fc.record({
  half: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  kid: fc.string({ unit: 'binary', maxLength: 40 }),
  payload: content,
  bend,
});

/** What the two disagree about; undefined when they don't. The token is signed and read by both, then bent and read by both. */
export async function disagreement({ half, kid, payload, bend: how }: JoseCase): Promise<string | undefined> {
  const jwk = await keyFrom(half);
  const ours = await signJws(await importPrivate(jwk, false), { kid }, payload);
  const theirs = await signedByJose(jwk, kid, payload);
  if (ours !== theirs) return 'the token: an Ed25519 signature leaves no choice';
  const name = await thumbprint(jwk);
  if (name !== (await jose.calculateJwkThumbprint({ ...jwk }))) return 'the thumbprint';
  const text = JSON.stringify(payload);
  if ((await readByJose(jwk, ours)) !== text) return 'what it says, read by jose';
  if ((await readByUs(jwk, ours)) !== (ours.length > LONGEST ? undefined : text)) return 'what it says, read by us';
  const stranger = await jose.generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const other = await jose.exportJWK(stranger.publicKey);
  if (await readByUs({ ...jwk, x: other.x ?? '' }, ours)) return 'whose it is';
  const changed = bentBy(ours, how);
  if (changed !== ours && (await readByUs(jwk, changed)) !== undefined) return 'whether it may be bent';
  return undefined;
}

async function keyFrom(half: Uint8Array): Promise<PrivateJwk> {
  const key = await crypto.subtle.importKey('pkcs8', Uint8Array.of(...PKCS8, ...half), 'Ed25519', true, ['sign']);
  const { x = '', d = '' } = await crypto.subtle.exportKey('jwk', key);
  return { kty: 'OKP', crv: 'Ed25519', x, d };
}

async function signedByJose(jwk: PrivateJwk, kid: string, payload: JoseCase['payload']): Promise<string> {
  const key = await jose.importJWK({ ...jwk }, 'EdDSA');
  const bytes = new TextEncoder().encode(JSON.stringify(payload));
  return new jose.CompactSign(bytes).setProtectedHeader({ kid, alg: 'EdDSA', typ: 'JWT' }).sign(key);
}

async function readByUs(jwk: PublicJwk, token: string): Promise<string | undefined> {
  const parsed = parseJws(token);
  if (typeof parsed === 'string' || !(await parsed.signedBy(await importPublic(jwk)))) return undefined;
  return JSON.stringify(parsed.payload);
}

async function readByJose({ kty, crv, x }: PrivateJwk, token: string): Promise<string> {
  const { payload } = await jose.compactVerify(token, await jose.importJWK({ kty, crv, x }, 'EdDSA'), {
    algorithms: ['EdDSA'],
  });
  return JSON.stringify(JSON.parse(new TextDecoder().decode(payload)));
}

function bentBy(token: string, { at, drop, put }: Bend): string {
  const place = Math.floor(at * token.length);
  return token.slice(0, place) + put + token.slice(place + drop);
}
