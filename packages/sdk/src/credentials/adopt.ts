import { coreWith } from '../core.js';
import { exportDeviceKey } from '../crypto/device-key.js';
import { parseJws } from '../crypto/jws.js';
import { CredentialStoreError } from '../errors.js';
import { heard } from '../flows/governor.js';
import { issueToken } from '../flows/issue-token.js';
import { getTokenDetails } from '../functions/get-token-details.js';
import { checkToken as demandToken } from '../settings.js';
import type { AccountTokenCredential, Credential } from '../stores/credential.js';
import { writeIf } from '../stores/credential-store.js';
import type { DeviceKeyCredential } from '../stores/device-key-credential.js';
import { check, demandObject, demandText } from '../wire/arguments.js';
import { demandDeviceKey } from '../wire/device-jwk.js';
import { askGoverned } from './asking.js';
import type { HeldToken } from './held.js';
import type { AdoptInput } from './inputs.js';
import { emptySession, ownerOfJwt, partName } from './records.js';
import { forgetTelling } from './sign-in-again.js';
import type { StepWork } from './steps.js';
import type { Wallet } from './wallet.js';

/** How often a write is tried again that others were faster than. */
const MOST_CONFLICTS = 20;

/** Does what `PersonCredentials.adopt` says. */
export async function adopt(work: StepWork, input: AdoptInput): Promise<void> {
  demandObject(input, 'input');
  const { wallet } = work;
  await wallet.lookNow();
  if ('key' in input) await adoptKey(work, input);
  else if ('server' in input) await adoptServerToken(work, input);
  else await adoptAccount(work, input);
  // Somebody may have told of the old end while the new sign-in was on its way.
  if (!('server' in input)) await forgetTelling(wallet.store, wallet.person);
  await wallet.lookNow();
}

async function adoptAccount(
  work: StepWork,
  { accessToken, account }: Extract<AdoptInput, { account?: unknown }>,
): Promise<void> {
  const { core, wallet, governor } = work;
  const token = demandText(demandToken(accessToken), 'accessToken');
  check(parseJws(token) === 'malformed', 'accessToken', 'is a JWT, which its key renews: adopt the key');
  const { clientID, clock } = wallet;
  const device = coreWith(core, { clientID, accessToken: token });
  const ask = (): Promise<string> =>
    askGoverned(
      { core, governor },
      {
        ask: async (once) => (await getTokenDetails(device, once)).userPlexAccount.uuid,
        urgency: 'waited-for',
      },
    );
  const owner = demandText(account === undefined ? await ask() : account.uuid, 'account.uuid');
  const credential: AccountTokenCredential = {
    schema: 1,
    kind: 'account-token',
    clientID,
    token,
    owner,
    issuedAt: clock.now(),
    seenAt: clock.now(),
  };
  await keep(wallet, 'account', () => {
    demandSame(wallet, owner, 'accessToken');
    return credential;
  });
}

async function adoptKey(work: StepWork, input: Extract<AdoptInput, { key: unknown }>): Promise<void> {
  const { wallet } = work;
  const { scope } = input;
  const key = demandDeviceKey(input.key);
  const clientID = demandText(input.clientID ?? wallet.clientID, 'clientID');
  const jwk = await exportDeviceKey(key);
  const credential: DeviceKeyCredential = {
    schema: 1,
    kind: 'device-key',
    clientID,
    kid: key.kid,
    ...(jwk && { jwk }),
    ...(scope && { scope }),
  };
  const first = await firstJwt(work, { key, clientID, scope });
  const owner = first && ownerOfJwt(first.token);
  await keep(wallet, 'key', () => {
    demandSame(wallet, owner, 'key');
    return { ...credential, ...first };
  });
}

/** A JWT, and from when to when it lives in milliseconds since the epoch. */
interface FirstJwt {
  readonly token: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** A JWT that tells whose key it is, when that matters and costs no opaque token that is held. */
async function firstJwt(
  { core, governor, wallet }: StepWork,
  { key, clientID, scope }: Extract<AdoptInput, { key: unknown }> & { readonly clientID: string },
): Promise<FirstJwt | undefined> {
  const isInUse = wallet.held.tokens.some((held) => held.clientID === clientID && held.kind !== 'jwt');
  if (wallet.facts(false).self === undefined || isInUse) return undefined;
  const device = coreWith(core, { clientID, accessToken: undefined });
  await governor.admit({ urgency: 'waited-for', requests: 2 });
  const issuedAt = wallet.clock.now();
  const { accessToken: token, expiresAt } = await heard(governor, issueToken(device, { key, scope }));
  return { token, issuedAt, expiresAt };
}

function demandSame(wallet: Wallet, owner: string | undefined, argument: string): void {
  const { self } = wallet.facts(false);
  const isSame = self === undefined || owner === undefined || self === owner;
  check(isSame, argument, 'is another person’s than what is kept under this name');
}

/** Stores what somebody signed in with, or was given, in place of what was there: made anew of what others have stored since. */
async function keep(wallet: Wallet, part: 'account' | 'key' | 'session', make: () => Credential): Promise<void> {
  const { store, person } = wallet;
  for (let conflicts = 0; conflicts < MOST_CONFLICTS; conflicts += 1) {
    const credential = make();
    // Before it is stored: whoever dies then has the old end told twice, and no later end untold.
    if (part !== 'session') await forgetTelling(store, person);
    const ifVersion = wallet.parts?.[part]?.version ?? null;
    if ((await writeIf(store, partName(person, part), { credential, ifVersion })) !== undefined) return;
    await wallet.lookNow();
  }
  throw new CredentialStoreError('write', 'STORE_CONFLICT');
}

async function adoptServerToken({ wallet }: StepWork, input: Extract<AdoptInput, { server: string }>): Promise<void> {
  const token = demandText(demandToken(input.accessToken), 'accessToken');
  const server = demandText(input.server, 'server');
  const { expiresAt } = input;
  check(expiresAt === undefined || Number.isFinite(expiresAt), 'expiresAt', 'must be milliseconds since the epoch');
  check(parseJws(token) === 'malformed', 'accessToken', 'is a JWT, which no server has given');
  const { clientID, clock } = wallet;
  const kind = token.startsWith('transient-') ? 'transient' : 'server';
  const held: HeldToken = { kind, token, clientID, server, issuedAt: clock.now(), expiresAt, adopted: true };
  const isReplaced = (one: HeldToken): boolean =>
    one.token === token || (one.adopted === true && one.kind === kind && one.server === server);
  // Nobody can find it out again: a store that fails is no matter of later.
  await keep(wallet, 'session', () => {
    const session = wallet.parts?.session?.credential ?? emptySession(clientID);
    const tokens = [...session.tokens.filter((one) => !isReplaced(one)), held];
    return { self: wallet.facts(false).self, ...session, tokens };
  });
}
