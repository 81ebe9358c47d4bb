import { errors, type operations, type PlexAPI } from '@ticketstub/sdk';
import { type Case, claim, refused, same, type Scene } from './world.js';

const all = { type: 'delegation', scope: 'all' } as const;

/** The four operations when all goes well. */
const kind: readonly Case[] = [
  {
    name: 'getTransientToken: a token, and it works',
    async run({ client }) {
      const { statusCode, mediaContainer } = await client().authentication.getTransientToken(all);
      same(statusCode, 200, 'status');
      const guest = client({ accessToken: mediaContainer.token });
      await guest.authentication.getTransientToken(all);
    },
  },
  {
    name: 'getSourceConnectionInformation: the source’s device and its connections',
    async run({ client, source }) {
      const { mediaContainer } = await client().authentication.getSourceConnectionInformation({ source });
      const [device] = mediaContainer.device;
      claim((device?.connection.length ?? 0) > 0, 'no connection');
      claim(typeof device?.accessToken === 'string', 'no token');
    },
  },
  {
    name: 'getTokenDetails: the account',
    async run({ client, alice }) {
      const { userPlexAccount } = await client().authentication.getTokenDetails();
      same(userPlexAccount.uuid, alice.uuid, 'uuid');
    },
  },
  {
    name: 'postUsersSignInData: a token of one’s own',
    async run({ client, alice: { login, password, uuid } }) {
      // A device of its own: a sign-in ends the tokens that its device had before.
      const plex = client({ accessToken: undefined, clientID: 'smoke-another-device' });
      const { statusCode, userPlexAccount } = await signIn(plex, { login, password });
      same([statusCode, userPlexAccount.uuid], [201, uuid], 'answer');
      claim(userPlexAccount.authToken.length === 20, 'no token');
    },
  },
];

function signIn(
  { authentication }: PlexAPI,
  requestBody: operations.PostUsersSignInDataRequestBody,
): Promise<operations.PostUsersSignInDataResponse> {
  return authentication.postUsersSignInData({ requestBody });
}

const dead = 'dead-token-of-nobody';

/** The four operations when they are refused: by class, code and status. */
const unkind: readonly Case[] = [
  {
    name: 'getTransientToken refused: GetTransientTokenBadRequest, GetTransientTokenUnauthorized',
    async run({ client }) {
      const wrong = client().authentication.getTransientToken(Object.assign({ ...all }, { scope: 'everything' }));
      const operation = 'getTransientToken';
      const badRequest = { code: 'BAD_REQUEST', statusCode: 400, operation } as const;
      await refused(wrong, errors.GetTransientTokenBadRequest, badRequest);
      const work = client({ accessToken: dead }).authentication.getTransientToken(all);
      const unauthorized = { code: 'UNAUTHORIZED', statusCode: 401, operation } as const;
      await refused(work, errors.GetTransientTokenUnauthorized, unauthorized);
    },
  },
  {
    name: 'getSourceConnectionInformation refused: …BadRequest, …Unauthorized, and SDKError for a 404',
    async run({ client, source, cellar }) {
      const ask = (plex: PlexAPI, what = source): Promise<unknown> =>
        plex.authentication.getSourceConnectionInformation({ source: what });
      await refused(ask(client(), 'attic'), errors.GetSourceConnectionInformationBadRequest, { code: 'BAD_REQUEST' });
      const unauthorized = errors.GetSourceConnectionInformationUnauthorized;
      await refused(ask(client({ accessToken: dead })), unauthorized, { code: 'UNAUTHORIZED' });
      const notFound = { name: 'SDKError', code: 'NOT_FOUND', statusCode: 404 } as const;
      await refused(ask(client({ serverURL: cellar })), errors.SDKError, notFound);
    },
  },
  {
    name: 'getTokenDetails refused: GetTokenDetailsUnauthorized',
    async run({ client }) {
      const work = client({ accessToken: dead }).authentication.getTokenDetails();
      await refused(work, errors.GetTokenDetailsUnauthorized, { code: 'UNAUTHORIZED', statusCode: 401 });
    },
  },
  {
    name: 'postUsersSignInData refused: PostUsersSignInDataBadRequest, PostUsersSignInDataUnauthorized',
    async run({ client, alice: { login } }) {
      const nameless = signIn(client({ clientID: '' }), { login, password: 'wrong' });
      await refused(nameless, errors.PostUsersSignInDataBadRequest, { code: 'CLIENT_ID_REQUIRED', statusCode: 400 });
      const wrong = signIn(client(), { login, password: 'wrong' });
      await refused(wrong, errors.PostUsersSignInDataUnauthorized, { code: 'UNAUTHORIZED', statusCode: 401 });
    },
  },
];

/** A conversation of several requests. */
const twoFactor: Case = {
  name: 'signIn: asks for the two-factor code when Plex wants it, and again when it was wrong',
  async run({ client, finn: { login, password, uuid, clientID }, faults }: Scene) {
    const asked: number[] = [];
    const plex = client({ accessToken: undefined, clientID });
    const { accessToken, account } = await plex.signIn({
      login,
      password,
      async verificationCode({ attempt }) {
        asked.push(attempt);
        if (attempt === 1) return '000000';
        const response = await fetch(`${faults}/code`);
        return response.text();
      },
    });
    same([asked, account.uuid], [[1, 2], uuid], 'asked');
    const { userPlexAccount } = await plex.withToken(accessToken).authentication.getTokenDetails();
    same(userPlexAccount.twoFactorEnabled, true, 'twoFactorEnabled');
  },
};

/** What is asked of Plex. */
export const operationCases: readonly Case[] = [...kind, ...unkind, twoFactor];
