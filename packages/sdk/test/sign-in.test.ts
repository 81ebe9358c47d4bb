import { describe, expect, test } from 'vitest';
import { errors, type SignInInput } from '../src/index.js';
import { ACCOUNT, signInCall, tokenDetails } from './four-calls.js';
import { rejection, type Reply, type Scene, scene } from './scene.js';

const INPUT = { login: 'finn', password: 'canary-password' } as const satisfies SignInInput;
const ASKS = refused(1029);
const WRONG = refused(1028);

function refused(code: number): Reply {
  return { status: 401, body: { errors: [{ code, message: 'no', status: 401 }] } };
}

function plexThat(...turns: Reply[]): Scene {
  return scene(turns, { clientID: 'an-installation' });
}

function sentForm({ sent }: Scene): Record<string, string>[] {
  return sent.map(({ init }) => Object.fromEntries(new URLSearchParams(init.body ?? '')));
}

describe('signIn', () => {
  test('gives the new token and its account', async () => {
    const { plex } = plexThat(signInCall.success);
    await expect(plex.signIn(INPUT)).resolves.toEqual({
      accessToken: 'canary-fresh-token',
      account: { ...ACCOUNT, authToken: 'canary-fresh-token' },
    });
  });

  test('sends login, password and whether to be remembered', async () => {
    const world = plexThat(signInCall.success);
    await world.plex.signIn({ ...INPUT, rememberMe: true });
    await world.plex.signIn(INPUT);
    expect(sentForm(world)).toEqual([
      { ...INPUT, rememberMe: 'true' },
      { ...INPUT, rememberMe: 'false' },
    ]);
  });

  test('hands out a token that a client can be made with', async () => {
    const { plex, sent } = plexThat(signInCall.success, tokenDetails.success);
    const { accessToken } = await plex.signIn(INPUT);
    await plex.withToken(accessToken).authentication.getTokenDetails();
    expect(sent.map(({ headers }) => headers.get('x-plex-token'))).toEqual([null, 'canary-fresh-token']);
  });

  test('asks for a code only when Plex wants one', async () => {
    const asks: number[] = [];
    const verificationCode = ({ attempt }: { attempt: number }): string => {
      asks.push(attempt);
      return '123456';
    };
    const { plex, sent } = plexThat(signInCall.success);
    await plex.signIn({ ...INPUT, verificationCode });
    expect([asks, sent.length]).toEqual([[], 1]);
  });

  test('asks again while the code is wrong, telling how often it asked', async () => {
    const asks: number[] = [];
    const verificationCode = ({ attempt }: { attempt: number }): Promise<string> => {
      asks.push(attempt);
      return Promise.resolve(` 00000${attempt} `);
    };
    const world = plexThat(ASKS, WRONG, WRONG, signInCall.success);
    await world.plex.signIn({ ...INPUT, verificationCode });
    expect(asks).toEqual([1, 2, 3]);
    const codes = sentForm(world).map((form) => form['verificationCode']);
    expect(codes).toEqual([undefined, '000001', '000002', '000003']);
  });

  test('gives up after three wrong codes', async () => {
    const world = plexThat(ASKS, WRONG);
    const error = await rejection(world.plex.signIn({ ...INPUT, verificationCode: () => '000000' }));
    expect(error).toBeInstanceOf(errors.PostUsersSignInDataUnauthorized);
    expect(error).toMatchObject({ code: 'VERIFICATION_CODE_INVALID', plexCode: 1028 });
    expect(world.sent).toHaveLength(4);
  });

  test('sends a code that is text at once, and only once', async () => {
    const world = plexThat(WRONG);
    const error = await rejection(world.plex.signIn({ ...INPUT, verificationCode: '123456' }));
    expect(error).toMatchObject({ code: 'VERIFICATION_CODE_INVALID' });
    expect(sentForm(world)).toEqual([{ ...INPUT, rememberMe: 'false', verificationCode: '123456' }]);
  });

  test.each([
    [1001, 'UNAUTHORIZED'],
    [1029, 'VERIFICATION_CODE_REQUIRED'],
    [1030, 'EMAIL_REQUIRED'],
    [1031, 'ADDRESS_BLOCKED'],
  ] as const)('without a code to ask for ends at %d with %s', async (plexCode, code) => {
    const { plex, sent } = plexThat(refused(plexCode));
    await expect(rejection(plex.signIn(INPUT))).resolves.toMatchObject({ plexCode, code });
    expect(sent).toHaveLength(1);
  });

  test.each([1001, 1030, 1031])('asks for no code at %d, before or after one', async (plexCode) => {
    let asked = 0;
    const verificationCode = (): string => {
      asked += 1;
      return '123456';
    };
    await expect(
      rejection(plexThat(refused(plexCode)).plex.signIn({ ...INPUT, verificationCode })),
    ).resolves.toMatchObject({ plexCode });
    expect(asked).toBe(0);
    await expect(
      rejection(plexThat(ASKS, refused(plexCode)).plex.signIn({ ...INPUT, verificationCode })),
    ).resolves.toMatchObject({ plexCode });
    expect(asked).toBe(1);
  });

  test('ends with the error of whoever was asked for the code', async () => {
    const cancelled = new Error('cancelled at the prompt');
    const { plex, sent } = plexThat(ASKS);
    const error = await rejection(plex.signIn({ ...INPUT, verificationCode: () => Promise.reject(cancelled) }));
    expect(error).toBe(cancelled);
    expect(sent).toHaveLength(1);
  });

  test.each(['', 123_456, undefined])('does not send %o for a code', async (code) => {
    const { plex, sent } = plexThat(ASKS, signInCall.success);
    const input: unknown = { ...INPUT, verificationCode: () => code };
    const signIn: unknown = Reflect.get(plex, 'signIn');
    if (typeof signIn !== 'function') throw new TypeError('signIn is no method');
    const error = await rejection(Reflect.apply(signIn, plex, [input]));
    expect(error).toBeInstanceOf(errors.InvalidArgumentError);
    expect(error).toMatchObject({ argument: 'input.verificationCode' });
    expect(sent).toHaveLength(1);
  });

  test('needs a client identifier, and sends nothing without', async () => {
    for (const clientID of [undefined, '']) {
      const { plex, sent } = scene(signInCall.success, { clientID });
      const error = await rejection(plex.signIn(INPUT));
      expect(error).toBeInstanceOf(errors.InvalidArgumentError);
      expect(error).toMatchObject({ code: 'CLIENT_ID_REQUIRED', argument: 'clientID' });
      expect(sent).toEqual([]);
    }
  });

  test('names what is missing of its own input, and sends nothing without', async () => {
    for (const argument of ['login', 'password']) {
      const { plex, sent } = plexThat(signInCall.success);
      const error = await rejection(plex.signIn({ ...INPUT, [argument]: '' }));
      expect(error).toMatchObject({ name: 'InvalidArgumentError', argument: `input.${argument}` });
      expect(sent).toEqual([]);
    }
  });

  test('ends as soon as it is aborted while the code is asked for', async () => {
    const { plex, sent } = plexThat(ASKS);
    const controller = new AbortController();
    const reason = new Error('left the page');
    const verificationCode = (): Promise<string> => {
      controller.abort(reason);
      return new Promise(() => {});
    };
    expect(await rejection(plex.signIn({ ...INPUT, verificationCode }, { signal: controller.signal }))).toBe(reason);
    expect(sent).toHaveLength(1);
  });

  test('takes the options of a call', async () => {
    const reason = new Error('never mind');
    const { plex, sent } = plexThat(signInCall.success);
    expect(await rejection(plex.signIn(INPUT, { signal: AbortSignal.abort(reason) }))).toBe(reason);
    await plex.signIn(INPUT, { serverURL: 'http://127.0.0.1:9/api/v2' });
    expect(sent.map(({ url }) => url)).toEqual(['http://127.0.0.1:9/api/v2/users/signin']);
  });
});
