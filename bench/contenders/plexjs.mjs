// @lukehagar/plexjs: each call takes the server's address.
import { createRequire } from 'node:module';
import { identity } from './exchange.mjs';

// Named imports of a CommonJS package are found by reading its text first, which costs time the package does not take.
const require = createRequire(import.meta.url);
const { PlexAPI } = require('@lukehagar/plexjs');

export function connect({ origin, token, login, password }) {
  const plex = new PlexAPI({ accessToken: token });
  const request = { ...identity, requestBody: { login, password } };
  const options = { serverURL: `${origin}/api/v2` };
  return {
    account: async () => (await plex.authentication.getTokenDetails(options)).userPlexAccount.uuid,
    signIn: async () => (await plex.authentication.postUsersSignInData(request, options)).userPlexAccount.authToken,
    close: () => {},
  };
}
