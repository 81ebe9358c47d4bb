import { getTokenDetails, PlexCore } from '@ticketstub/sdk';

/** The same call as `plex.authentication.getTokenDetails()`; a bundler leaves the other operations out. */
export async function nameOf(accessToken: string): Promise<string> {
  const core = new PlexCore({ accessToken });

  const { userPlexAccount } = await getTokenDetails(core);

  return userPlexAccount.title ?? userPlexAccount.uuid;
}
