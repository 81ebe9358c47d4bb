// Floor of the SDK on the global fetch: the same signal and timer, and no redirect followed.
import { requestsOf } from './exchange.mjs';

export function connect(server) {
  const { account, signIn, form } = requestsOf(server);
  const exchange = async ({ path, ...init }) => {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), 30_000);
    try {
      const { signal } = controller;
      const response = await fetch(server.origin + path, { ...init, redirect: 'manual', signal });
      return JSON.parse(await response.text());
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    account: async () => (await exchange(account)).uuid,
    signIn: async () => (await exchange({ ...signIn, body: form() })).authToken,
    close: () => {},
  };
}
