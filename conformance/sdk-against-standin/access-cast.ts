import { type AccessVerdict, PlexAPI, type VerdictOptions } from '@ticketstub/sdk';
import type { CastName } from '@ticketstub/standin';
import type { World } from './world.js';

/** What somebody is to a server, or to several. */
export type Truth = 'owner' | 'home' | 'shared' | 'stranger';

/** The kinds of token that somebody may hold. */
export const kinds = ['account', 'JWT', 'home'] as const;

/** One of the kinds. */
export type Kind = (typeof kinds)[number];

/** Who is what to which server, as the guide to the stand-in has it. */
export const cast: Readonly<Partial<Record<CastName, { readonly attic: Truth; readonly cellar: Truth }>>> = {
  alice: { attic: 'owner', cellar: 'owner' },
  bruno: { attic: 'home', cellar: 'stranger' },
  carla: { attic: 'home', cellar: 'home' },
  dana: { attic: 'shared', cellar: 'stranger' },
  eve: { attic: 'stranger', cellar: 'stranger' },
};

/** Who there is with which kinds of token: only those of the Home are switched to, and a managed child is in no other way. */
export const holders: readonly { readonly name: CastName; readonly kind: Kind }[] = [
  ...(['alice', 'bruno', 'dana', 'eve'] as const).flatMap((name) => [
    { name, kind: 'account' as const },
    { name, kind: 'JWT' as const },
  ]),
  ...(['alice', 'bruno', 'carla'] as const).map((name) => ({ name, kind: 'home' as const })),
];

/** A token of somebody's, come by as programs come by it. */
export async function tokenOf(world: World, name: CastName, kind: Kind): Promise<string> {
  const { people, control } = world.standIn;
  const person = people[name];
  if (kind === 'account') return person.token;
  if (kind === 'home') {
    // A client identifier of its own: a switch to oneself ends the token it is asked with.
    const family = world.client('bruno', { clientID: 'the-family-television' });
    return (await family.home.switchTo(person.uuid, { pin: person.pin })).accessToken;
  }
  const plex = world.client(name, { clientID: `a-program-of-${name}`, accessToken: '' });
  const key = await plex.deviceKeys.generate();
  const pin = await plex.pins.create({ key, strong: true });
  control.claimPin({ code: pin.code, person: name });
  await plex.pins.waitUntilClaimed(pin, { key });
  return (await plex.deviceKeys.issueToken(key)).accessToken;
}

/** A clock that goes only when it is told to. */
export interface OwnClock {
  now: number;
}

/** A gate: a program that asks what people are, by a clock of its own. Each forgets what others know. */
export interface Gate {
  readonly verdict: (token: string, machines: readonly string[], options?: VerdictOptions) => Promise<AccessVerdict>;
}

/** Opens a gate. It tries nothing twice. */
export function openGate(world: World, clock: OwnClock): Gate {
  const plex: PlexAPI = world.client('finn', {
    clientID: 'the-gate',
    accessToken: '',
    retryConfig: { strategy: 'none' },
    clock: { now: () => clock.now, sleep: () => Promise.reject(new Error('nothing is waited for')) },
  });
  return { verdict: (token, machines, options) => plex.access.verdict(token, machines, options) };
}

/** What a verdict comes down to. */
export function gist(verdict: AccessVerdict): string {
  if (verdict.verdict === 'unknown') return verdict.reason;
  return verdict.evidence.from === 'answer' ? verdict.verdict : `${verdict.verdict} by ${verdict.evidence.from}`;
}

/** The machine identifiers of the two servers. */
export function machinesOf({ standIn }: World): { attic: string; cellar: string } {
  const [attic, cellar] = standIn.servers.map(({ machineIdentifier }) => machineIdentifier);
  return { attic: attic ?? '', cellar: cellar ?? '' };
}
