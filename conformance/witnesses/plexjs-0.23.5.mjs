import http from 'plexjs-0.23.5/lib/http.js';
import plexjs from 'plexjs-0.23.5';
import { fourCalls } from './plexjs.mjs';
import { takeSteps } from './steps.mjs';

const { HTTPClient, PlexAPI } = { ...http, ...plexjs };

const deeds = fourCalls({
  PlexAPI,
  HTTPClient,
  signIn: (plex, { account, clientID, requestBody }) =>
    plex.authentication.postUsersSignInData(clientID, requestBody, { serverURL: account }),
});

await takeSteps(deeds);
