import { PlexAPI, type PlexResource } from '@ticketstub/sdk';

/** A client for one of the servers of `plex.resources.list()`, at the first of its addresses that answers. */
export async function clientFor(plex: PlexAPI, server: PlexResource): Promise<PlexAPI> {
  if (!server.accessToken) throw new Error(`plex.tv gave no token for ${server.name ?? server.clientIdentifier}`);

  const { url } = await plex.resources.connect(server);

  return new PlexAPI({ serverURL: url, accessToken: server.accessToken });
}
