import { PlexAPI, type CredentialStore } from '@ticketstub/sdk';
import { startStandIn } from '@ticketstub/standin';
import { expect, onTestFinished, test, vi } from 'vitest';
import { storeIn } from '../../examples/credentials-in-postgres.js';
import { clientOf } from '../../examples/keep-everybody-signed-in.js';
import { openVault } from '../../examples/open-a-vault.js';
import { lastingClient } from '../../examples/token-that-renews-itself.js';
import { theServer, usePostgres } from './postgres-world.js';

usePostgres();

test('a token that one process renews reaches the others, and one of many renews it', async () => {
  await using standIn = await startStandIn({ listen: false });
  const { dana } = standIn.people;
  const opened = Array.from({ length: 4 }, () => storeIn(theServer().pool({ connectionString: theServer().url })));
  const stores: CredentialStore[] = await Promise.all(opened);
  const processes = stores.map((store) => {
    const client = { clientID: 'many-processes', fetch: standIn.fetch, clock: standIn.clock };
    return { store, plex: new PlexAPI(client) };
  });
  const shown: string[] = [];
  const show = (address: string): void => {
    shown.push(address);
    const code = new URLSearchParams(new URL(address).hash.slice(2)).get('code') ?? '';
    standIn.control.claimPin({ code, person: 'dana' });
  };
  for (const { plex, store } of processes) {
    const client = await lastingClient(plex, store, show);
    await expect(client.authentication.getTokenDetails()).resolves.toMatchObject({ userPlexAccount: { id: dana.id } });
  }
  expect(shown).toHaveLength(1);

  const exchanges = (): number => standIn.control.requests().filter(({ path }) => path.endsWith('/auth/token')).length;
  const sources = processes.map(({ plex, store }) => plex.deviceKeys.tokenSource({ store, name: 'plex' }));
  const first = await Promise.all(sources.map((source) => source()));
  expect([new Set(first).size, exchanges()]).toEqual([1, 1]);

  const [renewer, ...others] = sources;
  const next = await renewer?.renew(first[0]);
  expect(next).not.toBe(first[0]);
  standIn.control.advanceClock(61_000);
  await expect(Promise.all(others.map((source) => source()))).resolves.toEqual(others.map(() => next));
  expect(exchanges()).toBe(2);

  const renewed = await Promise.all(sources.map((source) => source.renew(next)));
  expect(new Set(renewed).size).toBe(1);
  expect(renewed[0]).not.toBe(next);
  expect(exchanges()).toBe(3);
});

test('a vault that one process opened and another uses keeps a person signed in, and shows nobody a token', async () => {
  await using standIn = await startStandIn({ listen: false });
  vi.stubGlobal('fetch', standIn.fetch);
  onTestFinished(() => void vi.unstubAllGlobals());
  const pool = (): ReturnType<ReturnType<typeof theServer>['pool']> =>
    theServer().pool({ connectionString: theServer().url });
  const keys = [crypto.getRandomValues(new Uint8Array(32))];
  const [one, another] = await Promise.all(Array.from({ length: 2 }, () => openVault(pool(), keys)));
  if (!one || !another) throw new Error('there is no vault');
  const { dana } = standIn.people;
  const credentials = one.plex.credentials.open({ store: one.store, name: 'dana' });
  await credentials.adopt(await one.plex.signIn({ login: dana.email, password: dana.password }));
  await credentials.addKey();
  const { accessToken } = await credentials.for();
  const { userPlexAccount } = await clientOf(another, 'dana').authentication.getTokenDetails();
  expect(userPlexAccount.id).toBe(dana.id);
  const { rows } = await pool().query('select name, body from ticketstub_credentials', []);
  expect(rows.length).toBeGreaterThanOrEqual(3);
  expect(JSON.stringify(rows)).not.toContain(accessToken.slice(-12));
});
