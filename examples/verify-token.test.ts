import { type DeviceKey, PlexAPI } from '@ticketstub/sdk';
import { startStandIn, type StandIn } from '@ticketstub/standin';
import { expect, test } from 'vitest';
import { holderOf } from './verify-token.js';

/** What the device sends with a question. */
interface Question {
  readonly clientIdentifier: string;
  readonly token?: string;
  readonly body?: object;
}

/** Asks the stand-in's plex.tv. */
async function asked(standIn: StandIn, path: string, question: Question): Promise<Partial<Record<string, string>>> {
  const { clientIdentifier, token = '', body } = question;
  const headers = {
    Accept: 'application/json',
    'Content-Type': 'application/json',
    'X-Plex-Client-Identifier': clientIdentifier,
    'X-Plex-Token': token,
  };
  const init = { headers, ...(body && { method: 'POST', body: JSON.stringify(body) }) };
  const text = await (await standIn.fetch(`https://plex.tv/api/v2${path}`, init)).text();
  return JSON.parse(text || '{}');
}

/** An account token of Dana's for a key of her device, as plex.tv gives it for what the key has signed. */
async function accountToken(standIn: StandIn, key: DeviceKey, { deviceKeys }: PlexAPI): Promise<string> {
  const { token, clientIdentifier } = standIn.people.dana;
  await asked(standIn, '/auth/jwk', { body: { jwk: key.publicJwk }, token, clientIdentifier });
  const { nonce } = await asked(standIn, '/auth/nonce', { clientIdentifier });
  const iat = Math.floor(standIn.clock.now() / 1000);
  const header = { kid: key.kid, alg: 'EdDSA', typ: 'JWT' };
  const payload = {
    nonce,
    scope: 'username,friendly_name',
    aud: 'plex.tv',
    iss: clientIdentifier,
    iat,
    exp: iat + 300,
  };
  const parts = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  const { privateKey } = deviceKeys.handle(key);
  const signature = await crypto.subtle.sign('Ed25519', privateKey, Buffer.from(parts.join('.')));
  const jwt = `${parts.join('.')}.${Buffer.from(signature).toString('base64url')}`;
  const { auth_token: issued = '' } = await asked(standIn, '/auth/token', { body: { jwt }, clientIdentifier });
  return issued;
}

test('holderOf tells who holds a token that Plex signed, and nobody for any other', async () => {
  await using standIn = await startStandIn({ listen: false });
  const { dana } = standIn.people;
  const plex = new PlexAPI({ clientID: dana.clientIdentifier, fetch: standIn.fetch, clock: standIn.clock });
  const token = await accountToken(standIn, await plex.deviceKeys.generate(), plex);

  await expect(holderOf(plex, token)).resolves.toMatchObject({ id: dana.id });
  await expect(holderOf(plex, dana.token)).resolves.toBeUndefined();
  await expect(holderOf(plex, `${token.slice(0, -4)}AAAA`)).resolves.toBeUndefined();

  standIn.control.advanceClock(8 * 24 * 60 * 60 * 1000);
  await expect(holderOf(plex, token)).resolves.toBeUndefined();
});

test('holderOf lets nobody in, and refuses nobody, while Plex’s keys cannot be had', async () => {
  await using standIn = await startStandIn({ listen: false });
  const { dana } = standIn.people;
  const plex = new PlexAPI({ clientID: dana.clientIdentifier, fetch: standIn.fetch, clock: standIn.clock });
  const token = await accountToken(standIn, await plex.deviceKeys.generate(), plex);

  standIn.control.failNext({ operation: 'getAuthKeys', drop: true });
  await expect(holderOf(plex, token)).rejects.toMatchObject({ code: 'CONNECTION_FAILED' });
});
