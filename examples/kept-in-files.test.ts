import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlexAPI } from '@ticketstub/sdk';
import { fileStore } from '@ticketstub/sdk/node';
import { startStandIn } from '@ticketstub/standin';
import { expect, onTestFinished, test } from 'vitest';
import { keptClients } from './kept-in-files.js';
import { lastingClient } from './token-that-renews-itself.js';

test('keptClients takes up what another program left, weeks later, and renews it for both', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'ticketstub-example-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  await using standIn = await startStandIn({ listen: false });
  const plex = new PlexAPI({ clientID: 'kept-in-files', fetch: standIn.fetch, clock: standIn.clock });
  await expect(keptClients(plex, directory)).resolves.toEqual(new Map());

  const first = await lastingClient(plex, fileStore(directory), (address) => {
    const code = new URLSearchParams(new URL(address).hash.slice(2)).get('code') ?? '';
    standIn.control.claimPin({ code, person: 'dana' });
  });
  await expect(first.authentication.getTokenDetails()).resolves.toMatchObject({ statusCode: 200 });
  standIn.control.advanceClock(30 * 86_400_000);

  const clients = await keptClients(plex, directory);
  expect([...clients.keys()]).toEqual(['plex']);
  for (const client of [clients.get('plex'), first]) {
    const { userPlexAccount } = (await client?.authentication.getTokenDetails()) ?? {};
    expect(userPlexAccount?.id).toBe(standIn.people.dana.id);
  }
});
