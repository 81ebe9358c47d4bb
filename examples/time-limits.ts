import { type operations, PlexAPI } from '@ticketstub/sdk';

/** Ten seconds for everything, three for an attempt, and at once when the person leaves the page. */
export async function whoIsWithin(accessToken: string, left: AbortSignal): Promise<operations.UserPlexAccount> {
  const plex = new PlexAPI({ accessToken, timeout: 3000 });

  const signal = AbortSignal.any([left, AbortSignal.timeout(10_000)]);
  const { userPlexAccount } = await plex.authentication.getTokenDetails({ signal });

  return userPlexAccount;
}
