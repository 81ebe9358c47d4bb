import { coreWith, type PlexCore, settingsOf } from '../core.js';
import { SDKError, TicketstubError } from '../errors.js';
import { connect } from '../flows/connect.js';
import { getServerRootOperation } from '../operations/get-server-root.js';
import { send } from '../transport/send.js';
import type { HeldToken, JwtTrial } from './held.js';
import type { Wallet } from './wallet.js';

/** A media server to be shown a JWT. */
export interface JwtTrialInput {
  /** A machine identifier. */
  readonly server: string;
  /** Where it is. */
  readonly url: string;
  readonly token: HeldToken;
}

/**
 * Shows a media server a JWT, once it has proven to be that server, and notes and says whether it takes it. No answer is no.
 * @throws the signal's reason when it aborts.
 */
export async function tryJwt(
  { core, wallet }: { readonly core: PlexCore; readonly wallet: Wallet },
  { server, url, token }: JwtTrialInput,
  signal?: AbortSignal,
): Promise<boolean> {
  const from = wallet.signIn;
  const accepted = await takes(core, { server, url, token }, signal);
  const trial = { server, accepted, at: wallet.clock.now(), url };
  const others = (trials: readonly JwtTrial[]): JwtTrial[] => trials.filter((one) => one.server !== server);
  await wallet.found((session) => ({ ...session, jwtTrials: [...others(session.jwtTrials), trial] }), from);
  return accepted;
}

async function takes(
  core: PlexCore,
  { server, url, token: { token, clientID } }: JwtTrialInput,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const connections = [{ uri: url }];
  const options = { signal, serverURL: url, retries: { strategy: 'none' } } as const;
  const ask = (accessToken: string | undefined): Promise<boolean> =>
    send(settingsOf(coreWith(core, { clientID, accessToken })), getServerRootOperation, {
      input: undefined,
      options,
    }).then(
      () => true,
      (error: unknown) => {
        signal?.throwIfAborted();
        if (error instanceof SDKError) return false;
        throw error;
      },
    );
  try {
    await connect(core, { server: { clientIdentifier: server, connections } }, { signal });
    // Who lets anybody in, as on a network that its owner trusts, says nothing about tokens.
    return !(await ask(undefined)) && (await ask(token));
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof TicketstubError) return false;
    throw error;
  }
}
