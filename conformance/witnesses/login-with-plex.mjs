import loginWithPlex from 'login-with-plex';
import { forwardUrl, lengthOf, sendTo, takeSteps } from './steps.mjs';

const { PlexLogin } = loginWithPlex;
const plex = new PlexLogin({ clientId: 'witness', appName: 'A witness', forwardUrl });

/** What there is of an account, or of a refusal that was taken for one. */
function shapeOf({ id, username, errors }) {
  return errors === undefined ? { id, username } : { errors: errors.map(({ code }) => code).join(', ') };
}

await takeSteps({
  async signInByPage({ person }) {
    const pin = await plex.generateCredentials();
    const visited = await sendTo(plex.getLoginUrl(pin), person);
    const auth = await plex.getAuthToken(pin);
    return {
      code: lengthOf(pin.code),
      ...visited,
      authToken: lengthOf(auth),
      ...shapeOf(await plex.getUserInfo({ ...pin, auth })),
    };
  },
  async askTooSoon() {
    const pin = await plex.generateCredentials();
    const auth = await plex.getAuthToken(pin);
    return { authToken: lengthOf(auth), ...shapeOf(await plex.getUserInfo({ ...pin, auth })) };
  },
  askForNoPin: async () => ({ authToken: lengthOf(await plex.getAuthToken({ pin: 1, code: 'none' })) }),
  readAccount: async ({ token }) => shapeOf(await plex.getUserInfo({ auth: token })),
});
