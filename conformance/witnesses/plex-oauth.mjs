import plexOauth from 'plex-oauth';
import { claimPin, lengthOf, takeSteps } from './steps.mjs';

const details = { clientIdentifier: 'witness', product: 'A witness', device: 'Bench', version: '1' };
const plex = new plexOauth.PlexOauth({ ...details, forwardUrl: 'http://127.0.0.1/', urlencode: true });

await takeSteps({
  async signInByPage({ person }) {
    const [url, pin] = await plex.requestHostedLoginURL();
    const said = new URLSearchParams(new URL(url).hash.slice(2));
    await claimPin(said.get('code'), person);
    const authToken = lengthOf(await plex.checkForAuthToken(pin));
    return { code: lengthOf(said.get('code')), authToken };
  },
  async askTooSoon() {
    const [, pin] = await plex.requestHostedLoginURL();
    return { authToken: lengthOf(await plex.checkForAuthToken(pin)) };
  },
  askForNoPin: async () => ({ authToken: lengthOf(await plex.checkForAuthToken(1)) }),
});
