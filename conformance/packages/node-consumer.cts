import sdk = require('@ticketstub/sdk');
import node = require('@ticketstub/sdk/node');
import standIns = require('@ticketstub/standin');

const transport: node.NodeTransport = node.nodeTransport({ maxSockets: 8 });
export const store: sdk.CredentialStore = node.fileStore('store', { clock: Date });
export const client = async (): Promise<sdk.PlexAPI> => {
  const standIn: standIns.StandIn = await standIns.startStandIn();
  return new sdk.PlexAPI({ endpoints: standIn.endpoints, fetch: transport });
};
