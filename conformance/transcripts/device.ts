import { type KeyObject, generateKeyPairSync, sign } from 'node:crypto';
import type { StandIn } from '@ticketstub/standin';
import type { Bindings } from './placeholders.js';

/** The device of a transcript: its key, and what it signs by the clock of its stand-in. */
export interface Device {
  readonly kid: string;
  readonly x: string;
  readonly privateKey: KeyObject;
  readonly standIn: StandIn;
  readonly clientIdentifier: string;
}

/** A device that has drawn a key and told nobody. */
export function makeDevice(standIn: StandIn, clientIdentifier: string): Device {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  return { kid: 'a-key-id', x, privateKey, standIn, clientIdentifier };
}

/** What the placeholders of a device stand for. */
export async function bindDevice(device: Device): Promise<Bindings> {
  return { 'jwk.kid': device.kid, 'jwk.x': device.x, deviceJWT: await deviceJwt(device) };
}

/** A JWT of a device, with a nonce that works, for five minutes. */
export async function deviceJwt({ kid, privateKey, standIn, clientIdentifier }: Device): Promise<string> {
  const nonce = member(await asked({ standIn, clientIdentifier }, '/nonce'), 'nonce');
  const iat = Math.floor(standIn.clock.now() / 1000);
  const claims = {
    nonce,
    scope: 'username,email,friendly_name',
    aud: 'plex.tv',
    iss: clientIdentifier,
    iat,
    exp: iat + 300,
  };
  const parts = [{ kid, alg: 'EdDSA', typ: 'JWT' }, claims].map((part) => Buffer.from(JSON.stringify(part)));
  const text = parts.map((part) => part.toString('base64url')).join('.');
  return `${text}.${sign(null, Buffer.from(text), privateKey).toString('base64url')}`;
}

/** The public key of a device, as Plex takes it. */
export function jwkOf({ kid, x }: Device): object {
  return { kty: 'OKP', crv: 'Ed25519', x, kid, use: 'sig', alg: 'EdDSA' };
}

/** Puts a device's key on file with a token. */
export async function registerKey(device: Device, token: string): Promise<void> {
  await asked(device, '/jwk', { body: { jwk: jwkOf(device) }, token });
}

/** The JWT of plex.tv that a device gets for its own. */
export async function plexJwt(device: Device): Promise<string> {
  const jwt = await deviceJwt(device);
  return member(await asked(device, '/token', { body: { jwt } }), 'auth_token');
}

function member(body: string, name: string): string {
  return new RegExp(`"${name}":"(.+?)"`).exec(body)?.[1] ?? '';
}

async function asked(
  { standIn, clientIdentifier }: Pick<Device, 'standIn' | 'clientIdentifier'>,
  path: string,
  { body, token }: { body?: object; token?: string } = {},
): Promise<string> {
  const headers = {
    Accept: 'application/json',
    'X-Plex-Client-Identifier': clientIdentifier,
    ...(body && { 'Content-Type': 'application/json' }),
    ...(token !== undefined && { 'X-Plex-Token': token }),
  };
  const sent = body === undefined ? null : JSON.stringify(body);
  const init = { method: body ? 'POST' : 'GET', headers, body: sent };
  return (await standIn.fetch(`https://plex.tv/api/v2/auth${path}`, init)).text();
}
