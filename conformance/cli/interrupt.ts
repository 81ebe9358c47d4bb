import { expect } from 'vitest';
import { type CommandWorld, openWorld } from './command.js';
import { filesLike, namesKept, signIn } from './kept.js';

/** Ends a sign-in so many milliseconds after it began, sees to it that it is whole or none, and says its exit code. */
export async function interruptSignIn(signal: NodeJS.Signals, after: number): Promise<number | null> {
  await using world = await openWorld();
  const login = world.start(['login', '--with-token'], { stdin: world.standIn.people.alice.token });
  return await endAndSee(world, login, { signal, after });
}

/** The same for a device, from the moment somebody says yes on Plex's page. */
export async function interruptDevice(signal: NodeJS.Signals, after: number): Promise<number | null> {
  await using world = await openWorld();
  const login = world.start(['login', '--device', '--code']);
  const [, code = ''] = await login.said(/Type (\w+) at/);
  world.standIn.control.claimPin({ code, person: 'alice' });
  return await endAndSee(world, login, { signal, after });
}

async function endAndSee(
  world: CommandWorld,
  { child, ended }: ReturnType<CommandWorld['start']>,
  { signal, after }: { readonly signal: NodeJS.Signals; readonly after: number },
): Promise<number | null> {
  const timer = setTimeout(() => child.kill(signal), after);
  const { code } = await ended;
  clearTimeout(timer);
  const whoami = await world.run(['whoami']);
  expect([0, 4]).toContain(whoami.code);
  const names = await namesKept(world);
  expect(names.some((name) => name.startsWith('profile'))).toBe(whoami.code === 0);
  // Nobody cleans up behind somebody who is killed.
  if (signal !== 'SIGKILL') expect(await filesLike(world, /\.tmp$/)).toEqual([]);
  if (code === 0) expect(whoami.code).toBe(0);
  await signIn(world);
  expect((await world.run(['whoami'])).code).toBe(0);
  return code;
}
