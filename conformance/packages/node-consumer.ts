import { PlexAPI } from '@ticketstub/sdk';
import { fileStore, nodeTransport } from '@ticketstub/sdk/node';
import { startStandIn, type StandIn } from '@ticketstub/standin';

const standIn: StandIn = await startStandIn({ listen: false });
const sockets = new PlexAPI({ endpoints: standIn.endpoints, fetch: nodeTransport(), clock: standIn.clock });
const inProcess = new PlexAPI({ fetch: standIn.fetch, accessToken: standIn.people.alice.token });
const kept = sockets.withToken(
  sockets.deviceKeys.tokenSource({ store: fileStore(new URL('store/', 'file:///')), name: 'plex' }),
);
export const clients: PlexAPI[] = [sockets, inProcess, kept];
