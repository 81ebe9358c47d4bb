import { clockFrom, PlexAPI, type PlexEndpoints } from '@ticketstub/sdk';

/** A client whose time is that of a stand-in in another process, which a test may move. */
export async function followingClient(clientID: string, endpoints: PlexEndpoints): Promise<PlexAPI> {
  const clock = await clockFrom(endpoints.account);

  return new PlexAPI({ clientID, endpoints, clock });
}
