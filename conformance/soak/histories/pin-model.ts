import type { CastName } from '@ticketstub/standin';
import type { Certainty, Span } from './span.js';

/** A PIN that was made. */
export interface Pin {
  readonly id: number;
  readonly code: string;
  readonly client: string;
  readonly strong: boolean;
  readonly made: Span;
  /** The name of the key it links; a PIN without one gives an opaque token. */
  readonly kid: string | undefined;
  /** Who has claimed it. */
  claimedBy?: CastName;
  /** The opaque token it carries since it was claimed. */
  token?: string;
}

const MINUTE = 60_000;

/** The PINs of a stand-in, by the rules of `spec/ledger.yaml` that begin with `pin`. */
export class PinModel {
  #pins: Pin[] = [];

  /** Every PIN since the last reset, expired or not. */
  get known(): readonly Pin[] {
    return this.#pins;
  }

  /** Forgets everything. */
  begin(): void {
    this.#pins = [];
  }

  /** A program has made one. */
  made(pin: Pin): void {
    this.#pins.push(pin);
  }

  /** The PIN of that number, counted around; undefined while there is none. */
  pick(index: number): Pin | undefined {
    return this.#pins[index % Math.max(1, this.#pins.length)];
  }
}

/** Whether a PIN is still within its 15 or 30 minutes [pin.lifetime]. */
export function isFresh({ strong, made }: Pin, now: Span): Certainty {
  const lifetime = (strong ? 30 : 15) * MINUTE;
  if (now.to - made.from < lifetime) return 'yes';
  return now.from - made.to >= lifetime ? 'no' : 'either';
}
