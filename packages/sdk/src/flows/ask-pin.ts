import { type PlexCore, settingsOf } from '../core.js';
import { SDKError, TicketstubError } from '../errors.js';
import { getPin, type GetPinInput } from '../functions/get-pin.js';
import type { CallOptions } from '../options.js';
import type { PinState } from '../wire/pin.js';

/** Milliseconds between two questions, as https://developer.plex.tv/pms/ asks of everybody. */
export const INTERVAL = 1000;

/** Milliseconds to wait after a 429 that doesn't say how long. */
const BREATHER = 5000;

/** Milliseconds for one question: a lost answer must not stop a countdown for long. */
const PATIENCE = 10_000;

/** How a wait for a PIN ends. */
export type PinOutcome = Exclude<PinState, { state: 'pending' }>;

/** Nothing is known yet: the milliseconds until the next question, and why this one had no answer. */
export interface Unsettled {
  readonly pause: number;
  readonly error?: TicketstubError;
}

/** Milliseconds that one question may take: what its caller says, else what the client does, and then no more than ten seconds. */
export function patienceOf(core: PlexCore, options: CallOptions | undefined): number {
  return options?.timeout ?? Math.min(settingsOf(core).options.timeout ?? PATIENCE, PATIENCE);
}

/**
 * One of many questions about a PIN. It is asked again by whoever waits, so the client's own retries are not for it.
 * @throws TicketstubError when asking again could not help.
 */
export async function askPin(
  core: PlexCore,
  pin: GetPinInput & { readonly id: number },
  options: CallOptions | undefined,
): Promise<PinOutcome | Unsettled> {
  try {
    const { retries = { strategy: 'none' } } = options ?? {};
    const found = await getPin(core, pin, { ...options, timeout: patienceOf(core, options), retries });
    return found.state === 'pending' ? { pause: INTERVAL } : found;
  } catch (error) {
    if (!(error instanceof TicketstubError)) throw error;
    if (!(error instanceof SDKError)) return { pause: INTERVAL, error };
    const { statusCode, retryAfter } = error;
    const limited = statusCode === 429;
    const passes = limited || statusCode === 408;
    if (statusCode >= 400 && statusCode < 500 && !passes) throw error;
    return { pause: retryAfter ? retryAfter * 1000 : limited ? BREATHER : INTERVAL, error };
  }
}
