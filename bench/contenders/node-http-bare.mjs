// Floor: node:http on kept connections, nothing to end a request by.
import http from 'node:http';
import { exchangeBare, httpOptions, requestsOf } from './exchange.mjs';

export function connect(server) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const { account, signIn, form } = requestsOf(server);
  const forAccount = httpOptions(server.origin, account, agent);
  const forSignIn = httpOptions(server.origin, signIn, agent, form());
  return {
    account: async () => (await exchangeBare(forAccount)).uuid,
    signIn: async () => (await exchangeBare(forSignIn, form())).authToken,
    close: () => agent.destroy(),
  };
}
