import { MyPlexAccount } from '@ctrl/plex';
import { claimPin, lengthOf, takeSteps } from './steps.mjs';

async function readAccount({ token }) {
  const { id, username } = await new MyPlexAccount(null, '', '', token).connect();
  return { id, username };
}

await takeSteps({
  readAccount,
  async listServers({ token }) {
    const account = await new MyPlexAccount(null, '', '', token).connect();
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
    const page = await MyPlexAccount.getWebLogin();
    await claimPin(page.code, person);
    const { id, token } = await MyPlexAccount.webLoginCheck(page);
    return { code: lengthOf(page.code), id, authToken: lengthOf(token) };
  },
});
