import type { CastName, StandIn } from '@ticketstub/standin';
import { type Device, deviceJwt, jwkOf, makeDevice, plexJwt, registerKey } from '../conformance/transcripts/device.js';

type Ask = (standIn: StandIn, person: CastName) => Promise<Response>;

const AS_JSON = 'application/json';

function asked(standIn: StandIn, path: string, given: { device: Device; body?: object }): Promise<Response> {
  const { device, body } = given;
  const headers = { Accept: AS_JSON, 'Content-Type': AS_JSON, 'X-Plex-Client-Identifier': device.clientIdentifier };
  const sent = body === undefined ? null : JSON.stringify(body);
  return standIn.fetch(`https://plex.tv/api/v2${path}`, { method: body ? 'POST' : 'GET', headers, body: sent });
}

function deviceOf(standIn: StandIn, person: CastName): Device {
  return makeDevice(standIn, standIn.people[person].clientIdentifier);
}

async function registered(standIn: StandIn, person: CastName): Promise<Device> {
  const device = deviceOf(standIn, person);
  await registerKey(device, standIn.people[person].token);
  return device;
}

async function claimedByKey(standIn: StandIn, person: CastName): Promise<Response> {
  const device = deviceOf(standIn, person);
  const made = await (await asked(standIn, '/pins', { device, body: { jwk: jwkOf(device), strong: true } })).text();
  const [, id = ''] = /"id":(\d+)/.exec(made) ?? [];
  const [, code = ''] = /"code":"(\w+)"/.exec(made) ?? [];
  standIn.control.claimPin({ code, person });
  const query = new URLSearchParams({ deviceJWT: await deviceJwt(device) }).toString();
  return asked(standIn, `/pins/${id}?${query}`, { device });
}

/** A JWT of plex.tv as the recording of one is: what its header and its payload say. */
async function decodedJwt(standIn: StandIn, person: CastName): Promise<Response> {
  const jwt = await plexJwt(await registered(standIn, person));
  const [header = '', payload = ''] = jwt.split('.').map((part) => Buffer.from(part, 'base64url').toString());
  return new Response(`{"header":${header},"payload":${payload}}`);
}

async function refusedWithoutKey(standIn: StandIn, person: CastName): Promise<Response> {
  const device = deviceOf(standIn, person);
  return asked(standIn, '/auth/token', { device, body: { jwt: await deviceJwt(device) } });
}

async function signInAfterJwt(standIn: StandIn, person: CastName): Promise<Response> {
  const device = await registered(standIn, person);
  await plexJwt(device);
  const { email: login, password } = standIn.people[person];
  return asked(standIn, '/users/signin', { device, body: { login, password } });
}

/** By the name of the recording: what is about device keys and JWTs. */
export const deviceScenes: Readonly<Record<string, { readonly ask: Ask }>> = {
  'auth-keys.200.json': { ask: (standIn) => standIn.fetch('https://plex.tv/api/v2/auth/keys', {}) },
  'auth-nonce.200.json': {
    ask: (standIn, person) => asked(standIn, '/auth/nonce', { device: deviceOf(standIn, person) }),
  },
  'auth-token.200.json': {
    async ask(standIn, person) {
      const device = await registered(standIn, person);
      return asked(standIn, '/auth/token', { device, body: { jwt: await deviceJwt(device) } });
    },
  },
  'jwt.plex.decoded.json': { ask: decodedJwt },
  'pins.claimed-jwt.200.json': { ask: claimedByKey },
  'error.jwk-missing.422.json': { ask: refusedWithoutKey },
  'error.device-not-available.403.json': { ask: signInAfterJwt },
};
