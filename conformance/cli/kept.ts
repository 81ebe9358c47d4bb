import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type CredentialStore, sealedStore } from '@ticketstub/sdk';
import { fileStore } from '@ticketstub/sdk/node';
import { z } from 'zod';
import type { CommandWorld, Ended, How } from './command.js';

/** A failure as `--json` tells it. */
const failureSchema = z.object({ error: z.object({ code: z.string(), message: z.string(), next: z.string().min(1) }) });

/** Why a command failed that was run with `--json`. */
export function failureOf({ stderr }: Ended): z.infer<typeof failureSchema>['error'] {
  return failureSchema.parse(JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '')).error;
}

/** Signs alice in with the token of another program. */
export async function signIn(world: CommandWorld, how: How = {}): Promise<Ended> {
  return demandDone(await world.run(['login', '--with-token'], { ...how, stdin: world.standIn.people.alice.token }));
}

/** Signs alice in with a key of this device's own, and makes their JWT known to the world. */
export async function signInDevice(world: CommandWorld, how: How = {}): Promise<string> {
  const login = world.start(['login', '--device', '--code'], how);
  const [, code = ''] = await login.said(/Type (\w+) at/);
  world.standIn.control.claimPin({ code, person: 'alice' });
  demandDone(await login.ended);
  return learnToken(world, how);
}

/** The token that works at plex.tv, which must stand nowhere from now on. */
export async function learnToken(world: CommandWorld, how: How = {}): Promise<string> {
  const token = demandDone(await world.run(['token'], how)).stdout.trim();
  world.secrets.add(token);
  return token;
}

/** A command that is part of a test's beginning must have done what it was for. */
function demandDone(ended: Ended): Ended {
  if (ended.code !== 0) throw new Error(`it ended with ${ended.code}: ${ended.stderr}`);
  return ended;
}

/** The folder of the command in a world. */
export function folderOf({ home }: CommandWorld): string {
  return join(home, '.config/ticketstub');
}

/** The files of the folder whose path matches, with what is in them. */
export async function filesLike(world: CommandWorld, pattern: RegExp): Promise<(readonly [string, Buffer])[]> {
  return [...(await world.files())].filter(([path]) => pattern.test(path));
}

/** Writes over every file whose path matches. */
export async function spoil(world: CommandWorld, pattern: RegExp, contents: string | Buffer): Promise<void> {
  const files = await filesLike(world, pattern);
  if (files.length === 0) throw new Error(`no file is called ${pattern}`);
  for (const [path] of files) await writeFile(join(world.home, path), contents);
}

/** The credentials of a vault with a key file, as the command opens them. */
export async function openStore(world: CommandWorld): Promise<CredentialStore> {
  const [[, key] = []] = await filesLike(world, /\.key$/);
  if (!key) throw new Error('there is no key file');
  return sealedStore(fileStore(join(folderOf(world), 'credentials')), [key]);
}

/** The names of all that is kept, without the address of plex.tv behind each. */
export async function namesKept(world: CommandWorld): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of fileStore(join(folderOf(world), 'credentials')).list())
    names.push(name.replace(` at ${world.standIn.url}`, ''));
  return names.toSorted();
}

/** Puts files into a home, at paths in it. */
export async function plant(world: CommandWorld, files: ReadonlyMap<string, Buffer>): Promise<void> {
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(world.home, path)), { recursive: true });
    await writeFile(join(world.home, path), bytes);
  }
}
