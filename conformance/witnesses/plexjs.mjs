import { lengthOf } from './steps.mjs';

/** The calls of `@lukehagar/plexjs` that have to do with signing in; its versions differ in how some are written. */
export function deedsOf({ PlexAPI, HTTPClient, signIn, makePin, readPin }) {
  /** Drops a parameter from the query, by the hook the client has for it: its own types would not let it be left out. */
  function client({ token, server, without }) {
    const httpClient = new HTTPClient();
    httpClient.addHook('beforeRequest', (request) => {
      const url = new URL(request.url);
      url.searchParams.delete(without);
      return new Request(url, request);
    });
    return new PlexAPI({ accessToken: token, serverURL: server, ...(without !== undefined && { httpClient }) });
  }

  async function getTokenDetails({ token, account }) {
    const { statusCode, userPlexAccount } = await client({ token }).authentication.getTokenDetails({
      serverURL: account,
    });
    return { statusCode, id: userPlexAccount.id, username: userPlexAccount.username };
  }

  /** A short PIN, to be typed in. */
  async function pinOf(account) {
    const { authPinContainer } = await makePin(client({}), { account, clientID: 'witness', strong: false });
    return authPinContainer;
  }

  async function tokenBehind(account, id) {
    const { authPinContainer } = await readPin(client({}), { account, clientID: 'witness', id });
    return authPinContainer.authToken;
  }

  return {
    pinOf,
    tokenBehind,
    getTokenDetails,
    async getPin({ account, clientID }) {
      const made = await makePin(client({}), { account, clientID, strong: true });
      const { code, authToken } = made.authPinContainer;
      return { statusCode: made.statusCode, code: lengthOf(code), authToken: lengthOf(authToken) };
    },
    getTokenByPinId: async ({ account }) => ({ authToken: lengthOf(await tokenBehind(account, 1)) }),
    async listServers({ account, token }) {
      const call = [undefined, undefined, undefined, { serverURL: account }];
      const { statusCode, plexDevices } = await client({ token }).plex.getServerResources('witness', ...call);
      const servers = plexDevices.filter(({ provides }) => provides.includes('server'));
      return { statusCode, servers: servers.map(({ name }) => name).join(', ') };
    },
    getTransientToken: async ({ type = 'delegation', scope = 'all', ...given }) =>
      shapeOf(await client(given).authentication.getTransientToken(type, scope)),
    getSourceConnectionInformation: async ({ source, ...given }) =>
      shapeOf(await client(given).authentication.getSourceConnectionInformation(source)),
    async postUsersSignInData({ account, clientID, ...requestBody }) {
      const plex = new PlexAPI({});
      const { statusCode, userPlexAccount } = await signIn(plex, { account, clientID, requestBody });
      const { id, authToken } = userPlexAccount;
      const { id: tokenOpens } = await getTokenDetails({ token: authToken, account });
      return { statusCode, id, authToken: lengthOf(authToken), tokenOpens };
    },
  };
}

/** What there is of an answer from a media server. */
function shapeOf({ statusCode, rawResponse, ...rest }) {
  return { statusCode, members: Object.keys(rest).toSorted().join(', '), bodyUsed: rawResponse.bodyUsed };
}
