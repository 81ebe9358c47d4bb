import { coreWith, type PlexCore, settingsOf } from '../core.js';
import { heard, type RateGovernor, type Urgency } from '../flows/governor.js';
import { renewRefused } from '../flows/renew-refused.js';
import type { TokenSource } from '../flows/token-source.js';
import { checkToken } from '../functions/check-token.js';
import type { CallOptions } from '../options.js';
import { withRetries } from '../transport/retry.js';
import { systemClock } from '../transport/wait.js';
import type { HeldToken } from './held.js';

/** How a question is asked. */
export interface Question<Answer> {
  readonly ask: (options: CallOptions) => Promise<Answer>;
  readonly urgency: Urgency;
  readonly signal?: AbortSignal | undefined;
}

/** Asks plex.tv when the governor says so, as often as the client's own policy says. */
export async function askGoverned<Answer>(
  { core, governor }: { readonly core: PlexCore; readonly governor: RateGovernor },
  { ask, urgency, signal }: Question<Answer>,
): Promise<Answer> {
  const { retries, options } = settingsOf(core);
  const once: CallOptions = { signal, retries: { strategy: 'none' } };
  const attempt = async (): Promise<Answer> => {
    await governor.admit({ urgency, requests: 1, signal });
    return heard(governor, ask(once));
  };
  const { clock = systemClock } = options;
  return withRetries(attempt, { policy: retries, clock, signal });
}

/** The client as the device that a token belongs to. A JWT is renewed by its source when plex.tv refuses it. */
export function coreFor(core: PlexCore, { kind, token, clientID }: HeldToken, source: TokenSource): PlexCore {
  const accessToken = kind === 'jwt' ? source : token;
  const device = coreWith(core, { clientID, accessToken });
  const settings = settingsOf(device);
  if (kind === 'jwt') settings.repeat = renewRefused(source, settings.options.clock ?? systemClock);
  return device;
}

/**
 * Whether plex.tv says that the opaque token of a device is dead.
 * @throws TicketstubError when it says nothing to the point: then nobody knows.
 */
export async function isDead(
  work: { readonly core: PlexCore; readonly governor: RateGovernor },
  { core, urgency, signal }: Pick<Question<unknown>, 'urgency' | 'signal'> & { readonly core: PlexCore },
): Promise<boolean> {
  const ask = async (once: CallOptions): Promise<boolean> => {
    const check = await checkToken(core, undefined, once);
    if (check.state === 'unknown') throw check.error;
    return check.state === 'invalid';
  };
  return askGoverned(work, { ask, urgency, signal });
}
