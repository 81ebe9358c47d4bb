import type { Account } from '../db/accounts.js';
import { FREE_FEATURES, PASS_FEATURES } from './account-lists.js';

/** What a server says of its ties with plex.tv besides whose it is. */
export interface MyPlexContext {
  /** The token of the owner that was presented, or an empty text. */
  readonly authToken: string;
  readonly address: string;
  readonly port: number;
}

/**
 * What a server tells its owner about its ties with plex.tv.
 *
 * @rule myplex.members
 * @rule myplex.unclaimed-empty
 */
export function myPlexDocument(owner: Account | undefined, { authToken, address, port }: MyPlexContext): object {
  const pass = owner?.plan === 'lifetime';
  const features = pass ? [...FREE_FEATURES, ...PASS_FEATURES] : FREE_FEATURES;
  return {
    authToken,
    username: owner?.email ?? '',
    mappingState: owner === undefined ? 'unknown' : 'mapped',
    mappingError: '',
    signInState: owner === undefined ? 'none' : 'ok',
    publicAddress: address,
    publicPort: String(port),
    privateAddress: address,
    privatePort: String(port),
    subscriptionFeatures: owner === undefined ? '' : features.join(','),
    subscriptionActive: pass,
    subscriptionState: pass ? 'Active' : 'Inactive',
  };
}
