import { PlexAPI } from '@ticketstub/sdk';

/** Signs out the devices with this program that were not seen for a while, this one never. Gives their names. */
export async function signOutOldDevices(
  client: { clientID: string; clientName: string },
  accessToken: string,
  olderThanDays: number,
): Promise<string[]> {
  const plex = new PlexAPI({ ...client, accessToken });
  const limit = Date.now() / 1000 - olderThanDays * 86_400;

  const old = (await plex.devices.list()).filter(
    ({ product, lastSeenAt, clientIdentifier }) =>
      product === client.clientName && lastSeenAt && lastSeenAt < limit && clientIdentifier !== client.clientID,
  );
  for (const device of old) await plex.devices.remove(device);

  return old.map(({ name, id }) => name ?? String(id));
}
