import { type CredentialStore, installationID, type PersonCredentials, PlexAPI } from '@ticketstub/sdk';

/** Signs a person in on Plex's page, and keeps what comes of it: an opaque token for their servers, a JWT for plex.tv. */
export async function signInForGood(
  store: CredentialStore,
  name: string,
  show: (address: string) => void,
): Promise<PersonCredentials> {
  const plex = new PlexAPI({ clientID: await installationID(store), clientName: 'Examples' });
  const credentials = plex.credentials.open({ store, name });

  const pin = await plex.pins.create({ strong: true });
  show(plex.pins.authAppURL(pin));
  const outcome = await plex.pins.waitUntilClaimed(pin);
  if (outcome.state !== 'claimed') throw new Error('Nobody has signed in');

  await credentials.adopt({ accessToken: outcome.authToken });
  await credentials.addKey();
  return credentials;
}
