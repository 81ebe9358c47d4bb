import { accounts } from './plexjs-accounts.js';
import { mediaServers } from './plexjs-media-servers.js';
import { plexjsWays } from './plexjs-ways.js';
import type { Witness } from './scene.js';

/** Every client that is asked. */
export const witnesses: readonly Witness[] = plexjsWays.map((ways) => ({
  module: `plexjs-${ways.version}`,
  name: '@lukehagar/plexjs',
  program: `plexjs-${ways.version}.mjs`,
  flags: [],
  but: 'the addresses, which its options take; zod is 3.25.76',
  scenes: [...mediaServers(ways), ...accounts(ways)],
}));
