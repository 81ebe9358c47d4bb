// plex-api with plex-api-credentials, given an agent that keeps connections, which their defaults lack. The credentials sign in
// as before v2, in XML.
import { createRequire } from 'node:module';
import { redirect } from './redirect.mjs';

const require = createRequire(import.meta.url);
const PlexAPI = require('plex-api');
const credentials = require('plex-api-credentials');

export function connect({ origin, token, login, password }) {
  const { hostname, port } = new URL(origin);
  const agent = redirect(origin);
  const client = new PlexAPI({ hostname, port, https: false, token, requestOptions: { agent } });
  return {
    account: async () => (await client.query('/api/v2/user')).uuid,
    signIn: () => credentials({ username: login, password }).authenticate(client, () => {}),
    close: () => agent.destroy(),
  };
}
