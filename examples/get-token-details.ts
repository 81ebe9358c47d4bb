import { type operations, PlexAPI } from '@ticketstub/sdk';

/** The account behind a token. */
export async function whoIs(accessToken: string): Promise<operations.UserPlexAccount> {
  const plex = new PlexAPI({ accessToken });

  const { userPlexAccount } = await plex.authentication.getTokenDetails();

  return userPlexAccount;
}
