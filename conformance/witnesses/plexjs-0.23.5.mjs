import http from 'plexjs-0.23.5/lib/http.js';
import plexjs from 'plexjs-0.23.5';
import { deedsOf } from './plexjs.mjs';
import { lengthOf, takeSteps, typeIn } from './steps.mjs';

const { HTTPClient, PlexAPI } = { ...http, ...plexjs };

const deeds = deedsOf({
  PlexAPI,
  HTTPClient,
  signIn: (plex, { account, clientID, requestBody }) =>
    plex.authentication.postUsersSignInData(clientID, requestBody, { serverURL: account }),
  makePin: (plex, { account, clientID, strong }) =>
    plex.plex.getPin(strong, clientID, 'A witness', { serverURL: account }),
  readPin: (plex, { account, clientID, id }) => plex.plex.getTokenByPinId(id, clientID, { serverURL: account }),
});

async function errorOf(call) {
  try {
    await call();
  } catch (error) {
    return error;
  }
  throw new Error('It can read the PIN after all');
}

await takeSteps({
  ...deeds,
  async readClaimedPin({ account, person }) {
    const made = JSON.parse((await errorOf(() => deeds.pinOf(account))).body);
    await typeIn(made.code, person);
    await deeds.tokenBehind(account, made.id);
  },
  /** What it cannot read stands in its errors all the same. */
  async signInByLinkPage({ account, person }) {
    const made = JSON.parse((await errorOf(() => deeds.pinOf(account))).body);
    const visited = await typeIn(made.code, person);
    const { rawValue } = await errorOf(() => deeds.tokenBehind(account, made.id));
    const { authToken } = rawValue.AuthPinContainer;
    const { servers } = await deeds.listServers({ account, token: authToken });
    return { code: lengthOf(made.code), ...visited, authToken: lengthOf(authToken), servers };
  },
});
