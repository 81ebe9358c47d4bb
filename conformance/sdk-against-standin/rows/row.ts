import type { Open } from '../world.js';

/** Writes down one test, which opens the worlds it needs. */
export type Proof = (open: Open) => void;

/** One row of the seed's tables: what it gives who uses it well, and what it says to who does not. */
export interface Row {
  readonly id: string;
  readonly kind: Proof;
  readonly unkind: Proof;
}
