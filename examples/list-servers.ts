import { PlexAPI, rankConnections } from '@ticketstub/sdk';

/** The media servers of an account: their names, and the addresses to try, the best first. */
export async function serversOf(
  client: { clientID: string; clientName: string },
  accessToken: string,
): Promise<{ name: string; addresses: string[]; accessToken: string | undefined }[]> {
  const plex = new PlexAPI({ ...client, accessToken });

  const resources = await plex.resources.list();

  return resources
    .filter(({ provides }) => provides.includes('server'))
    .map((server) => ({
      name: server.name ?? server.clientIdentifier,
      addresses: rankConnections(server).map(({ uri }) => uri),
      accessToken: server.accessToken,
    }));
}
