import { type CredentialStore, installationID, PlexAPI } from '@ticketstub/sdk';

/** What each process of an app does that many people are signed in to, on as many machines as it takes. */
export async function keepEverybodySignedIn(
  store: CredentialStore,
  app: { signal: AbortSignal; notify: (name: string) => void; log: (line: string) => void },
): Promise<void> {
  const plex = new PlexAPI({ clientID: await installationID(store), clientName: 'Examples' });

  await plex.credentials.keep({
    store,
    signal: app.signal,
    onSignInAgain: ({ name }) => app.notify(name),
    onError: ({ name, error }) => app.log(`${name ?? 'the store'}: ${String(error)}`),
  });
}
