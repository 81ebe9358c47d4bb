import type { PlexAPI } from '@ticketstub/sdk';
import { fileStore } from '@ticketstub/sdk/node';

/** A client for each device key that is kept in a folder, by the name that it was stored under. */
export async function keptClients(plex: PlexAPI, directory: string): Promise<Map<string, PlexAPI>> {
  const store = fileStore(directory);
  const clients = new Map<string, PlexAPI>();
  for await (const { name, kind } of store.list()) {
    if (kind !== 'device-key') continue;
    clients.set(name, plex.withToken(plex.deviceKeys.tokenSource({ store, name })));
  }
  return clients;
}
