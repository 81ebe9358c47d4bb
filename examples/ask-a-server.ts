import type { PersonCredentials } from '@ticketstub/sdk';

/** Asks a media server something with the token that it takes from the person, and once more when it takes that no longer. */
export async function askServer(
  credentials: PersonCredentials,
  server: { machineIdentifier: string; url: string },
  path: string,
): Promise<Response> {
  const destination = { server: server.machineIdentifier };
  const ask = async (accessToken: string): Promise<Response> =>
    fetch(server.url + path, { headers: { 'X-Plex-Token': accessToken }, redirect: 'manual' });

  const { accessToken } = await credentials.for(destination);
  const response = await ask(accessToken);
  if (response.status !== 401) return response;

  await credentials.refused(accessToken, destination);
  const { accessToken: another } = await credentials.for(destination);
  return ask(another);
}
