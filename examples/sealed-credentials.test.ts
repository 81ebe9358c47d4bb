import { memoryStore, PlexAPI } from '@ticketstub/sdk';
import { startStandIn } from '@ticketstub/standin';
import { expect, test } from 'vitest';
import { endRotation, sealedCredentials, sealWhatIsThere } from './sealed-credentials.js';
import { lastingClient } from './token-that-renews-itself.js';

const newKey = (): string => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url');

test('a token that renews itself works from a sealed store, through a change of keys and after it', async () => {
  await using standIn = await startStandIn({ listen: false });
  const { dana } = standIn.people;
  const below = memoryStore();
  const plex = new PlexAPI({ clientID: 'sealing-client', fetch: standIn.fetch, clock: standIn.clock });
  const asked: string[] = [];
  const show = (address: string): void => {
    asked.push(address);
    const code = new URLSearchParams(new URL(address).hash.slice(2)).get('code') ?? '';
    standIn.control.claimPin({ code, person: 'dana' });
  };
  const whoWith = async (keys: string): Promise<number> => {
    const client = await lastingClient(plex, sealedCredentials(below, keys), show);
    return (await client.authentication.getTokenDetails()).userPlexAccount.id;
  };

  const [before, after] = [newKey(), newKey()];
  await expect(whoWith(before)).resolves.toBe(dana.id);
  const opened = await sealedCredentials(below, before).read('plex');
  const stored = JSON.stringify(await below.read('plex'));
  expect(stored).toContain('"kind":"device-key"');
  expect(stored).not.toContain(String(opened?.credential['token']));

  await expect(whoWith(`${after},${before}`)).resolves.toBe(dana.id);
  await expect(whoWith(after)).rejects.toMatchObject({ code: 'STORE_KEY_MISSING' });
  await expect(endRotation(sealedCredentials(below, `${after},${before}`))).resolves.toEqual([]);
  await expect(whoWith(after)).resolves.toBe(dana.id);
  await expect(endRotation(sealedCredentials(below, newKey()))).resolves.toEqual(['plex: STORE_KEY_MISSING']);
  standIn.control.advanceClock(30 * 86_400_000);
  await expect(whoWith(after)).resolves.toBe(dana.id);
  expect(asked).toHaveLength(1);
});

test('sealWhatIsThere seals the tokens of a program that kept them plainly', async () => {
  const below = memoryStore();
  await below.write('alice', { schema: 1, kind: 'account-token', clientID: 'here', token: 'kept-plainly' });
  const sealed = sealedCredentials(below, newKey());
  await expect(sealed.read('alice')).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
  await expect(sealWhatIsThere(sealed)).resolves.toBe(1);
  await expect(sealed.read('alice')).resolves.toMatchObject({ credential: { token: 'kept-plainly' } });
  expect(JSON.stringify(await below.read('alice'))).not.toContain('kept-plainly');
});
