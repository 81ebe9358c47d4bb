import { InvalidArgumentError } from '../errors.js';

/** What a caller knows who registers a key with an opaque token. */
export interface KeyConsequences {
  /**
   * The first JWT of a device ends its opaque token: the one in use here, and the one stored elsewhere. Say so, or the call
   * is refused. To keep the opaque token, give the key a client identifier of its own (a PIN with `key`, approved with the
   * opaque token).
   */
  readonly opaqueToken?: 'ends-with-the-first-jwt' | undefined;
}

/** @throws InvalidArgumentError with the code `TOKEN_IN_USE` unless the caller knows what happens to the opaque token. */
export function demandConsent(opaqueToken: KeyConsequences['opaqueToken']): void {
  if (opaqueToken === 'ends-with-the-first-jwt') return;
  const message = "the first JWT ends the opaque token in use: say 'ends-with-the-first-jwt' if it may";
  throw new InvalidArgumentError('opaqueToken', message, 'TOKEN_IN_USE');
}
