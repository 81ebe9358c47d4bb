import { coreWith } from '../core.js';
import { exportDeviceKey } from '../crypto/device-key.js';
import { parseJws } from '../crypto/jws.js';
import { getTokenDetails } from '../functions/get-token-details.js';
import { checkToken as demandToken } from '../settings.js';
import type { AccountTokenCredential } from '../stores/credential.js';
import type { DeviceKeyCredential } from '../stores/device-key-credential.js';
import { check, demandObject, demandText } from '../wire/arguments.js';
import { demandDeviceKey } from '../wire/device-jwk.js';
import { askGoverned } from './asking.js';
import type { HeldToken } from './held.js';
import type { AdoptInput } from './inputs.js';
import { partName } from './records.js';
import { forgetTelling } from './sign-in-again.js';
import type { StepWork } from './steps.js';

/** Does what `PersonCredentials.adopt` says. */
export async function adopt(work: StepWork, input: AdoptInput): Promise<void> {
  demandObject(input, 'input');
  const { wallet } = work;
  if (wallet.isStale) await wallet.look();
  if ('key' in input) await adoptKey(work, input);
  else if ('server' in input) return adoptServerToken(work, input);
  else await adoptAccount(work, input);
  await forgetTelling(wallet.store, wallet.person);
  await wallet.lookNow();
}

async function adoptAccount(
  work: StepWork,
  { accessToken, account }: Extract<AdoptInput, { account?: unknown }>,
): Promise<void> {
  const { core, wallet, governor } = work;
  const token = demandText(demandToken(accessToken), 'accessToken');
  check(parseJws(token) === 'malformed', 'accessToken', 'is a JWT, which its key renews: adopt the key');
  const { clientID, clock, store, person } = wallet;
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
  const { self } = wallet.facts(false);
  check(self === undefined || self === owner, 'accessToken', 'is another person’s than what is kept under this name');
  const credential: AccountTokenCredential = {
    schema: 1,
    kind: 'account-token',
    clientID,
    token,
    owner,
    issuedAt: clock.now(),
    seenAt: clock.now(),
  };
  await store.write(partName(person, 'account'), credential);
}

async function adoptKey(work: StepWork, input: Extract<AdoptInput, { key: unknown }>): Promise<void> {
  const { wallet } = work;
  const { clientID = wallet.clientID, scope } = input;
  const key = demandDeviceKey(input.key);
  const jwk = await exportDeviceKey(key);
  const credential: DeviceKeyCredential = {
    schema: 1,
    kind: 'device-key',
    clientID: demandText(clientID, 'clientID'),
    kid: key.kid,
    ...(jwk && { jwk }),
    ...(scope && { scope }),
  };
  await wallet.store.write(partName(wallet.person, 'key'), credential);
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
  await wallet.found((session) => ({
    ...session,
    tokens: [...session.tokens.filter((one) => one.token !== token), held],
  }));
}
