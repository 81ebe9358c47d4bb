import { type CredentialStore, errors, type PersonCredentials, type PlexAPI } from '@ticketstub/sdk';

/** What an app shows: who somebody is, or that they must sign in, or that Plex cannot be asked at the moment. */
export type Greeting = { hello: string } | { signIn: string } | { later: true };

/** Greets somebody who was signed in. Only Plex's own word sends them to its page; whatever fails besides says nothing. */
export async function greet(plex: PlexAPI, credentials: PersonCredentials): Promise<Greeting> {
  try {
    const { userPlexAccount } = await plex.withToken(credentials.source()).authentication.getTokenDetails();
    return { hello: userPlexAccount.title ?? userPlexAccount.uuid };
  } catch (error) {
    if (!(error instanceof errors.TicketstubError)) throw error;
    if (error.code !== 'SIGN_IN_AGAIN' && error.code !== 'CREDENTIAL_MISSING') return { later: true };
    const pin = await plex.pins.create({ strong: true });
    return { signIn: plex.pins.authAppURL(pin) };
  }
}

/** Everybody whose sign-in has ended, for a notice to them or to whoever runs the app. */
export async function signedOut(store: CredentialStore): Promise<string[]> {
  const names: string[] = [];
  for await (const { name, kind } of store.list())
    if (kind === 'sign-in-again') names.push(name.replace(/\/sign-in-again$/, ''));
  return names;
}
