import { promisify } from 'node:util';
import PlexAPI from 'plex-api';
import pinauth from 'plex-api-pinauth';
import { lengthOf, takeSteps, typeIn } from './steps.mjs';

const options = { identifier: 'witness', product: 'A witness' };

/** An authenticator, and a client of a media server that has it sign in. */
function clientOf(server) {
  const { hostname, port } = new URL(server);
  const authenticator = pinauth();
  return { authenticator, plex: new PlexAPI({ hostname, port, authenticator, options }) };
}

function stateOf(authenticator, pin) {
  return promisify(authenticator.checkPinForAuth).call(authenticator, pin);
}

/** A token as its PIN has it; here the program asks, not the client. */
async function tokenOf({ id }) {
  const headers = { 'X-Plex-Client-Identifier': options.identifier };
  const pin = await (await fetch(`https://plex.tv/pins/${id}.xml`, { headers })).text();
  const [, token = ''] = /<auth_token>([^<]*)</.exec(pin) ?? [];
  return `${lengthOf(token)}, ${/[-_]/.test(token) ? '- or _ among them' : 'letters and digits'}`;
}

let kept;

await takeSteps({
  async signInByLinkPage({ server, person }) {
    const { authenticator, plex } = clientOf(server);
    const pin = await authenticator.getNewPin();
    const first = await stateOf(authenticator, pin);
    const visited = await typeIn(pin.code, person);
    const last = await stateOf(authenticator, pin);
    const seen = { code: lengthOf(pin.code), first, ...visited, last, authToken: await tokenOf(pin) };
    if (last !== 'authorized') return seen;
    const { MediaContainer } = await plex.query('/');
    return { ...seen, friendlyName: MediaContainer.friendlyName };
  },
  async readAccount({ server, person }) {
    const { authenticator } = clientOf(server);
    const pin = await authenticator.getNewPin();
    await typeIn(pin.code, person);
    const last = await stateOf(authenticator, pin);
    const plexTv = new PlexAPI({ hostname: 'plex.tv', port: 443, authenticator, options });
    const account = await plexTv.query({ uri: '/api/v2/user', extraHeaders: { Accept: 'application/xml' } });
    const { id, username } = account.user.attributes;
    return { last, id, username };
  },
  async makePin({ server }) {
    const { authenticator } = clientOf(server);
    kept = { authenticator, pin: await authenticator.getNewPin() };
    return { code: lengthOf(kept.pin.code), state: await stateOf(authenticator, kept.pin) };
  },
  checkPin: async () => ({ state: await stateOf(kept.authenticator, kept.pin) }),
  checkNoPin: async ({ server }) => ({ state: await stateOf(clientOf(server).authenticator, 1) }),
  async askTooSoon({ server }) {
    const { plex } = clientOf(server);
    return { friendlyName: (await plex.query('/')).MediaContainer.friendlyName };
  },
});
