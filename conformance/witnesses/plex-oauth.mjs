import plexOauth from 'plex-oauth';
import { forwardUrl, lengthOf, sendTo, takeSteps } from './steps.mjs';

const details = { clientIdentifier: 'witness', product: 'A witness', device: 'Bench', version: '1' };
const plex = new plexOauth.PlexOauth({ ...details, forwardUrl, urlencode: true });

/** The client has no calls for its token: the program asks itself. */
async function ownerOf(token) {
  const headers = { Accept: 'application/json', 'X-Plex-Token': token };
  return (await (await fetch('https://plex.tv/api/v2/user', { headers })).json()).id;
}

await takeSteps({
  async signInByPage({ person }) {
    const [url, pin] = await plex.requestHostedLoginURL();
    const visited = await sendTo(url, person);
    const token = await plex.checkForAuthToken(pin);
    return { ...visited, authToken: lengthOf(token), tokenOpens: await ownerOf(token) };
  },
  async askTooSoon() {
    const [, pin] = await plex.requestHostedLoginURL();
    return { authToken: lengthOf(await plex.checkForAuthToken(pin)) };
  },
  askForNoPin: async () => ({ authToken: lengthOf(await plex.checkForAuthToken(1)) }),
});
