import { z } from 'zod';
import { deviceJwt, jwkOf, makeDevice, registerKey } from '../transcripts/device.js';
import { claimQuestions, myPlexQuestions } from './claim-questions.js';
import type { Asked, Form, Fresh, Place, Question } from './asking.js';
import { legacyUser, mediaContainer, objectElement, pong } from './encoding.js';
import { devices, servers } from './resource-questions.js';
import type { Tree } from './tree.js';

/** A program that says who it is. */
export const client = { 'X-Plex-Client-Identifier': 'formats' };

const TOKEN = /^[\w-]{20}$/;
/** What a transient token looks like. */
export const TRANSIENT = /^transient-[\da-f-]{36}$/;
/** What seconds since the epoch look like. */
export const SECONDS = /^\d{10}$/;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
const JWT = /^[\w-]+\.[\w-]+\.[\w-]{86}$/;
const WORDS = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/;

/** What two PINs do not share. */
export const freshPin: Fresh = {
  id: /^\d+$/,
  code: /^(?:[A-Z\d]{4}|[a-z\d]{25})$/,
  qr: /\/api\/v2\/pins\/qr\/(?:[A-Z\d]{4}|[a-z\d]{25})$/,
  createdAt: WORDS,
  expiresAt: WORDS,
};

const user = (json: unknown): Tree => objectElement('user', json, 'plex.tv');
const pin = (json: unknown): Tree => objectElement('pin', json, 'plex.tv');
const credentials = ({ standIn }: Place): { login: string; password: string } => {
  const { email, password } = standIn.people.dana;
  return { login: email, password };
};

/** Asks the same in both forms. */
function same(asked: Asked): (form: Form) => Asked {
  return () => asked;
}

const madePinShape = z.object({ id: z.number(), code: z.string() });

async function madePin(place: Place, wanted: object = {}): Promise<{ id: number; code: string }> {
  const headers = { ...client, accept: 'application/json', 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body: JSON.stringify(wanted) };
  const response = await place.fetch(`${place.plexTv}/api/v2/pins`, init);
  return madePinShape.parse(await response.json());
}

/** A JWT for each form, of one device with a key on file: a nonce works once. */
async function deviceJwts({ standIn }: Place): Promise<Record<Form, string>> {
  const { clientIdentifier, token } = standIn.people.dana;
  const device = makeDevice(standIn, clientIdentifier);
  await registerKey(device, token);
  return { json: await deviceJwt(device), xml: await deviceJwt(device) };
}

/** Everyone's account, which between them have every member null, absent, empty and full. */
const accounts: readonly Question[] = (['alice', 'bruno', 'carla', 'dana', 'eve', 'finn'] as const).map(
  (name): Question => ({
    operation: 'getTokenDetails',
    of: name,
    status: 200,
    asked: ({ standIn }) =>
      same({ host: 'plex.tv', path: '/api/v2/user', headers: tokenOf(standIn.people[name].token) }),
    encoded: user,
  }),
);

function tokenOf(token: string): Record<string, string> {
  return { 'X-Plex-Token': token };
}

const plexTv: readonly Question[] = [
  ...accounts,
  {
    operation: 'getTokenDetails',
    of: 'carla, with everything',
    status: 200,
    asked: ({ standIn }) => {
      const flags = 'includeSubscriptions=1&includeProviders=1&includeSettings=1&includeSharedSettings=1';
      const headers = tokenOf(standIn.people.carla.token);
      return same({ host: 'plex.tv', path: `/api/v2/user?${flags}`, headers });
    },
    encoded: user,
  },
  {
    operation: 'postUsersSignInData',
    status: 201,
    asked: (place) => {
      const body = new URLSearchParams(credentials(place));
      return same({ host: 'plex.tv', path: '/api/v2/users/signin', method: 'POST', headers: client, body });
    },
    encoded: user,
    fresh: { authToken: TOKEN, rememberExpiresAt: SECONDS },
  },
  {
    operation: 'ping',
    status: 200,
    asked: ({ standIn }) =>
      same({ host: 'plex.tv', path: '/api/v2/ping', headers: tokenOf(standIn.people.alice.token) }),
    encoded: pong,
  },
];

const pins: readonly Question[] = [
  ...['', '?strong=true', '?X-Plex-Product=A%20player'].map((query): Question => ({
    operation: 'createPin',
    of: query,
    status: 201,
    asked: () => same({ host: 'plex.tv', path: `/api/v2/pins${query}`, method: 'POST', headers: client }),
    encoded: pin,
    fresh: freshPin,
  })),
  ...[false, true].map((claimed): Question => ({
    operation: 'getPin',
    of: claimed ? 'claimed' : 'pending',
    status: 200,
    asked: async (place) => {
      const { id, code } = await madePin(place);
      if (claimed) place.standIn.control.claimPin({ code, person: 'dana' });
      return same({ host: 'plex.tv', path: `/api/v2/pins/${id}`, headers: client });
    },
    encoded: pin,
    // A second may pass between the two answers.
    fresh: { expiresIn: /^\d{3}$/ },
  })),
  {
    operation: 'getPinInfo',
    status: 200,
    asked: async (place) => {
      const { code } = await madePin(place);
      return same({ host: 'plex.tv', path: `/api/v2/pins/info?code=${code}`, headers: client });
    },
    encoded: (json) => objectElement('info', json, 'plex.tv'),
  },
];

const auth: readonly Question[] = [
  {
    operation: 'getPin',
    of: 'claimed, with a key',
    status: 200,
    asked: async (place) => {
      const { standIn } = place;
      const device = makeDevice(standIn, client['X-Plex-Client-Identifier']);
      const { id, code } = await madePin(place, { jwk: jwkOf(device) });
      standIn.control.claimPin({ code, person: 'dana' });
      const query = new URLSearchParams({ deviceJWT: await deviceJwt(device) }).toString();
      return same({ host: 'plex.tv', path: `/api/v2/pins/${id}?${query}`, headers: client });
    },
    encoded: pin,
    fresh: { expiresIn: /^\d{3}$/, authToken: JWT },
  },
  {
    operation: 'getNonce',
    status: 200,
    asked: () => same({ host: 'plex.tv', path: '/api/v2/auth/nonce', headers: client }),
    encoded: (json) => objectElement('nonce', json, 'plex.tv'),
    fresh: { nonce: UUID },
  },
  {
    operation: 'issueToken',
    status: 200,
    asked: async (place) => {
      const jwts = await deviceJwts(place);
      const headers = { ...client, 'content-type': 'application/json' };
      const body = (form: Form): string => JSON.stringify({ jwt: jwts[form] });
      return (form) => ({ host: 'plex.tv', path: '/api/v2/auth/token', method: 'POST', headers, body: body(form) });
    },
    encoded: (json) => objectElement('token', json, 'plex.tv'),
    fresh: { auth_token: JWT },
  },
];

const home: readonly Question[] = [
  ...(['alice', 'carla', 'dana'] as const).map((name): Question => ({
    operation: 'getHomeUsers',
    of: name,
    status: 200,
    asked: ({ standIn }) => {
      const headers = { ...client, ...tokenOf(standIn.people[name].token) };
      return same({ host: 'plex.tv', path: '/api/v2/home/users', headers });
    },
    encoded: (json) => objectElement('home', json, 'plex.tv'),
  })),
  ...(['bruno', 'carla'] as const).map((name): Question => ({
    operation: 'switchHomeUser',
    of: name,
    status: 201,
    asked: ({ standIn: { people } }) => {
      const { uuid, pin: homePin = '' } = people[name];
      const path = `/api/v2/home/users/${uuid}/switch?pin=${homePin}`;
      return same({ host: 'plex.tv', path, method: 'POST', headers: { ...client, ...tokenOf(people.alice.token) } });
    },
    encoded: user,
    fresh: { authToken: TOKEN, rememberExpiresAt: SECONDS },
  })),
];

const old: readonly Question[] = [
  {
    operation: 'legacySignIn',
    status: 201,
    asked: (place) => {
      const { login, password } = credentials(place);
      const body = new URLSearchParams({ 'user[login]': login, 'user[password]': password });
      return same({ host: 'plex.tv', path: '/users/sign_in', method: 'POST', headers: client, body, by: 'ending' });
    },
    encoded: legacyUser,
    fresh: { authToken: TOKEN, authenticationToken: TOKEN },
  },
  ...(['accept', 'ending'] as const).map((by): Question => ({
    operation: 'getLegacyAccount',
    of: by,
    status: 200,
    asked: ({ standIn }) =>
      same({ host: 'plex.tv', path: '/users/account', headers: tokenOf(standIn.people.alice.token), by }),
    encoded: legacyUser,
  })),
];

function atAttic(
  { operation, of = '' }: Pick<Question, 'operation' | 'of'>,
  path: string | ((place: Place) => string),
  fresh: Fresh = {},
): Question {
  return {
    operation,
    of,
    status: 200,
    asked: (place) =>
      same({
        host: 'attic',
        path: typeof path === 'string' ? path : path(place),
        headers: tokenOf(place.standIn.people.alice.token),
      }),
    encoded: mediaContainer,
    fresh,
  };
}

/** Sources of each kind, by what they are. */
const sources: Readonly<Record<string, (place: Place) => string>> = {
  'a server': ({ standIn }) => `server://${standIn.servers[0]?.machineIdentifier}`,
  'a provider': () => 'provider://provider-identifier',
  nobody: () => 'server://nobody',
};

const mediaServer: readonly Question[] = [
  atAttic({ operation: 'getTransientToken' }, '/security/token?type=delegation&scope=all', { token: TRANSIENT }),
  ...Object.entries(sources).map(([of, source]) =>
    atAttic(
      { operation: 'getSourceConnectionInformation', of },
      (place) => `/security/resources?source=${source(place)}`,
      { accessToken: TRANSIENT },
    ),
  ),
  atAttic({ operation: 'getIdentity' }, '/identity'),
  atAttic({ operation: 'getServerRoot' }, '/', { updatedAt: SECONDS }),
];

/** Every question that has an answer, by who is asked. */
export const questions: Readonly<Record<'plexTv' | 'mediaServer', readonly Question[]>> = {
  plexTv: [...plexTv, ...pins, ...auth, ...servers, ...home, ...claimQuestions, devices, ...old],
  mediaServer: [...mediaServer, ...myPlexQuestions],
};

/** One question to each operation. */
export function oneOfEach(host: keyof typeof questions): Question[] {
  return [...new Map(questions[host].map((question) => [question.operation, question])).values()];
}
