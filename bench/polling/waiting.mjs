// The clients that wait for a PIN. Each asks so many times, and says how often it did.
import http from 'node:http';
import { createRequire } from 'node:module';
import { PlexAPI } from '@ticketstub/sdk';
import { nodeTransport } from '@ticketstub/sdk/node';
import { exchangeTimed, httpOptions, identity } from '../contenders/exchange.mjs';
import { redirect } from '../contenders/redirect.mjs';

const named = { Accept: 'application/json', 'X-Plex-Client-Identifier': identity.clientID };

export function sdkFetch(origin) {
  return waitingWith(origin, (...args) => globalThis.fetch(...args));
}

export function sdkNode(origin) {
  return waitingWith(origin, nodeTransport());
}

export function bareFetch(origin) {
  return loop(async ({ id }) => {
    const response = await fetch(`${origin}/api/v2/pins/${id}`, { headers: named });
    return (await response.json()).authToken;
  });
}

export function nodeHttp(origin) {
  const agent = new http.Agent({ keepAlive: true });
  return loop(async ({ id }) => {
    const request = { method: 'GET', path: `/api/v2/pins/${id}`, headers: named };
    return (await exchangeTimed(httpOptions(origin, request, agent))).authToken;
  });
}

export function loginWithPlex(origin) {
  redirect(origin);
  const { PlexLogin } = createRequire(import.meta.url)('login-with-plex');
  const client = new PlexLogin({ clientId: identity.clientID, appName: identity.clientName, forwardUrl: origin });
  return loop(({ id, code }) => client.getAuthToken({ pin: id, code }));
}

/** `waitUntilClaimed`, until the signal ends it. A clock that jumps a second at each pause asks without a pause. */
function waitingWith(origin, transport) {
  return async ({ id }, { questions, pause }) => {
    const enough = new AbortController();
    let asked = 0;
    const counted = (url, init) => {
      asked += 1;
      return transport(url, init);
    };
    let now = Date.now();
    const jumping = {
      now: () => now,
      sleep: async (ms) => {
        now += ms;
      },
    };
    const plex = new PlexAPI({
      ...identity,
      endpoints: { clients: `${origin}/api/v2` },
      fetch: Object.assign(counted, transport),
      ...(pause ? {} : { clock: jumping }),
    });
    const pin = { id, expiresAt: now + 86_400_000 };
    const onTick = () => {
      if (asked >= questions) enough.abort(enough);
    };
    try {
      await plex.pins.waitUntilClaimed(pin, { onTick }, { signal: enough.signal });
    } catch (error) {
      if (error === enough) return asked;
      throw error;
    }
    throw new Error('nobody claims this PIN');
  };
}

function loop(ask) {
  return async (pin, { questions, pause }) => {
    for (let asked = 0; asked < questions; asked += 1) {
      if ((await ask(pin)) !== null) throw new Error('nobody claims this PIN');
      if (pause) await sleep(pause);
    }
    return questions;
  };
}

function sleep(ms) {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
