import type { Pin, PlexAPI } from '@ticketstub/sdk';
import { randomUUID } from 'node:crypto';
import { openInBrowser } from './browser.js';
import { usage } from './failure.js';
import { plain } from './output/human.js';
import { askSecret } from './prompts.js';
import type { Run } from './run.js';
import type { Keeping } from './session.js';
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
  | { readonly way: 'page' | 'code'; readonly device: boolean; readonly browser: boolean };

/** Who has signed in. */
export interface SignedInAs {
  readonly name: string;
  readonly json: { readonly uuid: string; readonly username: string | null; readonly kind: 'account' | 'device' };
}

/**
 * Signs somebody in and keeps what that gave; until then nothing is kept.
 * @throws Failure for what is wrong, TicketstubError for what plex.tv says.
 */
export async function signInWith(run: Run, keeping: Keeping, input: WayIn): Promise<SignedInAs> {
  switch (input.way) {
    case 'token':
      return withToken(run, keeping, input.accessToken);
    case 'password':
      return withPassword(run, keeping, input);
    case 'page':
    case 'code':
      return input.device ? withKey(run, keeping, input) : withPin(run, keeping, input);
  }
}

async function withToken(run: Run, { plex, credentials }: Keeping, accessToken: string): Promise<SignedInAs> {
  const { signal } = run.context;
  const { userPlexAccount: account } = await plex.withToken(accessToken).authentication.getTokenDetails({ signal });
  await startAfresh({ plex, credentials }, account.uuid);
  await credentials.adopt({ accessToken, account }, { signal });
  return named(account, 'account');
}

async function withPassword(
  run: Run,
  { plex, credentials }: Keeping,
  { login, password, code }: Extract<WayIn, { way: 'password' }>,
): Promise<SignedInAs> {
  const { context } = run;
  const { signal, stdin } = context;
  const { accessToken, account } = await plex.signIn(
    {
      login,
      password: password ?? (await askSecret(context, `Password of ${plain(login)}`)),
      verificationCode: ({ attempt }) => {
        if (stdin.isTTY === true)
          return askSecret(context, attempt > 1 ? 'That was wrong. The next code' : 'Two-factor code');
        if (code !== undefined && attempt === 1) return code;
        throw usage(
          code === undefined
            ? 'this account has two-factor authentication, and stdin has no second line'
            : 'the two-factor code is wrong',
          'give the password in the first line of stdin, and the code of this moment in the second',
        );
      },
    },
    { signal },
  );
  await startAfresh({ plex, credentials }, account.uuid);
  await credentials.adopt({ accessToken, account }, { signal });
  return named(account, 'account');
}

type OnPage = Extract<WayIn, { way: 'page' | 'code' }>;

async function withPin(run: Run, { plex, credentials }: Keeping, input: OnPage): Promise<SignedInAs> {
  const { signal } = run.context;
  const pin = await plex.pins.create({ strong: input.way === 'page' }, { signal });
  await show(run, { plex, pin, input });
  const { authToken: accessToken } = await watchPin(run, { plex, pin });
  const { userPlexAccount: account } = await plex.withToken(accessToken).authentication.getTokenDetails({ signal });
  await startAfresh({ plex, credentials }, account.uuid);
  await credentials.adopt({ accessToken, account }, { signal });
  return named(account, 'account');
}

/** A key has a client identifier of its own: its first JWT ends whatever opaque token the device had. */
async function withKey(run: Run, { plex: own, credentials }: Keeping, input: OnPage): Promise<SignedInAs> {
  const { signal } = run.context;
  const { clientOf } = await import('./session.js');
  const clientID = randomUUID();
  const plex = clientOf(run, clientID);
  const key = await plex.deviceKeys.generate();
  const pin = await plex.pins.create({ strong: input.way === 'page', key }, { signal });
  await show(run, { plex, pin, input });
  const { authToken } = await watchPin(run, { plex, pin, key });
  const { userPlexAccount: account } = await plex.withToken(authToken).authentication.getTokenDetails({ signal });
  await startAfresh({ plex: own, credentials }, account.uuid);
  await credentials.adopt({ key, clientID }, { signal });
  return named(account, 'device');
}

/** Another person's credentials are not mixed with what is kept: theirs go first. */
async function startAfresh({ credentials }: Pick<Keeping, 'credentials' | 'plex'>, uuid: string): Promise<void> {
  const { tokens } = await credentials.explain();
  const isTheirs = tokens.every(
    ({ kind, owner }) => !(kind === 'account' || kind === 'jwt') || owner === undefined || owner === uuid,
  );
  if (!isTheirs) await credentials.forget();
}

async function show(
  run: Run,
  { plex, pin, input: { way, browser } }: { readonly plex: PlexAPI; readonly pin: Pin; readonly input: OnPage },
): Promise<void> {
  const { output, context } = run;
  if (way === 'code') {
    const { qrOf } = await import('./output/qr.js');
    const url = plex.pins.linkURL(pin);
    if (output.isWatched) output.note(qrOf(url));
    output.note(`Type ${output.paint.bold(pin.code)} at ${url}`);
    return;
  }
  const url = plex.pins.authAppURL(pin);
  const isOpened = browser && output.isWatched && (await openInBrowser(url, context));
  output.note(isOpened ? `Plex's page is open in your browser. If it is not: ${url}` : `Sign in here: ${url}`);
}

interface Named {
  readonly uuid: string;
  readonly username?: string | null | undefined;
  readonly title?: string | null | undefined;
}

function named({ uuid, username, title }: Named, kind: SignedInAs['json']['kind']): SignedInAs {
  return { name: plain(title || username || uuid), json: { uuid, username: username || null, kind } };
}
