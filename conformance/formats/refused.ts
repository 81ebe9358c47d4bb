import type { Asked, Place } from './asking.js';
import { client } from './questions.js';

/** A request that plex.tv refuses, with what and why. */
export interface Refused {
  readonly title: string;
  readonly status: number;
  /** The number beside the status; the old paths have none. */
  readonly code?: number;
  readonly asked: (place: Place) => Asked;
}

interface Login {
  readonly login: string;
  readonly password: string;
  readonly verificationCode?: string;
}

function signingIn({ ...fields }: Login): Asked {
  const body = new URLSearchParams(fields);
  return { host: 'plex.tv', path: '/api/v2/users/signin', method: 'POST', headers: client, body };
}

const signIns: readonly Refused[] = [
  {
    title: 'a sign-in without a client identifier',
    status: 400,
    code: 1000,
    asked: () => ({ host: 'plex.tv', path: '/api/v2/users/signin', method: 'POST' }),
  },
  {
    title: 'a sign-in without a password',
    status: 400,
    code: 1004,
    asked: () => ({ ...signingIn({ login: '', password: '' }), body: new URLSearchParams({ login: 'somebody' }) }),
  },
  {
    title: 'a sign-in longer than is read',
    status: 413,
    code: 1004,
    asked: () => signingIn({ login: 'somebody', password: 'x'.repeat(100_000) }),
  },
  {
    title: 'a sign-in with a wrong password',
    status: 401,
    code: 1001,
    asked: () => signingIn({ login: 'dana@example.com', password: 'not-it' }),
  },
  {
    title: 'a sign-in that lacks its code',
    status: 401,
    code: 1029,
    asked: ({ standIn: { people } }) => signingIn({ login: people.finn.email, password: people.finn.password }),
  },
  {
    title: 'a sign-in with a wrong code',
    status: 401,
    code: 1028,
    asked: ({ standIn: { people } }) =>
      signingIn({ login: people.finn.email, password: people.finn.password, verificationCode: 'not-it' }),
  },
  {
    title: 'a sign-in by a name where only the address will do',
    status: 401,
    code: 1030,
    asked: ({ standIn: { people } }) => signingIn({ login: people.eve.username, password: people.eve.password }),
  },
];

const others: readonly Refused[] = [
  {
    title: 'an account without a token',
    status: 401,
    code: 1001,
    asked: () => ({ host: 'plex.tv', path: '/api/v2/user', headers: client }),
  },
  {
    title: 'an account without a client identifier, where one is insisted on',
    status: 400,
    code: 1000,
    asked: () => ({ host: 'plex.tv', path: '/api/v2/user' }),
  },
  {
    title: 'a ping with a dead token',
    status: 401,
    code: 1001,
    asked: () => ({ host: 'plex.tv', path: '/api/v2/ping', headers: { 'X-Plex-Token': 'a-token-of-nobody' } }),
  },
  {
    title: 'a sign-out without a token',
    status: 401,
    code: 1001,
    asked: () => ({ host: 'plex.tv', path: '/api/v2/users/signout', method: 'DELETE' }),
  },
  {
    title: 'a PIN for a client without an identifier',
    status: 400,
    code: 1000,
    asked: () => ({ host: 'plex.tv', path: '/api/v2/pins', method: 'POST' }),
  },
  {
    title: 'a PIN asked for with broken JSON',
    status: 400,
    code: 1004,
    asked: () => {
      const headers = { ...client, 'content-type': 'application/json' };
      return { host: 'plex.tv', path: '/api/v2/pins', method: 'POST', headers, body: '{"strong":' };
    },
  },
  {
    title: 'resources for a client without an identifier',
    status: 400,
    code: 1000,
    asked: ({ standIn }) => {
      const headers = { 'X-Plex-Token': standIn.people.alice.token };
      return { host: 'plex.tv', path: '/api/v2/resources', headers };
    },
  },
  {
    title: 'resources of nobody',
    status: 401,
    code: 1001,
    asked: () => ({ host: 'plex.tv', path: '/api/v2/resources', headers: client }),
  },
  {
    title: 'a PIN that is gone',
    status: 404,
    code: 1020,
    asked: () => ({ host: 'plex.tv', path: '/api/v2/pins/1', headers: client }),
  },
  {
    title: 'a Home for a client without an identifier',
    status: 400,
    code: 1000,
    asked: () => ({ host: 'plex.tv', path: '/api/v2/home/users' }),
  },
  {
    title: 'a Home with a dead token',
    status: 401,
    code: 1001,
    asked: () => {
      const headers = { ...client, 'X-Plex-Token': 'a-token-of-nobody' };
      return { host: 'plex.tv', path: '/api/v2/home/users', headers };
    },
  },
  ...(['?pin=0000', ''] as const).map((query): Refused => ({
    title: `a switch that lacks its PIN, ${query === '' ? 'sending none' : 'sending another'}`,
    status: 403,
    code: 1041,
    asked: ({ standIn: { people } }) => {
      const headers = { ...client, 'X-Plex-Token': people.alice.token };
      const path = `/api/v2/home/users/${people.carla.uuid}/switch${query}`;
      return { host: 'plex.tv', path, method: 'POST', headers };
    },
  })),
  {
    title: 'a switch to who is not in the Home',
    status: 404,
    code: 1002,
    asked: ({ standIn: { people } }) => {
      const headers = { ...client, 'X-Plex-Token': people.alice.token };
      return { host: 'plex.tv', path: `/api/v2/home/users/${people.dana.uuid}/switch`, method: 'POST', headers };
    },
  },
  {
    title: 'a path of nobody',
    status: 404,
    code: 1002,
    asked: () => ({ host: 'plex.tv', path: '/api/v2/%3C&%22%5D%5D%3E', headers: client }),
  },
];

/** What plex.tv refuses with a list of errors. */
export const refused: readonly Refused[] = [...signIns, ...others];

const oldSignIn: Asked = { host: 'plex.tv', path: '/users/sign_in', method: 'POST', by: 'ending' };

/** What plex.tv's old paths refuse, with one sentence. */
export const refusedOfOld: readonly Refused[] = [
  { title: 'an old sign-in without a client identifier', status: 400, asked: () => oldSignIn },
  {
    title: 'an old sign-in with nothing to sign in with',
    status: 401,
    asked: () => ({ ...oldSignIn, headers: client }),
  },
  {
    title: 'an old sign-in with a wrong password',
    status: 401,
    asked: () => {
      const body = new URLSearchParams({ 'user[login]': 'dana@example.com', 'user[password]': 'not-it' });
      return { ...oldSignIn, headers: client, body };
    },
  },
  {
    title: 'devices of nobody',
    status: 401,
    asked: () => ({ host: 'plex.tv', path: '/devices', by: 'ending' }),
  },
  {
    title: 'an old account without a token',
    status: 401,
    asked: () => ({ host: 'plex.tv', path: '/users/account', by: 'ending' }),
  },
  {
    title: 'a claim token for nobody',
    status: 401,
    asked: () => ({ host: 'plex.tv', path: '/api/claim/token' }),
  },
  ...(['/users/account', '/devices', '/api/claim/token'] as const).map((path): Refused => ({
    title: `${path} with a dead token`,
    status: 422,
    asked: () => {
      const headers = { 'X-Plex-Token': 'a-token-of-nobody' };
      return { host: 'plex.tv', path, headers, ...(path.startsWith('/api') ? {} : { by: 'ending' }) };
    },
  })),
];
