import { createPrivateKey } from 'node:crypto';
import * as fc from 'fast-check';
import * as jose from 'jose';
import { importPrivate, importPublic, type PrivateJwk } from '../src/crypto/ed25519.js';
import { parseJws, signJws } from '../src/crypto/jws.js';
import { thumbprint } from '../src/crypto/thumbprint.js';

/** One key, one token, and one thing done to that token. */
export interface JoseCase {
  readonly jwk: PrivateJwk;
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
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

const half = fc.uint8Array({ minLength: 32, maxLength: 32 });

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
  jwk: half.map(keyFrom),
  kid: fc.string({ unit: 'binary', maxLength: 40 }),
  payload: fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 8 }),
  bend,
});

/** What the two disagree about; undefined when they don't. The token is signed and read by both, then bent and read by both. */
export async function disagreement({ jwk, kid, payload, bend: how }: JoseCase): Promise<string | undefined> {
  const ours = await signJws(await importPrivate(jwk, false), { kid }, payload);
  const theirs = await signedByJose(jwk, kid, payload);
  if (ours !== theirs) return 'the token: an Ed25519 signature leaves no choice';
  if (ours.length > 8192) return undefined;
  const name = await thumbprint(jwk);
  if (name !== (await jose.calculateJwkThumbprint({ ...jwk }))) return 'the thumbprint';
  const text = JSON.stringify(payload);
  if ((await readByUs(jwk, ours)) !== text) return 'what it says, read by us';
  if ((await readByJose(jwk, ours)) !== text) return 'what it says, read by jose';
  const stranger = await jose.generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const other = await jose.exportJWK(stranger.publicKey);
  if (await readByUs({ ...jwk, x: other.x ?? '' }, ours)) return 'whose it is';
  const changed = bentBy(ours, how);
  if (changed !== ours && (await readByUs(jwk, changed)) !== undefined) return 'whether it may be bent';
  return undefined;
}

function keyFrom(bytes: Uint8Array): PrivateJwk {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, bytes]), format: 'der', type: 'pkcs8' });
  const { x = '', d = '' } = key.export({ format: 'jwk' });
  return { kty: 'OKP', crv: 'Ed25519', x, d };
}

async function signedByJose(jwk: PrivateJwk, kid: string, payload: JoseCase['payload']): Promise<string> {
  const key = await jose.importJWK({ ...jwk }, 'EdDSA');
  const bytes = new TextEncoder().encode(JSON.stringify(payload));
  return new jose.CompactSign(bytes).setProtectedHeader({ kid, alg: 'EdDSA', typ: 'JWT' }).sign(key);
}

async function readByUs(jwk: Pick<PrivateJwk, 'kty' | 'crv' | 'x'>, token: string): Promise<string | undefined> {
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
