// Floor: undici's request, without fetch on top.
import { Agent, request } from 'undici';
import { requestsOf } from './exchange.mjs';

export function connect(server) {
  const dispatcher = new Agent({ connections: 64 });
  const { account, signIn, form } = requestsOf(server);
  const exchange = async ({ path, ...init }) => {
    const { body } = await request(server.origin + path, { ...init, dispatcher });
    return body.json();
  };
  return {
    account: async () => (await exchange(account)).uuid,
    signIn: async () => (await exchange({ ...signIn, body: form() })).authToken,
    close: () => dispatcher.close(),
  };
}
