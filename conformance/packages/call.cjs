// The same through `require`, which loads an ES module that awaits nothing at its top.
const { PlexAPI } = require('@ticketstub/sdk');
const { nodeTransport } = require('@ticketstub/sdk/node');
const { startStandIn } = require('@ticketstub/standin');

async function main() {
  const standIn = await startStandIn();
  const fetch = nodeTransport();
  const plex = new PlexAPI({ endpoints: standIn.endpoints, accessToken: standIn.people.alice.token, fetch });
  const { userPlexAccount } = await plex.authentication.getTokenDetails();
  fetch.close();
  await standIn.close();
  process.stdout.write(JSON.stringify([userPlexAccount.username === standIn.people.alice.username]));
}

void main();
