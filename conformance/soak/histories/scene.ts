import type { Pair } from './device-jwts.js';
import type { DeviceModel } from './device-model.js';
import type { TokenModel } from './model.js';
import type { PinModel } from './pin-model.js';
import type { SignInModel } from './sign-in-model.js';
import type { Answer, Stage } from './stage.js';

/** The stand-in, and what the model believes of it. */
export interface Play {
  readonly stage: Stage;
  readonly tokens: TokenModel;
  readonly signIns: SignInModel;
  readonly pins: PinModel;
  readonly devices: DeviceModel;
  /** The key pairs that devices have. */
  readonly pairs: readonly Pair[];
  readonly errors: 'observed' | 'documented';
  readonly tally: Tally;
}

/** How often a thing was done with which answer, `switch 201`, or by control, `breach`. */
export type Tally = Map<string, number>;

/** Counts one more of them. */
export function count(tally: Tally, what: string): void {
  tally.set(what, (tally.get(what) ?? 0) + 1);
}

/** One line of disagreement. */
export function told(what: string, answer: Answer, expected: readonly string[]): string {
  return `${what} was answered ${answer.word}, by the ledger it is ${expected.join(' or ')}`;
}
