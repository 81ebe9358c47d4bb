import { type DeviceKeyCredential, PlexAPI } from '@ticketstub/sdk';
import type { StandIn } from '@ticketstub/standin';

const DAY = 86_400_000;

/** Keys that are linked at once: a key is made on another thread. */
const AT_ONCE = 16;

/** A credential, and what it is stored under: its client identifier. */
export interface Planted {
  readonly name: string;
  readonly credential: DeviceKeyCredential;
}

/** Links so many device keys, each under a client identifier of its own. What is planted of each ended a day ago. */
export async function linkedKeys(standIn: StandIn, count: number): Promise<Planted[]> {
  const people = Object.keys(standIn.people);
  const planted: Planted[] = [];
  const link = async (number: number): Promise<Planted> => {
    const name = `device-${number}`;
    const plex = new PlexAPI({ clientID: name, fetch: standIn.fetch });
    const key = await plex.deviceKeys.generate();
    const { code } = await plex.pins.create({ key, strong: true });
    standIn.control.claimPin({ code, person: people[number % people.length] ?? '' });
    const now = Date.now();
    const over = { token: `the token of ${name} that is over`, issuedAt: now - 8 * DAY, expiresAt: now - DAY };
    return { name, credential: { ...(await plex.deviceKeys.credential(key)), ...over } };
  };
  for (let first = 0; first < count; first += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, count - first) }, (_, index) => first + index);
    planted.push(...(await Promise.all(numbers.map(link))));
  }
  return planted;
}
