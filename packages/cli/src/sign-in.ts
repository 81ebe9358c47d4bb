import { type AdoptInput, type DeviceKey, errors, type Pin, type PlexAPI } from '@ticketstub/sdk';
import { USAGE } from './exit-codes.js';
import { Failure } from './failure.js';
import { plain } from './output/human.js';
import { isFreeFor } from './free-for.js';
import { forgetProfile, readProfile } from './profile.js';
import { askSecret, canAsk } from './prompts.js';
import type { Run } from './run.js';
import { clientOf, type Keeping } from './session.js';
import { showPin } from './show-pin.js';
import { watchPin } from './watch-pin.js';

/** How somebody signs in, and what that takes. */
export type WayIn =
  | { readonly way: 'token'; readonly accessToken: string }
  | {
      readonly way: 'password';
      readonly login: string;
      readonly password: string | undefined;
      readonly code: string | undefined;
    }
  | OnPage;

type OnPage = { readonly way: 'page' | 'code'; readonly device: boolean; readonly browser: boolean };

/** Who has signed in. */
export interface SignedInAs {
  readonly name: string;
  readonly json: { readonly uuid: string; readonly username: string | null; readonly kind: 'account' | 'device' };
}

/** What a sign-in gave. */
interface Gained {
  readonly account: Named;
  readonly kept: AdoptInput;
}

interface Named {
  readonly uuid: string;
  readonly username?: string | null | undefined;
  readonly title?: string | null | undefined;
}

/**
 * Signs somebody in, then keeps what that gave; until then what is kept is as it was.
 * @throws Failure for what is wrong, TicketstubError for what plex.tv says.
 */
export async function signInWith(run: Run, keeping: Keeping, input: WayIn): Promise<SignedInAs> {
  const { account, kept } = await gain(run, keeping.plex, input);
  run.context.signal.throwIfAborted();
  await keep(run, keeping, { account, kept });
  const { uuid, username, title } = account;
  const kind = 'key' in kept ? 'device' : 'account';
  return { name: plain(title || username || uuid), json: { uuid, username: username || null, kind } };
}

async function gain(run: Run, plex: PlexAPI, input: WayIn): Promise<Gained> {
  switch (input.way) {
    case 'token':
      return withToken(run, plex, input.accessToken);
    case 'password':
      return withPassword(run, plex, input);
    case 'page':
    case 'code':
      return input.device ? withKey(run, input) : withPin(run, plex, input);
  }
}

async function withToken(run: Run, plex: PlexAPI, accessToken: string): Promise<Gained> {
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(accessToken))
    throw new Failure({
      code: 'TOKEN_NOT_KEPT',
      message: 'this is a JWT: it ends within a week, and only the key behind it gets the next',
      next: 'ticketstub login --device, or PLEX_TOKEN for a command or two',
    });
  try {
    return await gained(run, plex, accessToken);
  } catch (error) {
    if (!(error instanceof errors.TicketstubError) || error.code !== 'UNAUTHORIZED') throw error;
    const message = 'plex.tv does not take the token that stdin holds';
    throw new Failure({ code: 'TOKEN_REFUSED', message, next: 'ticketstub login', cause: error });
  }
}

async function withPassword(
  { context }: Run,
  plex: PlexAPI,
  { login, password, code }: Extract<WayIn, { way: 'password' }>,
): Promise<Gained> {
  const isAsked = password === undefined && canAsk(context);
  const { accessToken, account } = await plex.signIn(
    {
      login,
      password: password ?? (await askSecret(context, `Password of ${plain(login)}`)),
      verificationCode: ({ attempt }) => {
        if (isAsked) return askSecret(context, attempt > 1 ? 'That was wrong. The next code' : 'Two-factor code');
        if (code !== undefined && attempt === 1) return code;
        throw noCode(code !== undefined);
      },
    },
    { signal: context.signal },
  );
  return { account, kept: { accessToken, account } };
}

function noCode(isWrong: boolean): Failure {
  if (isWrong)
    return new Failure({
      code: 'VERIFICATION_CODE_INVALID',
      message: 'the two-factor code is wrong, or its half minute is over',
      next: 'the same with the next code',
    });
  return new Failure({
    code: 'VERIFICATION_CODE_REQUIRED',
    message: 'this account has two-factor authentication, and stdin has no second line',
    next: 'give the code of the moment in the second line of stdin',
    exitCode: USAGE,
  });
}

async function withPin(run: Run, plex: PlexAPI, input: OnPage): Promise<Gained> {
  const pin = await plex.pins.create({ strong: input.way === 'page' }, { signal: run.context.signal });
  return gained(run, plex, await claimed(run, plex, { pin, input }));
}

/** A key has a client identifier of its own: its first JWT ends whatever opaque token the device had. */
async function withKey(run: Run, input: OnPage): Promise<Gained> {
  const clientID = crypto.randomUUID();
  const plex = clientOf(run, clientID);
  const key = await plex.deviceKeys.generate();
  const pin = await plex.pins.create({ strong: input.way === 'page', key }, { signal: run.context.signal });
  const { account } = await gained(run, plex, await claimed(run, plex, { pin, key, input }));
  return { account, kept: { key, clientID } };
}

interface Shown {
  readonly pin: Pin;
  readonly key?: DeviceKey;
  readonly input: OnPage;
}

/** The token of whoever signs in with a PIN. */
async function claimed(run: Run, plex: PlexAPI, { pin, key, input: { way, browser } }: Shown): Promise<string> {
  await showPin(run, { plex, pin, way, browser });
  return (await watchPin(run, { plex, pin, ...(key && { key }) })).authToken;
}

async function gained({ context: { signal } }: Run, plex: PlexAPI, accessToken: string): Promise<Gained> {
  const { userPlexAccount: account } = await plex.withToken(accessToken).authentication.getTokenDetails({ signal });
  return { account, kept: { accessToken, account } };
}

/** Another person's credentials are not mixed with what is kept: theirs go first. From here on Ctrl-C waits for the end. */
async function keep(run: Run, { credentials }: Keeping, { account: { uuid }, kept }: Gained): Promise<void> {
  if (!(await isFreeFor(uuid, credentials))) await credentials.forget();
  await credentials.adopt(kept);
  const profile = await readProfile(run).catch(() => undefined);
  if (profile !== undefined && profile.owner !== uuid) await forgetProfile(run);
}
