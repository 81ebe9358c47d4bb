import plexjs from 'plexjs-0.39.0';
import { deedsOf } from './plexjs.mjs';
import { lengthOf, takeSteps, typeIn } from './steps.mjs';

const { HTTPClient, PlexAPI } = plexjs;

const deeds = deedsOf({
  PlexAPI,
  HTTPClient,
  signIn: (plex, { account, clientID, requestBody }) =>
    plex.authentication.postUsersSignInData({ clientID, requestBody }, { serverURL: account }),
  makePin: (plex, { account, clientID, strong }) =>
    plex.plex.getPin({ strong, clientID, clientName: 'A witness' }, { serverURL: account }),
  readPin: (plex, { account, clientID, id }) =>
    plex.plex.getTokenByPinId({ pinID: id, clientID }, { serverURL: account }),
});

await takeSteps({
  ...deeds,
  async signInByLinkPage({ account, person }) {
    const { id, code } = await deeds.pinOf(account);
    const first = await deeds.tokenBehind(account, id);
    const visited = await typeIn(code, person);
    const token = await deeds.tokenBehind(account, id);
    const { servers } = await deeds.listServers({ account, token });
    return { code: lengthOf(code), first: lengthOf(first), ...visited, authToken: lengthOf(token), servers };
  },
});
