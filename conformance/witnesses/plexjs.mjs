import { lengthOf } from './steps.mjs';

/** The four calls of `@lukehagar/plexjs`; its versions differ only in how a sign-in is written. */
export function fourCalls({ PlexAPI, HTTPClient, signIn }) {
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

  return {
    getTokenDetails,
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
