import { promisify } from 'node:util';
import PlexAPI from 'plex-api';
import credentials from 'plex-api-credentials';
import { lengthOf, takeSteps } from './steps.mjs';

const options = { identifier: 'witness' };

/** The client asks media servers; plex.tv is one more host to it. */
function plexTv(token) {
  return new PlexAPI({ hostname: 'plex.tv', port: 443, token, options });
}

async function readAccount({ token }) {
  const account = await plexTv(token).query({ uri: '/api/v2/user', extraHeaders: { Accept: 'application/xml' } });
  const { id, username } = account.user.attributes;
  return { id, username };
}

await takeSteps({
  readAccount,
  async readAccountAsJson({ token }) {
    const account = await plexTv(token).query('/api/v2/user');
    return { bytes: Buffer.isBuffer(account), id: JSON.parse(account).id };
  },
  async signIn({ login, password }) {
    const authenticator = credentials({ username: login, password });
    const token = await promisify(authenticator.authenticate).call(authenticator, plexTv());
    const { id: tokenOpens } = await readAccount({ token });
    return { authToken: lengthOf(token), tokenOpens };
  },
  /** Asks a media server, and signs in when that refuses. */
  async signInWhenRefused({ server, login, password }) {
    const { hostname, port } = new URL(server);
    const authenticator = credentials({ username: login, password });
    const { MediaContainer } = await new PlexAPI({ hostname, port, authenticator, options }).query('/');
    return { friendlyName: MediaContainer.friendlyName };
  },
});
