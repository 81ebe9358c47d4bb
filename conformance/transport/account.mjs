// Reads the account by one transport, and prints its uuid or the code of what went wrong.
import { PlexAPI } from '@ticketstub/sdk';
import { nodeTransport } from '@ticketstub/sdk/node';

const [account, transport] = process.argv.slice(2);
const fetch = transport === 'the node transport' ? nodeTransport() : globalThis.fetch;
const endpoints = { account };
const plex = new PlexAPI({
  accessToken: 'a-token',
  endpoints,
  fetch,
  retryConfig: { strategy: 'none' },
  allowInsecure: true,
});
try {
  const { userPlexAccount } = await plex.authentication.getTokenDetails();
  process.stdout.write(userPlexAccount.uuid);
} catch (error) {
  process.stdout.write(`${error.code}: ${error.cause?.code}`);
}
