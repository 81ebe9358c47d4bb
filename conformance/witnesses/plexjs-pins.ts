import { alice, nobody, returned, threw } from './outcomes.js';
import type { PlexjsWays } from './plexjs-ways.js';
import type { Outcome, Scene, Step } from './scene.js';
import { allowing, signingIn } from './visits.js';

const makes = 'POST /api/v2/pins 201';
const asks = 'GET /api/v2/pins/{id} 200';
const lists = 'GET /api/v2/resources 200';
const page = { asks: 'Sign in to A witness?', endsAt: '/auth/done' };

type Kind = Pick<Step, 'asked' | 'deed' | 'given'>;

/** A call with a client identifier of its own, unless told otherwise. */
function call({ account }: PlexjsWays, kind: Pick<Step, 'asked' | 'deed'>, more: Step['given'] = () => ({})): Kind {
  return { ...kind, given: (it) => ({ account: account(it), clientID: 'witness', ...more(it) }) };
}

const dana: Step['given'] = () => ({ person: 'dana' });

/** How the version that reads PINs goes about it. */
function readable(ways: PlexjsWays): readonly Step[] {
  const through = [makes, asks, ...allowing('link'), asks, lists];
  const facts = { code: '4 characters', first: 'null', ...page, authToken: '20 characters', servers: 'Attic' };
  return [
    {
      ...call(ways, { asked: 'A strong PIN', deed: 'getPin' }),
      answers: [makes],
      comes: returned({ statusCode: 201, code: '25 characters', authToken: 'null' }),
    },
    {
      ...call(ways, { asked: `${signingIn('link', 'Dana')}, then her servers`, deed: 'signInByLinkPage' }, dana),
      answers: through,
      comes: returned(facts),
    },
  ];
}

/** How the version that cannot goes about it: it expects 200 of a new PIN, and a number for a postal code. */
function unreadable(ways: PlexjsWays): readonly Step[] {
  const through = [makes, ...allowing('link'), asks];
  const errors = ', PIN and token read from its errors, then her servers';
  const facts = { code: '4 characters', ...page, authToken: '20 characters', servers: 'Attic' };
  return [
    {
      ...call(ways, { asked: 'A strong PIN', deed: 'getPin' }),
      answers: [makes],
      comes: threw('SDKError', 201),
      because: 'pin.created-201',
    },
    {
      ...call(ways, { asked: 'The token of a PIN that Dana has claimed', deed: 'readClaimedPin' }, dana),
      answers: through,
      comes: threw('SDKValidationError'),
      because: 'pin.members',
    },
    {
      ...call(ways, { asked: `${signingIn('link', 'Dana')}${errors}`, deed: 'signInByLinkPage' }, dana),
      answers: [...through, lists],
      comes: returned(facts),
    },
  ];
}

function refusals(ways: PlexjsWays): readonly Step[] {
  const refused = (name: string, status: number, code: number): Outcome => threw(name, ways.status(status), code);
  return [
    {
      ...call(ways, { asked: 'A PIN, without a client identifier', deed: 'getPin' }, () => ({ clientID: '' })),
      answers: ['POST /api/v2/pins 400'],
      comes: refused('GetPinBadRequest', 400, 1000),
    },
    {
      ...call(ways, { asked: 'The token of a PIN that there is not', deed: 'getTokenByPinId' }),
      answers: ['GET /api/v2/pins/1 404'],
      comes: refused('GetTokenByPinIdResponseBody', 404, 1020),
    },
    {
      ...call(ways, { asked: 'The servers, with a token of nobody', deed: 'listServers' }, () => ({ token: nobody })),
      answers: ['GET /api/v2/resources 401'],
      comes: refused('GetServerResourcesUnauthorized', 401, 1001),
    },
  ];
}

/** What plexjs is asked about PINs, and about the servers that their tokens open. */
export function pins(ways: PlexjsWays): Scene {
  return {
    title: 'plex.tv, PINs and servers',
    ...(ways.pinsUnread !== undefined && { note: ways.pinsUnread }),
    options: {},
    steps: [
      ...(ways.pinsUnread === undefined ? readable(ways) : unreadable(ways)),
      {
        ...call(ways, { asked: 'The servers, as Alice', deed: 'listServers' }, (it) => ({ token: alice(it) })),
        answers: [lists],
        comes: returned({ statusCode: 200, servers: 'Attic, Cellar' }),
      },
      ...refusals(ways),
    ],
  };
}
