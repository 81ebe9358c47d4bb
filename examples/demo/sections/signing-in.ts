import { errors } from '@ticketstub/sdk';
import type { Section, Stage } from '../play.js';
import { JSON_OF_PLEX_TV, signInRequest, userRequest } from '../requests.js';
import { failureOf } from '../show.js';

/** Signing in with two factors, and the refusals a sign-in form has to tell apart. */
export const signingIn: Section = {
  title: 'Signing in',
  async play(stage) {
    await signInWithTwoFactors(stage);
    await mistypePassword(stage);
    await forgetClientID(stage);
  },
};

async function signInWithTwoFactors({ scene, step }: Stage): Promise<void> {
  const heading = { title: 'Finn, with two-factor authentication', call: 'plex.signIn' };
  await step(heading, async (show) => {
    const { email, password, username, totp } = scene.people.finn;
    const plex = scene.client();
    const bare = await failureOf(plex.authentication.postUsersSignInData({ requestBody: { login: email, password } }));
    show.exchange(signInRequest(scene.plex), `401 ${JSON_OF_PLEX_TV}`);
    show.refusal(bare, {
      as: errors.PostUsersSignInDataUnauthorized,
      code: 'VERIFICATION_CODE_REQUIRED',
      says: '1029 Please enter the verification code',
    });
    let asked = 0;
    const verificationCode = (): string => {
      asked += 1;
      return totp?.() ?? '';
    };
    const { accessToken, account } = await plex.signIn({ login: email, password, verificationCode });
    show.exchange(signInRequest(scene.plex), `401 ${JSON_OF_PLEX_TV}`);
    show.fact('times the code was asked for', asked, { is: 1, note: 'six digits, as an app shows' });
    show.exchange(signInRequest(scene.plex), `201 ${JSON_OF_PLEX_TV}`);
    show.fact('account.twoFactorEnabled', account.twoFactorEnabled ?? undefined, { is: true });
    show.fact('account.username', account.username ?? undefined, { is: username });
    await show.token('accessToken', accessToken, { kind: 'account', of: 'finn' });
  });
}

async function mistypePassword({ scene, step }: Stage): Promise<void> {
  const heading = { title: 'A wrong password', call: 'authentication.postUsersSignInData' };
  await step(heading, async (show) => {
    const requestBody = { login: scene.people.bruno.email, password: `${scene.people.bruno.password}-or-not` };
    const error = await failureOf(scene.client().authentication.postUsersSignInData({ requestBody }));
    show.exchange(signInRequest(scene.plex), `401 ${JSON_OF_PLEX_TV}`);
    show.refusal(error, {
      as: errors.PostUsersSignInDataUnauthorized,
      code: 'UNAUTHORIZED',
      says: '1001 User could not be authenticated',
    });
  });
}

async function forgetClientID({ scene, step }: Stage): Promise<void> {
  const heading = { title: 'No client identifier', call: 'authentication.postUsersSignInData' };
  await step(heading, async (show) => {
    const { email: login, password } = scene.people.bruno;
    const plex = scene.client({ clientID: undefined });
    const error = await failureOf(plex.authentication.postUsersSignInData({ requestBody: { login, password } }));
    show.exchange(signInRequest(scene.plex), `400 ${JSON_OF_PLEX_TV}`);
    show.refusal(error, {
      as: errors.PostUsersSignInDataBadRequest,
      code: 'CLIENT_ID_REQUIRED',
      says: '1000 X-Plex-Client-Identifier is missing',
    });
    await plex.withToken(scene.people.bruno.token).authentication.getTokenDetails();
    show.exchange(userRequest(scene.plex), `200 ${JSON_OF_PLEX_TV}`, 'which needs none: the token is enough');
  });
}
