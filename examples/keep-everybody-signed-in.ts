import type { CredentialStore, PlexAPI } from '@ticketstub/sdk';

/** What each process of an app does that many people are signed in to, beside what it does for those who are there. */
export async function keepEverybodySignedIn(
  { plex, store }: { plex: PlexAPI; store: CredentialStore },
  app: { signal: AbortSignal; notify: (name: string) => void; log: (line: string) => void },
): Promise<void> {
  await plex.credentials.keep({
    store,
    signal: app.signal,
    onSignInAgain: ({ name }) => app.notify(name),
    onError: ({ name, error }) => app.log(`${name ?? 'the store'}: ${String(error)}`),
  });
}

/** A client for the person of a request. Keep it while they are there: it answers from memory. */
export function clientOf({ plex, store }: { plex: PlexAPI; store: CredentialStore }, userID: string): PlexAPI {
  const credentials = plex.credentials.open({ store, name: userID });
  return plex.withToken(credentials.source());
}
