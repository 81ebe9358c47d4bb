import type { CredentialStore } from '../src/index.js';
import type { StoreUnderTest } from '../src/store-contract.js';

/** A store's methods, some of them replaced. */
export type Flawed = Partial<CredentialStore>;

/** One way to get a store wrong, and which promise of the contract it breaks. */
export interface Flaw {
  readonly what: string;
  readonly breaks: string;
  readonly flaw: (made: StoreUnderTest) => Flawed | StoreUnderTest;
}
