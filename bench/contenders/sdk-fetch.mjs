// The SDK as it comes: on the global fetch.
import { PlexAPI } from '@ticketstub/sdk';
import { identity } from './exchange.mjs';

export function connect({ origin, token, login, password }, settings = {}) {
  const plex = new PlexAPI({
    ...identity,
    accessToken: token,
    endpoints: { account: `${origin}/api/v2` },
    ...settings,
  });
  const request = { requestBody: { login, password } };
  return {
    account: async () => (await plex.authentication.getTokenDetails()).userPlexAccount.uuid,
    signIn: async () => (await plex.authentication.postUsersSignInData(request)).userPlexAccount.authToken,
    close: () => {},
  };
}
