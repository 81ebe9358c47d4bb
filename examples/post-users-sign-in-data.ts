import { PlexAPI } from '@ticketstub/sdk';

/** A token for the account of `login`. The code is the six digits of a two-factor app, for accounts that have one. */
export async function tokenFor(
  client: { clientID: string; clientName: string },
  requestBody: { login: string; password: string; verificationCode?: string },
): Promise<string> {
  const plex = new PlexAPI(client);

  const { userPlexAccount } = await plex.authentication.postUsersSignInData({ requestBody });

  return userPlexAccount.authToken;
}
