import type { Database } from './database.js';

/** A token that is on record, of whichever kind. */
export type FoundToken =
  | { readonly kind: 'account' | 'home'; readonly accountId: number }
  | { readonly kind: 'server'; readonly accountId: number; readonly machineIdentifier: string }
  | { readonly kind: 'transient'; readonly accountId: number; readonly audience: string; readonly expiresAt: number };

/**
 * Looks a token up among all kinds; nothing is concluded from its length or letters, and no JWT is
 * among them.
 *
 * @rule token.length-not-validated
 */
export function findToken(db: Database, token: string): FoundToken | undefined {
  const account = db.accountTokens.find(token);
  if (account !== undefined) return { kind: account.kind, accountId: account.accountId };
  const server = db.serverTokens.find(token);
  if (server !== undefined) return { kind: 'server', ...server };
  const transient = db.transientTokens.find(token);
  return transient === undefined ? undefined : { kind: 'transient', ...transient };
}
