import { coreWith } from '../core.js';
import { type DeviceKey, exportDeviceKey, generateDeviceKey } from '../crypto/device-key.js';
import { SDKError } from '../errors.js';
import { NoTokenError } from '../sign-in-errors.js';
import { heard } from '../flows/governor.js';
import { issued, issueToken } from '../flows/issue-token.js';
import { keyOf } from '../flows/renewal.js';
import { waitUntilClaimed } from '../flows/wait-until-claimed.js';
import { approvePin } from '../functions/approve-pin.js';
import { createPin } from '../functions/create-pin.js';
import { isConflict } from '../stores/credential-store.js';
import type { DeviceKeyCredential } from '../stores/device-key-credential.js';
import type { Pin } from '../wire/pin.js';
import type { HeldToken } from './held.js';
import type { AddKeyInput } from './inputs.js';
import { partName, type StoredPart } from './records.js';
import { noteDead, type StepWork } from './steps.js';

/** A PIN, its approval, and a look at it. */
const REQUESTS = 3;

/** Milliseconds for which one caller of all processes adds a key alone. */
const LEASE = 60_000;

/** Milliseconds for which an approved PIN is asked for: less than the lease lasts. */
const PATIENCE = 20_000;

/** Milliseconds between two looks whether whoever adds a key is done. */
const PAUSE = 500;

/** Does what `PersonCredentials.addKey` says. */
export async function addKey(work: StepWork, input: AddKeyInput): Promise<void> {
  const { wallet, governor } = work;
  const { store, person } = wallet;
  for (;;) {
    await wallet.lookNow();
    if (hasKey(work)) return;
    if (!opaqueOf(work)) throw new NoTokenError(person, 'no-opaque-token');
    await governor.admit({ urgency: 'waited-for', requests: REQUESTS });
    const lease = await store.lease(partName(person, 'key'), LEASE);
    if (lease) {
      try {
        return await addAlone(work, input);
      } catch (error) {
        // Somebody has stored another meanwhile: an adopted one, or after the lease was over.
        if (!isConflict(error)) throw error;
      } finally {
        // It ends by itself, too.
        await lease.release().catch(() => {});
        await wallet.look();
      }
    }
    if (!lease) {
      governor.refund(REQUESTS);
      await wallet.clock.sleep(PAUSE);
    }
  }
}

function hasKey({ wallet: { held } }: StepWork): boolean {
  return held.key !== undefined && held.key.endedAt === undefined;
}

function opaqueOf({ wallet: { held } }: StepWork): HeldToken | undefined {
  return held.tokens.find(({ kind }) => kind === 'account');
}

/** Adds a key, unless somebody has meanwhile, or one that was stored turns out to be linked. */
async function addAlone(work: StepWork, { scope }: AddKeyInput): Promise<void> {
  const { core, wallet, governor } = work;
  await wallet.lookNow();
  const opaque = opaqueOf(work);
  const before = wallet.parts?.key;
  if (hasKey(work) || (before && (await revived(work, before)))) return;
  if (!opaque) throw new NoTokenError(wallet.person, 'no-opaque-token');
  const key = await generateDeviceKey(true);
  const jwk = await exportDeviceKey(key);
  const clientID = crypto.randomUUID();
  const device = coreWith(core, { clientID, accessToken: undefined });
  const pin = await heard(governor, createPin(device, { key, strong: true }));
  const credential: DeviceKeyCredential = {
    schema: 1,
    kind: 'device-key',
    clientID,
    kid: key.kid,
    ...(jwk && { jwk }),
    ...(scope && { scope }),
  };
  // Stored before it is linked: else it might be a device on the person's list that nobody can use. Until it is, nobody uses it.
  const pending = { ...credential, endedAt: wallet.clock.now(), isPending: true };
  const name = partName(wallet.person, 'key');
  const version = await wallet.store.write(name, pending, { ifVersion: before?.version ?? null });
  const token = await link(work, { key, pin, clientID, opaque }).catch(async (error: unknown) => {
    // Whoever got no answer may have linked it all the same.
    if (isRefusal(error)) await wallet.store.remove(name, { ifVersion: version });
    throw error;
  });
  await wallet.store.write(name, { ...credential, ...token }, { ifVersion: version });
}

/** A key that is to be linked, by whom. */
interface Linking {
  readonly key: DeviceKey;
  readonly pin: Pin;
  readonly clientID: string;
  readonly opaque: HeldToken;
}

type FirstJwt = Required<Pick<DeviceKeyCredential, 'token' | 'issuedAt' | 'expiresAt'>>;

/** Has the key linked under its client identifier by the one who holds the opaque token: to that, nothing happens. */
async function link(work: StepWork, { key, pin, clientID, opaque }: Linking): Promise<FirstJwt> {
  const { core, wallet, governor } = work;
  const approver = coreWith(core, { clientID: opaque.clientID, accessToken: opaque.token });
  try {
    await heard(governor, approvePin(approver, pin.code));
  } catch (error) {
    if (error instanceof SDKError && error.code === 'UNAUTHORIZED') await noteDead(work, opaque).catch(() => {});
    throw error;
  }
  const device = coreWith(core, { clientID, accessToken: undefined });
  const issuedAt = wallet.clock.now();
  const expiresAt = Math.min(pin.expiresAt, issuedAt + PATIENCE);
  const outcome = await waitUntilClaimed(device, { pin: { ...pin, expiresAt }, key });
  if (outcome.state !== 'claimed') throw new NoTokenError(wallet.person, 'unsettled');
  const { accessToken: token, expiresAt: end } = issued(outcome.authToken, issuedAt);
  return { token, issuedAt, expiresAt: end };
}

/** Whether a key that was stored, and of which nobody heard whether it was linked, was. */
async function revived(work: StepWork, { credential, version }: StoredPart<DeviceKeyCredential>): Promise<boolean> {
  const { core, wallet, governor } = work;
  const { endedAt: _endedAt, isPending, ...linked } = credential;
  if (isPending !== true) return false;
  const device = coreWith(core, { clientID: credential.clientID, accessToken: undefined });
  const key = await keyOf(undefined, credential);
  const issuedAt = wallet.clock.now();
  try {
    const exchange = issueToken(device, { key, scope: credential.scope });
    const { accessToken: token, expiresAt } = await heard(governor, exchange);
    const name = partName(wallet.person, 'key');
    await wallet.store.write(name, { ...linked, token, issuedAt, expiresAt }, { ifVersion: version });
    return true;
  } catch (error) {
    if (error instanceof SDKError && error.code === 'KEY_UNKNOWN') return false;
    throw error;
  }
}

/** Whether plex.tv said no: then nothing has happened. */
function isRefusal(error: unknown): boolean {
  return error instanceof SDKError && error.statusCode >= 400 && error.statusCode < 500;
}
