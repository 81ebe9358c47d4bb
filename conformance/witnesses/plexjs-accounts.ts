import type { StandIn } from '@ticketstub/standin';
import { accountAsReadBy } from './seeds.js';
import { alice, nobody, returned, threw } from './outcomes.js';
import type { PlexjsWays } from './plexjs-ways.js';
import { credentials, type Outcome, type Scene, type Step } from './scene.js';

function accountFaults({ account, status }: PlexjsWays): readonly Step[] {
  const given: Step['given'] = (standIn) => ({ account: account(standIn), token: alice(standIn) });
  const fails = (code: number, comes: Outcome): Step => ({
    asked: `Whose token it is, when plex.tv answers ${code}`,
    deed: 'getTokenDetails',
    given,
    fault: { operation: 'getTokenDetails', status: code },
    answers: [`GET /api/v2/user ${code}`],
    comes,
  });
  return [
    {
      asked: 'Whose token it is, with a token of nobody',
      deed: 'getTokenDetails',
      given: (standIn) => ({ account: account(standIn), token: nobody }),
      answers: ['GET /api/v2/user 401'],
      comes: threw('GetTokenDetailsUnauthorized', status(401), 1001),
    },
    fails(400, threw('GetTokenDetailsBadRequest', status(400), 1004)),
    ...[422, 429, 500].map((code) => fails(code, threw('SDKError', code))),
  ];
}

interface SignIn {
  readonly asked: string;
  readonly given: (standIn: StandIn<string>) => Readonly<Record<string, unknown>>;
  readonly code: number;
  readonly comes: Outcome;
  readonly fault?: Step['fault'];
}

function signInFaults({ account, status }: PlexjsWays): readonly Step[] {
  const unauthorized = (code: number): Outcome => threw('PostUsersSignInDataUnauthorized', status(401), code);
  const alices = (standIn: StandIn<string>): object => credentials(standIn, 'alice');
  const finns = (standIn: StandIn<string>): object => ({
    ...credentials(standIn, 'finn'),
    verificationCode: undefined,
  });
  const cases: readonly SignIn[] = [
    {
      asked: 'with a wrong password',
      given: (it) => ({ ...alices(it), password: 'wrong' }),
      code: 401,
      comes: unauthorized(1001),
    },
    {
      asked: 'without the two-factor code it takes',
      given: (it) => ({ ...finns(it) }),
      code: 401,
      comes: unauthorized(1029),
    },
    {
      asked: 'with a wrong two-factor code',
      given: (it) => ({ ...finns(it), verificationCode: '000000' }),
      code: 401,
      comes: unauthorized(1028),
    },
    {
      asked: 'without a client identifier',
      given: (it) => ({ ...alices(it), clientID: '' }),
      code: 400,
      comes: threw('PostUsersSignInDataBadRequest', status(400), 1000),
    },
    ...[422, 429].map((code): SignIn => ({
      asked: `when plex.tv answers ${code}`,
      given: (it) => ({ ...alices(it) }),
      code,
      comes: threw('SDKError', code),
      fault: { operation: 'postUsersSignInData', status: code },
    })),
  ];
  return cases.map(({ asked, given, code, comes, fault }) => ({
    asked: `Sign in ${asked}`,
    deed: 'postUsersSignInData',
    given: (standIn) => ({ account: account(standIn), clientID: 'witness', ...given(standIn) }),
    ...(fault && { fault }),
    answers: [`POST /api/v2/users/signin ${code}`],
    comes,
  }));
}

const recording =
  'https://github.com/andrey-yantsen/plex-api.rs/blob/4b8f4a7ea091486035f6e9c77d617bdb8a7029f4/crates/plex-api/tests/mocks/myplex/api/v2/user/user_info_free.json';

const reads = (id: number, username: string): Outcome => returned({ statusCode: 200, id, username });
const signedIn = (id: number): Outcome => returned({ statusCode: 201, id, authToken: '20 characters', tokenOpens: id });

const asksUser = 'GET /api/v2/user 200';
const signsIn = 'POST /api/v2/users/signin 201';

/** The two calls as they go when nothing is wrong; what comes of them is said where they are used. */
function kindCalls({ account }: PlexjsWays): Record<'whose' | 'alice' | 'finn', Omit<Step, 'answers' | 'comes'>> {
  const signIn = (name: string): Pick<Step, 'deed' | 'given'> => ({
    deed: 'postUsersSignInData',
    given: (standIn) => ({ account: account(standIn), clientID: 'witness', ...credentials(standIn, name) }),
  });
  return {
    whose: {
      asked: 'Whose token it is, as Alice',
      deed: 'getTokenDetails',
      given: (standIn) => ({ account: account(standIn), token: alice(standIn) }),
    },
    alice: { asked: 'Sign in as Alice, then whose token came', ...signIn('alice') },
    finn: { asked: 'Sign in as Finn with his two-factor code, then whose token came', ...signIn('finn') },
  };
}

function asRecorded(ways: PlexjsWays): Scene {
  const { whose, alice: asAlice } = kindCalls(ways);
  const because = 'account.members';
  const [answers, status] = ways.signsIn ? [[signsIn, asksUser], 200] : [[signsIn], 201];
  return {
    title: 'plex.tv, accounts as they are on record (the default)',
    note: `This version wants ${ways.demands}. [A recording](${recording}) has not, nor has the stand-in.`,
    options: {},
    steps: [
      { ...whose, answers: [asksUser], comes: ways.rejected(200), because },
      { ...asAlice, answers, comes: ways.rejected(status), because },
      ...accountFaults(ways),
      ...signInFaults(ways),
    ],
  };
}

function asReadable(ways: PlexjsWays): Scene {
  const { whose, alice: asAlice, finn } = kindCalls(ways);
  const answers = [signsIn, asksUser];
  return {
    title: 'plex.tv, accounts as the schema of this version has them (a `seed`)',
    options: { seed: accountAsReadBy[ways.version] },
    steps: [
      { ...whose, answers: [asksUser], comes: reads(20_000_001, 'alice-attic') },
      { ...asAlice, answers, comes: signedIn(20_000_001) },
      { ...finn, answers, comes: signedIn(20_000_006) },
    ],
  };
}

function strict(ways: PlexjsWays): Scene {
  const comes = threw('GetTokenDetailsBadRequest', ways.status(400), 1000);
  return {
    title: 'plex.tv that insists on a client identifier (`strictClientIdentifier: true`)',
    options: { strictClientIdentifier: true },
    steps: [
      {
        ...kindCalls(ways).whose,
        answers: ['GET /api/v2/user 400'],
        comes,
        because: 'account.strict-client-id',
      },
    ],
  };
}

/** The two calls to plex.tv, with the accounts on record and with those a version can read. */
export function accounts(ways: PlexjsWays): readonly Scene[] {
  return [asRecorded(ways), asReadable(ways), strict(ways)];
}
