import { PlexAPI } from '@ticketstub/sdk';

/** Signs in, asking for the two-factor code only if the account has one, and again if it was wrong. */
export async function signIn(
  client: { clientID: string; clientName: string },
  credentials: { login: string; password: string },
  askForCode: () => Promise<string>,
): Promise<{ accessToken: string; name: string }> {
  const plex = new PlexAPI(client);

  const { accessToken, account } = await plex.signIn({ ...credentials, verificationCode: askForCode });

  return { accessToken, name: account.title ?? account.uuid };
}
