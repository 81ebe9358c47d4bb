// Floor of the node transport: the same signal and timer, and a connection of its own for what is sent once.
import http from 'node:http';
import { exchangeTimed, httpOptions, requestsOf } from './exchange.mjs';

export function connect(server) {
  const kept = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const single = new http.Agent({ keepAlive: false });
  const { account, signIn, form } = requestsOf(server);
  const forAccount = httpOptions(server.origin, account, kept);
  const forSignIn = httpOptions(server.origin, signIn, single, form());
  return {
    account: async () => (await exchangeTimed(forAccount)).uuid,
    signIn: async () => (await exchangeTimed(forSignIn, form())).authToken,
    close: () => kept.destroy(),
  };
}
