import { returned, threw } from './outcomes.js';
import { type Scene, server, type Step } from './scene.js';
import { allowing, signingIn } from './visits.js';

const MINUTE = 60_000;

const makes = 'POST /pins.xml 201';
const checks = 'GET /pins/{id}.xml 200';

/** What comes before the token is there, or is not. */
const until = { code: '4 characters', first: 'waiting', asks: 'Sign in to A witness?', endsAt: '/auth/done' };

const atAttic: Step['given'] = (it) => ({ server: server(it, 0).url, person: 'alice' });

/** Makes a PIN, asks too soon, and again when Alice has typed the code in; the last of these requests is the program's. */
const byLinkPage = [makes, checks, ...allowing('link'), checks, checks];

const signIns: readonly Step[] = [
  {
    asked: `${signingIn('link', 'Alice')}, then what Attic is: refused, it brings its token and asks again`,
    deed: 'signInByLinkPage',
    given: atAttic,
    byChance: true,
    answers: [...byLinkPage, 'GET / 401', 'GET / 200'],
    comes: returned({
      ...until,
      last: 'authorized',
      authToken: '20 characters, letters and digits',
      friendlyName: 'Attic',
    }),
  },
  {
    asked: `${signingIn('link', 'Alice')}, and the token has a - or a _`,
    deed: 'signInByLinkPage',
    given: atAttic,
    byChance: true,
    answers: byLinkPage,
    comes: returned({ ...until, last: 'waiting', authToken: '20 characters, - or _ among them' }),
    because: 'token.opaque-shape',
  },
  {
    asked: 'The same with letters and digits, then whose token came, from plex.tv',
    deed: 'readAccount',
    given: atAttic,
    byChance: true,
    answers: [makes, ...allowing('link'), checks, 'GET /api/v2/user 401', 'GET /api/v2/user 200'],
    comes: returned({ last: 'authorized', id: '20000001', username: 'alice-attic' }),
  },
];

/** What `plex-api-pinauth` is asked, with `plex-api` to use what it gets. */
export const pinauthScenes: readonly Scene[] = [
  {
    title: 'plex.tv and a media server as they are by default',
    note: 'It looks for letters and digits in a token, and for nothing else. [Tokens have other marks too](https://github.com/LukeChannings/moviematch/issues/12): then it waits for ever. Which token comes is chance, so it is asked until the one of the row is there. Of the requests in a row the last one for the PIN is the program’s, which looks at the token.',
    options: {},
    steps: [
      ...signIns,
      {
        asked: 'A PIN that nobody claims',
        deed: 'makePin',
        given: atAttic,
        answers: [makes, checks],
        comes: returned({ code: '4 characters', state: 'waiting' }),
      },
      {
        asked: 'The same, 15 minutes later',
        deed: 'checkPin',
        given: () => ({}),
        waits: 15 * MINUTE,
        answers: ['GET /pins/{id}.xml 404'],
        comes: returned({ state: 'invalid' }),
      },
      {
        asked: 'A PIN that there is not',
        deed: 'checkNoPin',
        given: atAttic,
        answers: ['GET /pins/1.xml 404'],
        comes: returned({ state: 'invalid' }),
      },
      {
        asked: 'What Attic is, before anybody has signed in',
        deed: 'askTooSoon',
        given: atAttic,
        answers: ['GET / 401'],
        comes: threw('Error'),
      },
    ],
  },
];
