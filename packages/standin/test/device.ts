import { type CryptoKey, type JWK, SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { StandIn } from '../src/index.js';
import { type Asking, askPlexTv, textAt } from './asking.js';

/** A device with a key, and what it signs. */
export interface Device {
  readonly kid: string;
  /** The public key, as it is registered. */
  readonly jwk: JWK;
  readonly privateKey: CryptoKey;
  readonly alg: 'EdDSA' | 'RS256';
}

/** Makes a key of a device. */
export async function makeDevice(kid: string, alg: Device['alg'] = 'EdDSA'): Promise<Device> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { crv: 'Ed25519', extractable: true });
  return { kid, alg, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

/** A JWT of a device under a client identifier, valid for five minutes of the machine's time unless `claims` say otherwise. */
export function signed(
  { kid, alg, privateKey }: Device,
  iss: string,
  claims: Record<string, unknown> = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const payload = { aud: 'plex.tv', iss, iat: now, exp: now + 300, scope: 'username,email,friendly_name', ...claims };
  return new SignJWT(payload).setProtectedHeader({ kid, alg, typ: 'JWT' }).sign(privateKey);
}

/** Something asked with a body of JSON. */
export function json(value: unknown): Pick<Asking, 'method' | 'headers' | 'body'> {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

/** Registers a key with a token, under the client identifier `test-client` unless another is given. */
export function register(standIn: StandIn, jwk: unknown, asking: Asking): Promise<Response> {
  return askPlexTv(standIn, '/auth/jwk', { client: 'test-client', ...json({ jwk }), ...asking });
}

/** Asks for a nonce under a client identifier. */
export async function nonce(standIn: StandIn, client: string): Promise<string> {
  return textAt(await (await askPlexTv(standIn, '/auth/nonce', { client })).json(), 'nonce');
}

/** Exchanges a JWT of a device. */
export function exchange(standIn: StandIn, jwt: unknown, client = 'test-client'): Promise<Response> {
  return askPlexTv(standIn, '/auth/token', { client, ...json({ jwt }) });
}

/** A JWT of plex.tv for a device, by the clock of the stand-in. */
export async function plexJwt(
  standIn: StandIn,
  device: Device,
  { client, claims }: { client: string; claims?: Record<string, unknown> },
): Promise<string> {
  const now = Math.floor(standIn.clock.now() / 1000);
  const said = { nonce: await nonce(standIn, client), iat: now, exp: now + 300, ...claims };
  const answer = await exchange(standIn, await signed(device, client, said), client);
  return textAt(await answer.json(), 'auth_token');
}

/** Dana's device with a key on file, and her first JWT. */
export async function danasDevice(standIn: StandIn): Promise<{ device: Device; client: string; jwt: string }> {
  const { token, clientIdentifier: client } = standIn.people.dana;
  const device = await makeDevice('dana-key');
  await register(standIn, device.jwk, { token, client });
  return { device, client, jwt: await plexJwt(standIn, device, { client }) };
}
