import { coreWith, type PlexCore } from '../core.js';
import type { DeviceKey } from '../crypto/device-key.js';
import type { RateGovernor } from '../flows/governor.js';
import { tokenSource, type TokenSource } from '../flows/token-source.js';
import { partName } from './records.js';
import type { Wallet } from './wallet.js';

/** What a source of a person's JWTs is made from. */
export interface KeySourceInput {
  readonly core: PlexCore;
  readonly key: DeviceKey | undefined;
  readonly governor: RateGovernor;
  readonly onSignInAgain: () => void;
  readonly onStoreError: (error: unknown) => void;
}

/** The JWTs of a person's device key, whichever they have: after another sign-in it is another one. */
export function keySource(wallet: Wallet, { core, ...input }: KeySourceInput): TokenSource {
  let last: { readonly of: string; readonly source: TokenSource } | undefined;
  const source = (): TokenSource => {
    const { clientID, kid } = wallet.parts?.key?.credential ?? { clientID: wallet.clientID, kid: '' };
    const of = `${clientID} ${kid}`;
    if (last?.of !== of) {
      const device = coreWith(core, { clientID, accessToken: undefined });
      const { store, person } = wallet;
      last = { of, source: tokenSource(device, { ...input, store, name: partName(person, 'key') }) };
    }
    return last.source;
  };
  return Object.assign((wait?: object) => source()(wait), {
    renew: (refused?: string, wait?: object) => source().renew(refused, wait),
  });
}
