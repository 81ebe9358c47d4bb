// Floor: node:http on kept connections, nothing to end a request by.
import http from 'node:http';
import { exchangeBare, httpOptions, requestsOf } from './exchange.mjs';

export function connect(server) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const { account, signIn } = requestsOf(server);
  const forAccount = httpOptions(server.origin, account, agent);
  const forSignIn = httpOptions(server.origin, signIn, agent);
  return {
    account: async () => (await exchangeBare(forAccount)).uuid,
    signIn: async () => (await exchangeBare(forSignIn, signIn.body)).authToken,
    close: () => agent.destroy(),
  };
}
