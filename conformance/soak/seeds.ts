import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StandInOptions } from '@ticketstub/standin';

type Seed = Exclude<StandInOptions['seed'], string | undefined>;

/** Everybody's. */
export const PASSWORD = 'attic-lamp-41';

/** Computed once, so that ten thousand people need no hashing. */
const HASH = '$scrypt$ln=10,r=8,p=1$Bz9knmY+DARso60rfLj2nQ$hOb9CQ/bzA+ATpdYhheaqYtEZhv9tNo0MKywzbLamiI';

/** What a seed calls the person of a number. */
export function personCalled(number: number): string {
  return `person-${number}`;
}

/** What that person signs in with. */
export function emailOf(number: number): string {
  return `${personCalled(number)}@example.com`;
}

/** What a seed calls the server of a number: the person of that number owns it. */
export function serverCalled(number: number): string {
  return `Server-${number}`;
}

/** So many people, of whom the first own a server each; each server is shared with so many of the last. */
export function seedOf({ people, servers, guests }: { people: number; servers: number; guests: number }): Seed {
  const persons = Array.from(
    { length: people },
    (_, number) =>
      [
        personCalled(number),
        {
          id: 30_000_000 + number,
          uuid: (30_000_000 + number).toString(16).padStart(16, '0'),
          username: personCalled(number),
          title: `Person ${number}`,
          email: emailOf(number),
          password: PASSWORD,
          passwordHash: HASH,
          clientIdentifier: `first-client-of-${number}`,
        },
      ] as const,
  );
  const owned = Array.from({ length: servers }, (_, number) => ({
    name: serverCalled(number),
    machineIdentifier: (number + 1).toString(16).padStart(40, '0'),
    version: '1.43.4.10903',
    owner: personCalled(number),
    sharedWith: Array.from({ length: guests }, (_unused, guest) => personCalled(people - 1 - guest)),
  }));
  return { people: Object.fromEntries(persons), servers: owned };
}

/** A folder with a seed in it, and room for a database. */
export interface Ground extends AsyncDisposable {
  readonly seed: string;
  /** A path in the folder. */
  file(name: string): string;
}

/** Writes a seed into a new folder; the folder goes when its part is done. */
export async function openGround(seed: Seed): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'ticketstub-soak-'));
  const file = (name: string): string => join(folder, name);
  await writeFile(file('seed.json'), JSON.stringify(seed));
  return {
    seed: file('seed.json'),
    file,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
