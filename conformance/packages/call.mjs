// What a program does that installed both packages: a stand-in, a client of each transport, a call.
import { PlexAPI } from '@ticketstub/sdk';
import { nodeTransport } from '@ticketstub/sdk/node';
import { startStandIn } from '@ticketstub/standin';

const standIn = await startStandIn();
const fetch = nodeTransport();
const client = { endpoints: standIn.endpoints, accessToken: standIn.people.alice.token };
const names = [];
for (const plex of [new PlexAPI(client), new PlexAPI({ ...client, fetch })]) {
  const { userPlexAccount } = await plex.authentication.getTokenDetails();
  names.push(userPlexAccount.username === standIn.people.alice.username);
}
fetch.close();
await standIn.close();
process.stdout.write(JSON.stringify(names));
