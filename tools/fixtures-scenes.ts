import { type CastName, type StandIn, startStandIn } from '@ticketstub/standin';
import { accountScenes } from './fixtures-account-scenes.js';
import { deviceScenes } from './fixtures-device-scenes.js';
import { pinScenes } from './fixtures-pin-scenes.js';

/** How to get from the stand-in what a recording shows: one request for each person of the cast whom it fits. */
export interface Scene {
  readonly people?: readonly CastName[];
  ask(standIn: StandIn, person: CastName): Promise<Response>;
}

type Form = Record<string, string>;

/** A stand-in without sockets, in a state of its own. */
export function openStandIn(): Promise<StandIn> {
  return startStandIn({ listen: false, rateLimits: true });
}

const user =
  (accept: string): Scene['ask'] =>
  (standIn, person) =>
    standIn.fetch('https://plex.tv/api/v2/user', { headers: { accept, 'X-Plex-Token': standIn.people[person].token } });

function signIn(accept: string, given: Form = {}): Scene['ask'] {
  return (standIn, person) => {
    const { email, password, totp } = standIn.people[person];
    const code = totp?.();
    const form = { login: email, password, ...(code !== undefined && { verificationCode: code }), ...given };
    const sent = Object.entries(form).filter(([, value]) => value !== '');
    const headers = { accept, 'X-Plex-Client-Identifier': 'recordings' };
    return standIn.fetch('https://plex.tv/api/v2/users/signin', {
      method: 'POST',
      headers,
      body: new URLSearchParams(sent),
    });
  };
}

function plexTv(path: string, accept: string): Scene['ask'] {
  return (standIn, person) =>
    standIn.fetch(`https://plex.tv${path}`, { headers: { accept, 'X-Plex-Token': standIn.people[person].token } });
}

function attic(path: string, accept: string, token?: string): Scene['ask'] {
  return (standIn, person) => {
    const [server] = standIn.servers;
    const presented = token ?? standIn.people[person].token;
    const source = `source=${encodeURIComponent(`server://${server?.machineIdentifier}`)}`;
    return standIn.fetch(`${server?.url}${path.replace('SOURCE', source)}`, {
      headers: { accept, 'X-Plex-Token': presented },
    });
  };
}

/** Asks for the same so often that the last answer is another. */
function repeated(times: number, ask: Scene['ask']): Scene['ask'] {
  return async (standIn, person) => {
    for (let time = 0; time < times; time += 1) await ask(standIn, person);
    return ask(standIn, person);
  };
}

const failing =
  (status: number): Scene['ask'] =>
  (standIn, person) => {
    standIn.control.failNext({ operation: 'getTransientToken', status });
    return attic('/security/token?type=delegation&scope=all', '*/*')(standIn, person);
  };

/** Asks for the Home, or for a switch in it. */
function home(accept: string, { path = '', method = 'GET' } = {}): Scene['ask'] {
  return (standIn, person) => {
    const { token, pin = '', uuid } = standIn.people[person];
    const asked = path.replace('UUID', uuid).replace('PIN', pin);
    const headers = { accept, 'X-Plex-Token': token, 'X-Plex-Client-Identifier': 'recordings' };
    return standIn.fetch(`https://plex.tv/api/v2/home/users${asked}`, { method, headers });
  };
}

const program = { 'X-Plex-Client-Identifier': 'recordings' };

function madeLegacyPin(standIn: StandIn): Promise<Response> {
  return standIn.fetch('https://plex.tv/pins.xml', { method: 'POST', headers: program });
}

async function claimedLegacyPin(standIn: StandIn, person: CastName): Promise<Response> {
  const made = await (await madeLegacyPin(standIn)).text();
  const [, id = ''] = /<id type="integer">(\d+)</.exec(made) ?? [];
  const [, code = ''] = /<code>(\w+)</.exec(made) ?? [];
  standIn.control.claimPin({ code, person });
  return standIn.fetch(`https://plex.tv/pins/${id}.xml`, { headers: program });
}

const AS_JSON = 'application/json';
const AS_XML = 'application/xml';
const free = ['bruno', 'dana', 'finn'] as const;

/** By the name of the recording. Eve lacks a member on purpose and Carla is a managed user: no recording here fits them. */
export const scenes: Readonly<Record<string, Scene>> = {
  ...deviceScenes,
  ...pinScenes,
  ...accountScenes,
  'user.free.200.json': { people: free, ask: user(AS_JSON) },
  'user.plexpass.200.json': { ask: user(AS_JSON) },
  'user.home-admin.200.xml': { ask: user(AS_XML) },
  'user.plexopedia.200.xml': { ask: user(AS_XML) },
  'signin.free-lapsed.201.json': { people: ['dana'], ask: signIn(AS_JSON) },
  'signin.plexpass-2fa.201.xml': { ask: signIn(AS_XML) },
  'error.unauthorized.401.json': { ask: signIn(AS_JSON, { password: 'wrong' }) },
  'error.unauthorized.401.xml': { ask: signIn(AS_XML, { password: 'wrong' }) },
  'error.client-id-missing.400.json': {
    ask: (standIn) =>
      standIn.fetch('https://plex.tv/api/v2/users/signin', { method: 'POST', headers: { accept: AS_JSON } }),
  },
  'error.rate-limit.429.json': { ask: repeated(20, user(AS_JSON)) },
  'error.signin-2fa-required.401.xml': { people: ['finn'], ask: signIn(AS_XML, { verificationCode: '' }) },
  'error.signin-2fa-required.401.json': { people: ['finn'], ask: signIn(AS_JSON, { verificationCode: '' }) },
  'error.signin-2fa-wrong.401.json': { people: ['finn'], ask: signIn(AS_JSON, { verificationCode: '000000' }) },
  'error.signin-ip-blocked.401.xml': { ask: repeated(5, signIn(AS_XML, { password: 'wrong' })) },
  'security-token.200.json': { ask: attic('/security/token?type=delegation&scope=all', AS_JSON) },
  'security-token.200.xml': { ask: attic('/security/token?type=delegation&scope=all', AS_XML) },
  'security-token.self-closing.200.xml': { ask: attic('/security/token?type=delegation&scope=all', AS_XML) },
  'security-resources.200.json': { ask: attic('/security/resources?SOURCE', AS_JSON) },
  'security-resources.200.xml': { ask: attic('/security/resources?SOURCE', AS_XML) },
  'pms.error.400.html': { ask: attic('/security/token', AS_XML) },
  'pms.error.401.html': { ask: attic('/security/resources?SOURCE', AS_XML, 'unheard-of') },
  'pms.error.403.html': { ask: failing(403) },
  'pms.error.404.html': { ask: attic('/nowhere', AS_XML) },
  'pms.error.503.html': { ask: failing(503) },
  'pms.error-root.401.html': { ask: attic('/', AS_XML, 'unheard-of') },
  'pms.identity.200.json': { ask: attic('/identity', AS_JSON) },
  'pms.identity.200.xml': { ask: attic('/identity', AS_XML) },
  'pms.identity-unclaimed.200.json': { ask: attic('/identity', AS_JSON) },
  'pms.root.200.json': { ask: attic('/', AS_JSON) },
  'pms.root.200.xml': { ask: attic('/', AS_XML) },
  'home-users.200.json': { ask: home(AS_JSON) },
  'home-users.200.xml': { ask: home(AS_XML) },
  'home-switch.201.json': {
    people: ['bruno'],
    ask: home(AS_JSON, { path: '/UUID/switch?pin=PIN', method: 'POST' }),
  },
  'error.home-pin-required.403.json': {
    people: ['carla'],
    ask: home(AS_JSON, { path: '/UUID/switch?pin=0000', method: 'POST' }),
  },
  'pins-legacy.new.201.xml': { ask: (standIn) => madeLegacyPin(standIn) },
  'pins-legacy.claimed.200.xml': { ask: claimedLegacyPin },
  'ping.200.xml': { ask: plexTv('/api/v2/ping', AS_XML) },
  'claim-token.200.json': { ask: plexTv('/api/claim/token.json', AS_JSON) },
  'claim-token.200.xml': { ask: plexTv('/api/claim/token', AS_XML) },
  'pms.myplex-account.200.json': { ask: attic('/myplex/account', AS_JSON) },
  'ping.200.json': {
    ask: (standIn, person) =>
      standIn.fetch('https://plex.tv/api/v2/ping', {
        headers: { accept: AS_JSON, 'X-Plex-Token': standIn.people[person].token },
      }),
  },
};
