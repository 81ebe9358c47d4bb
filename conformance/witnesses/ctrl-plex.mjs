import { MyPlexAccount } from '@ctrl/plex';
import { forwardUrl, lengthOf, sendTo, takeSteps } from './steps.mjs';

function accountOf(token) {
  return new MyPlexAccount(null, '', '', token);
}

async function readAccount({ token }) {
  const { id, username } = await accountOf(token).connect();
  return { id, username };
}

await takeSteps({
  readAccount,
  async listServers({ token }) {
    const account = await accountOf(token).connect();
    const servers = (await account.resources()).filter(({ provides }) => provides.includes('server'));
    return {
      servers: servers.map(({ name }) => name).join(', '),
      tokens: servers.every(({ accessToken }) => accessToken.length > 0),
    };
  },
  async signIn({ login, password }) {
    const { id, token } = await new MyPlexAccount(null, login, password).connect();
    const { id: tokenOpens } = await readAccount({ token });
    return { id, authToken: lengthOf(token), tokenOpens };
  },
  async signInByPage({ person }) {
    const page = await MyPlexAccount.getWebLogin(forwardUrl);
    const visited = await sendTo(page.uri, person);
    const { id, token } = await MyPlexAccount.webLoginCheck(page);
    return { code: lengthOf(page.code), ...visited, id, authToken: lengthOf(token) };
  },
  async listDevices({ token }) {
    const devices = await accountOf(token).devices();
    return { devices: devices.map(({ clientIdentifier, provides }) => `${clientIdentifier} (${provides})`).join(', ') };
  },
  async makeClaimToken({ token }) {
    const claim = await accountOf(token).claimToken();
    return { starts: claim.slice(0, 6), token: lengthOf(claim) };
  },
  async connectToServer({ token, name }) {
    const resource = await accountOf(token).resource(name);
    const { friendlyName, machineIdentifier } = await resource.connect();
    return { friendlyName, isTheOne: machineIdentifier === resource.clientIdentifier };
  },
});
