import { emailOf, personCalled, serverCalled } from '../seeds.js';

/** What was asked and not yet acknowledged: it may have happened, or not. */
export type Pending =
  | { readonly kind: 'sign-in' | 'sign-out'; readonly client: string }
  | { readonly kind: 'mint' | 'breach' | 'restart' | 'move' | 'fail' | 'pin' | 'claim' }
  | { readonly kind: 'remove'; readonly guest: string };

/** A PIN that was made, and what is known of its claim. */
export interface HeldPin {
  readonly id: number;
  readonly code: string;
  readonly isClaimed: boolean;
  /** What it answered with when it was looked at last. */
  readonly token: string | null;
}

/** What one person was told, and so may rely on. Nobody else touches this person or their server. */
export interface Book {
  readonly person: string;
  readonly login: string;
  readonly server: string;
  /** The live account token under each client identifier. */
  readonly accounts: Map<string, string>;
  /** The live transient tokens of the person's server. */
  readonly transients: Set<string>;
  /** What is dead for good, and who would let it in. */
  readonly dead: { readonly token: string; readonly at: 'plex.tv' | 'server' }[];
  /** With whom the server is still shared, and no longer. */
  readonly guests: Set<string>;
  readonly removed: Set<string>;
  /** Which of its addresses the client that fails is at; each has failures of its own. */
  address: number;
  /** How often it failed from there; undefined until the move there was acknowledged. */
  failures: number | undefined;
  /** The PIN of the last client that has no password; the clock has not moved since it was made. */
  pin: HeldPin | undefined;
  pending: Pending | undefined;
}

/** The clients a person signs in with. */
export const CLIENTS = ['phone', 'laptop', 'television'] as const;

/** The client that signs in by PINs. */
export const PIN_CLIENT = 'console';

/** So many of the dead are looked at again after each restart. */
const REMEMBERED = 20;

/** Nothing was told yet. */
export function openBook(number: number, guests: readonly string[]): Book {
  return {
    person: personCalled(number),
    login: emailOf(number),
    server: serverCalled(number),
    accounts: new Map(),
    transients: new Set(),
    dead: [],
    guests: new Set(guests),
    removed: new Set(),
    address: number * 1_000_000,
    failures: undefined,
    pin: undefined,
    pending: undefined,
  };
}

/** Writes a death down. */
export function bury(book: Book, tokens: Iterable<string>, at: 'plex.tv' | 'server'): void {
  for (const token of tokens) book.dead.push({ token, at });
  book.dead.splice(0, book.dead.length - REMEMBERED);
}

/** Writes down that no account token of the person is alive. */
export function buryAccounts(book: Book): void {
  bury(book, book.accounts.values(), 'plex.tv');
  book.accounts.clear();
}

/** Writes down that no transient token of the server is alive. */
export function buryTransients(book: Book): void {
  bury(book, book.transients, 'server');
  book.transients.clear();
}
