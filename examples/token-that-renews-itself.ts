import type { CredentialStore, PlexAPI } from '@ticketstub/sdk';

/** A client that signs its person in once, on Plex's page, and renews the token from then on, restarts included. */
export async function lastingClient(
  plex: PlexAPI,
  store: CredentialStore,
  show: (address: string) => void,
): Promise<PlexAPI> {
  const name = 'plex';
  if (!(await store.read(name))) {
    const key = await plex.deviceKeys.generate();
    const pin = await plex.pins.create({ key, strong: true });
    show(plex.pins.authAppURL(pin));
    const { state } = await plex.pins.waitUntilClaimed(pin, { key });
    if (state !== 'claimed') throw new Error('Nobody has signed in');
    await store.write(name, await plex.deviceKeys.credential(key));
  }

  return plex.withToken(plex.deviceKeys.tokenSource({ store, name }));
}
