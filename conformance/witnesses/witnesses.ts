import { accounts } from './plexjs-accounts.js';
import { mediaServers } from './plexjs-media-servers.js';
import { pins } from './plexjs-pins.js';
import { type PlexjsWays, plexjsWays } from './plexjs-ways.js';
import type { Witness } from './scene.js';
import { pinauthScenes } from './pinauth.js';
import { ctrlPlexScenes, loginWithPlexScenes, plexApiScenes, plexOauthScenes } from './sign-ins.js';

const redirect = ['--import', '@ticketstub/standin/redirect'];
const redirected = 'the addresses, which are written into it and redirected by `@ticketstub/standin/redirect`';

const plexjs = (ways: PlexjsWays): Witness => ({
  modules: [`plexjs-${ways.version}`],
  program: `plexjs-${ways.version}.mjs`,
  flags: [],
  but: 'the addresses, which its options take; zod is 3.25.76',
  scenes: [...mediaServers(ways), ...accounts(ways), pins(ways)],
});

/** Every client that is asked. */
export const witnesses: readonly Witness[] = [
  ...plexjsWays.map(plexjs),
  {
    modules: ['@ctrl/plex'],
    program: 'ctrl-plex.mjs',
    flags: [...redirect, '--import', './interface.mjs'],
    but: `${redirected}, and a network interface with a MAC address, without which it cannot be imported`,
    scenes: ctrlPlexScenes,
  },
  {
    modules: ['plex-api', 'plex-api-credentials'],
    program: 'plex-api.mjs',
    flags: redirect,
    but: redirected,
    scenes: plexApiScenes,
  },
  {
    modules: ['plex-api-pinauth', 'plex-api'],
    program: 'plex-api-pinauth.mjs',
    flags: redirect,
    but: `${redirected}; it is of a time when \`plex-api\` was at 3.2`,
    scenes: pinauthScenes,
  },
  {
    modules: ['login-with-plex'],
    program: 'login-with-plex.mjs',
    flags: redirect,
    but: redirected,
    scenes: loginWithPlexScenes,
  },
  {
    modules: ['plex-oauth'],
    program: 'plex-oauth.mjs',
    flags: redirect,
    but: redirected,
    scenes: plexOauthScenes,
  },
];
