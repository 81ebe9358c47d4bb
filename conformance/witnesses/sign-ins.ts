import { alice, nobody, threw } from './outcomes.js';
import { credentials, type Outcome, person, type Scene, type Step, server } from './scene.js';
import { passwordIn } from './seeds.js';
import { allowing, signingIn } from './visits.js';

const readsUser = 'GET /api/v2/user 200';
const tokenLength = '20 characters';

type Facts = Readonly<Record<string, string | number | boolean>>;
type Kind = Pick<Step, 'asked' | 'deed' | 'given'>;

/** A step that ends well. */
const well = (step: Kind, answers: readonly string[], returned: Facts): Step => ({
  ...step,
  answers,
  comes: { returned },
});

const read = (deed = 'readAccount'): Kind => ({
  asked: 'The account, as Alice',
  deed,
  given: (standIn) => ({ token: alice(standIn) }),
});

const readAsNobody: Kind = {
  asked: 'The account, with a token of nobody',
  deed: 'readAccount',
  given: () => ({ token: nobody }),
};

const byPage = (name: 'Alice' | 'Dana'): Kind => ({
  asked: signingIn('hosted', name),
  deed: 'signInByPage',
  given: () => ({ person: name.toLowerCase() }),
});

/** What is asked and answered from the PIN on until the token is there. */
const byHostedPage = ['POST /api/v2/pins 201', ...allowing('hosted'), 'GET /api/v2/pins/{id} 200'];

/** What somebody sees on the hosted page, and where they are when all is done. */
const endsWell = (product: string): Facts => ({ asks: `Sign in to ${product}?`, endsAt: '/back?from=page' });

/** The old sign-in with password, as two clients do it: one in JSON, the other in XML. */
function oldSignIn(path: string, refused: Outcome, facts: (id: number) => Facts): readonly Step[] {
  const step = (asked: string, given: Step['given']): Kind => ({ asked: `Sign in ${asked}`, deed: 'signIn', given });
  const signedIn = [`POST ${path} 201`, readsUser];
  const refuses = [`POST ${path} 401`];
  return [
    well(
      step('as Alice, then whose token came', (it) => credentials(it, 'alice')),
      signedIn,
      facts(20_000_001),
    ),
    {
      ...step('with a wrong password', (it) => ({ ...credentials(it, 'alice'), password: 'wrong' })),
      answers: refuses,
      comes: refused,
    },
    {
      ...step('as Finn, without his two-factor code', (it) => credentials(it, 'finn')),
      answers: refuses,
      comes: refused,
    },
    well(
      step('as Finn, his two-factor code at the end of the password', (it) => {
        const { login, password = '', verificationCode = '' } = credentials(it, 'finn');
        return { login, password: `${password}${verificationCode}` };
      }),
      signedIn,
      facts(20_000_006),
    ),
  ];
}

/** What else `@ctrl/plex` can do with a token. */
const ctrlDeeds: readonly Step[] = [
  well({ ...read('listDevices'), asked: 'The devices, as Alice' }, ['GET /devices.xml 200'], {
    devices:
      'ticketstub-alice-laptop (), 0x20000000001 (), a771c0000000000000000000000000000000a771 (server), ce11a00000000000000000000000000000000ce1 (server)',
  }),
  well({ ...read('makeClaimToken'), asked: 'A claim token, as Alice' }, ['GET /api/claim/token.json 200'], {
    starts: 'claim-',
    token: '26 characters',
  }),
];

/** What `@ctrl/plex` is asked. */
export const ctrlPlexScenes: readonly Scene[] = [
  {
    title: 'plex.tv as it is by default',
    options: {},
    steps: [
      ...oldSignIn('/users/sign_in.json', threw('FetchError', 401), (id) => ({
        id,
        authToken: tokenLength,
        tokenOpens: id,
      })),
      well(byPage('Dana'), [...byHostedPage, readsUser], {
        code: '25 characters',
        ...endsWell('PlexAPI'),
        id: 20_000_004,
        authToken: tokenLength,
      }),
      well(read(), [readsUser], { id: 20_000_001, username: 'alice-attic' }),
      { ...readAsNobody, answers: ['GET /api/v2/user 401'], comes: threw('FetchError', 401) },
      well({ ...read('listServers'), asked: 'The servers, as Alice' }, [readsUser, 'GET /api/v2/resources 200'], {
        servers: 'Attic, Cellar',
        tokens: true,
      }),
      well(
        {
          asked: 'The servers shared with Dana',
          deed: 'listServers',
          given: (it) => ({ token: person(it, 'dana').token }),
        },
        [readsUser, 'GET /api/v2/resources 200'],
        { servers: 'Attic', tokens: true },
      ),
      ...ctrlDeeds,
      {
        ...read(),
        asked: 'The account, when plex.tv answers 429',
        fault: { operation: 'getTokenDetails', status: 429 },
        answers: ['GET /api/v2/user 429'],
        comes: threw('FetchError', 429),
      },
    ],
  },
  {
    title: 'A media server, found through plex.tv',
    note: 'It asks every address of the server at once and takes the first that answers.',
    options: {},
    steps: [
      {
        asked: 'Connect to Attic, as Alice',
        deed: 'connectToServer',
        given: (it) => ({ token: alice(it), name: 'Attic' }),
        races: true,
        answers: ['GET /api/v2/resources 200', 'GET / 200'],
        comes: { returned: { friendlyName: 'Attic', isTheOne: true } },
      },
    ],
  },
];

const oldXml = '/users/sign_in.xml';

function spelled(letters: keyof typeof passwordIn, step: Pick<Step, 'answers' | 'comes'>, note: string): Scene {
  return {
    title: `A password with letters that Latin-1 ${letters === 'latin' ? 'has' : 'has not'} (a \`seed\`)`,
    note,
    options: { seed: passwordIn[letters] },
    steps: [{ asked: 'Sign in as Alice', deed: 'signIn', given: (it) => credentials(it, 'alice'), ...step }],
  };
}

/** What `plex-api` is asked, with `plex-api-credentials` to sign in. */
export const plexApiScenes: readonly Scene[] = [
  {
    title: 'plex.tv and a media server as they are by default',
    note: 'It parses JSON only if the content type is `application/json` and nothing more. On plex.tv the stand-in adds a charset, so the account comes as bytes; whether Plex adds one is not on record.',
    options: {},
    steps: [
      ...oldSignIn(oldXml, threw('Error'), (id) => ({ authToken: tokenLength, tokenOpens: String(id) })),
      well(
        {
          asked: 'What Attic is, as Alice: refused, it signs in and asks again',
          deed: 'signInWhenRefused',
          given: (it) => ({ ...credentials(it, 'alice'), server: server(it, 0).url }),
        },
        ['GET / 401', `POST ${oldXml} 201`, 'GET / 200'],
        { friendlyName: 'Attic' },
      ),
      well({ ...read(), asked: 'The account in XML, as Alice' }, [readsUser], {
        id: '20000001',
        username: 'alice-attic',
      }),
      well(read('readAccountAsJson'), [readsUser], { bytes: true, id: 20_000_001 }),
      { ...readAsNobody, answers: ['GET /api/v2/user 401'], comes: threw('Error') },
    ],
  },
  spelled(
    'latin',
    {
      answers: [`POST ${oldXml} 201`, readsUser],
      comes: { returned: { authToken: tokenLength, tokenOpens: '20000001' } },
    },
    'It sends passwords in Latin-1.',
  ),
  spelled(
    'greek',
    { answers: [`POST ${oldXml} 401`], comes: threw('Error') },
    'It sends passwords in [Latin-1](https://github.com/phillipj/node-plex-api-credentials/blob/master/index.js), so that all other letters arrive as something else.',
  ),
];

/** What `login-with-plex` is asked. */
export const loginWithPlexScenes: readonly Scene[] = [
  {
    title: 'plex.tv as it is by default',
    note: 'It looks at no status: whatever came is what it returns.',
    options: {},
    steps: [
      well(byPage('Alice'), [...byHostedPage, readsUser], {
        code: '25 characters',
        ...endsWell('A witness'),
        authToken: tokenLength,
        id: 20_000_001,
        username: 'alice-attic',
      }),
      well(
        { asked: 'Sign in by the hosted page, where nobody claims the PIN', deed: 'askTooSoon', given: () => ({}) },
        ['POST /api/v2/pins 201', 'GET /api/v2/pins/{id} 200', 'GET /api/v2/user 401'],
        { authToken: 'null', errors: '1001' },
      ),
      well(
        { asked: 'The token of a PIN that there is not', deed: 'askForNoPin', given: () => ({}) },
        ['GET /api/v2/pins/1 404'],
        { authToken: 'undefined' },
      ),
      well(read(), [readsUser], { id: 20_000_001, username: 'alice-attic' }),
      well(readAsNobody, ['GET /api/v2/user 401'], { errors: '1001' }),
    ],
  },
];

/** What `plex-oauth` is asked. */
export const plexOauthScenes: readonly Scene[] = [
  {
    title: 'plex.tv as it is by default',
    note: 'It gives the hosted page’s address and the PIN’s number, and no account: whose token came, the program asks itself. It asks for a PIN with an empty text as JSON.',
    options: {},
    steps: [
      well(
        { ...byPage('Dana'), asked: `${signingIn('hosted', 'Dana')}, then whose token came` },
        [...byHostedPage, readsUser],
        {
          ...endsWell('A witness'),
          authToken: tokenLength,
          tokenOpens: 20_000_004,
        },
      ),
      well(
        { asked: 'Sign in by the hosted page, where nobody claims the PIN', deed: 'askTooSoon', given: () => ({}) },
        ['POST /api/v2/pins 201', 'GET /api/v2/pins/{id} 200'],
        { authToken: 'null' },
      ),
      {
        asked: 'The token of a PIN that there is not',
        deed: 'askForNoPin',
        given: () => ({}),
        answers: ['GET /api/v2/pins/1 404'],
        comes: threw('AxiosError'),
      },
    ],
  },
];
