// What the floors have in common: who they say they are, and the plainest request over node:http.
import http from 'node:http';

export const identity = { clientID: 'ticketstub-bench', clientName: 'Bench' };

const named = {
  Accept: 'application/json',
  'X-Plex-Client-Identifier': identity.clientID,
  'X-Plex-Product': identity.clientName,
};

/**
 * The two requests as a floor sends them: the same method, path, headers and body as the SDK's. All of it is there beforehand
 * but the form, which a sign-in makes of what somebody typed.
 */
export function requestsOf({ token, login, password }) {
  const type = 'application/x-www-form-urlencoded';
  return {
    account: { method: 'GET', path: '/api/v2/user', headers: { ...named, 'X-Plex-Token': token } },
    signIn: { method: 'POST', path: '/api/v2/users/signin', headers: { ...named, 'Content-Type': type } },
    form: () => new URLSearchParams({ login, password, rememberMe: 'false' }).toString(),
  };
}

/** One exchange over node:http, its answer collected and parsed; nothing to end it by. */
export function exchangeBare(options, body) {
  return new Promise((resolve, reject) => {
    begin(options, { resolve, reject }).end(body);
  });
}

/** The same within 30 seconds, by a signal whose listener destroys the request. */
export async function exchangeTimed(options, body) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), 30_000);
  let leave;
  try {
    return await new Promise((resolve, reject) => {
      const request = begin(options, { resolve, reject });
      leave = () => request.destroy();
      controller.signal.addEventListener('abort', leave);
      request.end(body);
    });
  } finally {
    clearTimeout(timer);
    controller.signal.removeEventListener('abort', leave);
  }
}

function begin(options, { resolve, reject }) {
  const request = http.request(options, (message) => {
    const pieces = [];
    message.on('data', (piece) => pieces.push(piece));
    message.on('error', reject);
    message.on('end', () => resolve(JSON.parse(Buffer.concat(pieces).toString('utf8'))));
  });
  request.on('error', reject);
  return request;
}

/** What `http.request` needs to know of a request, worked out once. */
export function httpOptions(origin, { method, path, headers }, agent, body) {
  const { hostname, port } = new URL(origin);
  const length = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) };
  return { method, hostname, port, path, agent, headers: { ...headers, 'Accept-Encoding': 'gzip', ...length } };
}
