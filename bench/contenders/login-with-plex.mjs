// login-with-plex: reads the account, and has no sign-in by password.
import { createRequire } from 'node:module';
import { identity } from './exchange.mjs';
import { redirect } from './redirect.mjs';

const require = createRequire(import.meta.url);
const { PlexLogin } = require('login-with-plex');

export function connect({ origin, token }) {
  const agent = redirect(origin);
  const client = new PlexLogin({ clientId: identity.clientID, appName: identity.clientName, forwardUrl: origin });
  return {
    account: async () => (await client.getUserInfo({ auth: token })).uuid,
    close: () => agent.destroy(),
  };
}
