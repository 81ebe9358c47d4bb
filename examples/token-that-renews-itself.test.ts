import { memoryStore, PlexAPI } from '@ticketstub/sdk';
import { startStandIn } from '@ticketstub/standin';
import { expect, test } from 'vitest';
import { lastingClient } from './token-that-renews-itself.js';

test('lastingClient signs in once, and works on weeks later and after a restart', async () => {
  await using standIn = await startStandIn({ listen: false });
  const { dana } = standIn.people;
  const store = memoryStore();
  const asked: string[] = [];
  const plex = new PlexAPI({ clientID: 'lasting-client', fetch: standIn.fetch, clock: standIn.clock });
  const show = (address: string): void => {
    asked.push(address);
    const code = new URLSearchParams(new URL(address).hash.slice(2)).get('code') ?? '';
    standIn.control.claimPin({ code, person: 'dana' });
  };

  const first = await lastingClient(plex, store, show);
  await expect(first.authentication.getTokenDetails()).resolves.toMatchObject({ userPlexAccount: { id: dana.id } });
  standIn.control.advanceClock(30 * 86_400_000);
  await expect(first.authentication.getTokenDetails()).resolves.toMatchObject({ userPlexAccount: { id: dana.id } });

  const restarted = await lastingClient(plex, store, show);
  await expect(restarted.authentication.getTokenDetails()).resolves.toMatchObject({ statusCode: 200 });
  expect(asked).toHaveLength(1);
});
