import plexjs from 'plexjs-0.39.0';
import { fourCalls } from './plexjs.mjs';
import { takeSteps } from './steps.mjs';

const { HTTPClient, PlexAPI } = plexjs;

const deeds = fourCalls({
  PlexAPI,
  HTTPClient,
  signIn: (plex, { account, clientID, requestBody }) =>
    plex.authentication.postUsersSignInData({ clientID, requestBody }, { serverURL: account }),
});

await takeSteps(deeds);
