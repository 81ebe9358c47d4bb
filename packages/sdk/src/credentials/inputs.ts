import type { DeviceKey } from '../crypto/device-key.js';
import type { RateGovernor } from '../flows/governor.js';
import type { TokenScope } from '../flows/issue-token.js';
import type { SignInAgainEvent, TokenWait } from '../flows/token-source.js';
import type { CredentialStore } from '../stores/credential-store.js';
import type { TokenKind } from './held.js';

/** Whose Home PIN is wanted. */
export interface PinAsk {
  /** Their uuid. */
  readonly uuid: string;
}

/** What the credentials of a person are opened with. */
export interface OpenCredentialsInput {
  /** Where they are kept. */
  readonly store: CredentialStore;
  /** What they are kept under: any name of 1 to 490 characters, one for each person. */
  readonly name: string;
  /** The device key, when it is one that cannot be stored. */
  readonly key?: DeviceKey | undefined;
  /** Asks somebody for the Home PIN of whom a token is wanted for; undefined when it cannot be had. */
  readonly askPin?: ((ask: PinAsk) => string | undefined | Promise<string | undefined>) | undefined;
  /** What questions to plex.tv go by. Default: the one of the process. */
  readonly governor?: RateGovernor | undefined;
  /** Called once when nothing of the person's works any more, by one of all the processes that share the store. */
  readonly onSignInAgain?: ((event: SignInAgainEvent) => void) | undefined;
  /** Called of what the store failed at when a token was to be had all the same. */
  readonly onStoreError?: ((error: unknown) => void) | undefined;
}

/** A token for a destination. */
export interface UsableToken {
  readonly accessToken: string;
  readonly kind: TokenKind;
  /** The client identifier that it belongs to. */
  readonly clientID: string;
  /** When it ends by itself, in milliseconds since the epoch; undefined for what has no end. */
  readonly expiresAt: number | undefined;
}

/** How a token is asked for. */
export interface ForOptions extends TokenWait {
  /** The Home PIN of whom it is wanted for, in case that is needed. */
  readonly pin?: string | undefined;
}

/** What a sign-in gave: an opaque token, or a key that is linked to the account. */
export type AdoptInput =
  | {
      readonly accessToken: string;
      /** Whose it is, when that is known: `signIn` tells. Else plex.tv is asked. */
      readonly account?: { readonly uuid: string } | undefined;
    }
  | {
      readonly key: DeviceKey;
      /** The client identifier that it is linked under. Default: the client's. */
      readonly clientID?: string | undefined;
      readonly scope?: readonly string[] | undefined;
    }
  /** A token of one media server's, or a transient one: it takes the place of the one like it that was adopted before. */
  | { readonly accessToken: string; readonly server: string; readonly expiresAt?: number | undefined };

/** How a key of one's own is made. */
export interface AddKeyInput {
  /** What its JWTs may tell of the person. */
  readonly scope?: readonly TokenScope[] | undefined;
}
