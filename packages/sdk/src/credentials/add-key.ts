import { coreWith } from '../core.js';
import { type DeviceKey, exportDeviceKey, generateDeviceKey } from '../crypto/device-key.js';
import { NoTokenError } from '../errors.js';
import { heard } from '../flows/governor.js';
import { waitUntilClaimed } from '../flows/wait-until-claimed.js';
import { approvePin } from '../functions/approve-pin.js';
import { createPin } from '../functions/create-pin.js';
import type { DeviceKeyCredential } from '../stores/device-key-credential.js';
import type { HeldToken } from './held.js';
import type { AddKeyInput } from './inputs.js';
import { partName } from './records.js';
import type { StepWork } from './steps.js';

/** A PIN, its approval, and a look at it. */
const REQUESTS = 3;

/** A key that is about to be linked, by whom. */
interface Linking {
  readonly key: DeviceKey;
  readonly clientID: string;
  readonly opaque: HeldToken;
}

/** Does what `PersonCredentials.addKey` says. */
export async function addKey(work: StepWork, { scope }: AddKeyInput): Promise<void> {
  const { wallet, governor } = work;
  const { store, person } = wallet;
  await wallet.lookNow();
  const { key: held, tokens } = wallet.held;
  if (held && held.endedAt === undefined) return;
  const opaque = tokens.find(({ kind }) => kind === 'account');
  if (!opaque) throw new NoTokenError(person, 'no-opaque-token');
  const key = await generateDeviceKey(true);
  const jwk = await exportDeviceKey(key);
  const clientID = crypto.randomUUID();
  const credential: DeviceKeyCredential = {
    schema: 1,
    kind: 'device-key',
    clientID,
    kid: key.kid,
    ...(jwk && { jwk }),
    ...(scope && { scope }),
  };
  await governor.admit({ urgency: 'waited-for', requests: REQUESTS });
  const name = partName(person, 'key');
  // Stored first: a key that is linked and then lost would be a device on the person's list that nobody can use.
  const version = await store.write(name, credential, { ifVersion: wallet.parts?.key?.version ?? null });
  try {
    await heard(governor, link(work, { key, clientID, opaque }));
  } catch (error) {
    await store.remove(name, { ifVersion: version });
    throw error;
  } finally {
    await wallet.lookNow();
  }
}

/** Has the key linked under its client identifier by the one who holds the opaque token: to that, nothing happens. */
async function link({ core, wallet }: StepWork, { key, clientID, opaque }: Linking): Promise<void> {
  const device = coreWith(core, { clientID, accessToken: undefined });
  const approver = coreWith(core, { clientID: opaque.clientID, accessToken: opaque.token });
  const pin = await createPin(device, { key, strong: true });
  await approvePin(approver, pin.code);
  const { state } = await waitUntilClaimed(device, { pin, key });
  if (state !== 'claimed') throw new NoTokenError(wallet.person, 'unsettled');
}
