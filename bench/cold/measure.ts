import { z } from 'zod/v4';
import { recordAnswers } from '../calls/answers.js';
import { startChild } from '../children.js';
import { measurePairs, type PairsEffort, type PairsResult } from '../processes.js';

/** What it costs to load a client, and to get a first answer. */
export interface ColdResult {
  readonly imports: PairsResult;
  readonly answers: PairsResult;
}

/** What is loaded, by title: the way, then the modules. */
export const loads: Readonly<Record<string, readonly string[]>> = {
  'an empty module': ['import', './empty.mjs'],
  '`node:http`': ['import', 'node:http'],
  '`node:https`': ['import', 'node:https'],
  '**`@ticketstub/sdk`**': ['import', '@ticketstub/sdk'],
  '**`@ticketstub/sdk` and its `/node`**': ['import', '@ticketstub/sdk', '@ticketstub/sdk/node'],
  '`undici`': ['import', 'undici'],
  '`@lukehagar/plexjs`': ['require', '@lukehagar/plexjs'],
  '`@lukehagar/plexjs`, core and two functions': [
    'require',
    '@lukehagar/plexjs/core.js',
    '@lukehagar/plexjs/funcs/authenticationGetTokenDetails.js',
    '@lukehagar/plexjs/funcs/authenticationPostUsersSignInData.js',
  ],
  '`@ctrl/plex`': ['import', '@ctrl/plex'],
  '`plex-api`, `plex-api-credentials`': ['require', 'plex-api', 'plex-api-credentials'],
  '`login-with-plex`': ['require', 'login-with-plex'],
};

/** Who gives a first answer, by title: the name of its file in `contenders/`. */
export const answering: Readonly<Record<string, string>> = {
  '`node:http`, signal and timer': 'node-http',
  '`fetch`, signal and timer': 'fetch',
  '`undici.request`': 'undici-request',
  '**SDK on the node transport**': 'sdk-node',
  '**SDK on `fetch`**': 'sdk-fetch',
  '`@lukehagar/plexjs`': 'plexjs',
  '`@ctrl/plex`': 'ctrl',
  '`plex-api`': 'plex-api',
  '`login-with-plex`': 'login-with-plex',
};

const bare = ['bench/cold/bare.mjs'];

/** Whole processes in pairs with bare Node. */
export async function measureCold({ progress, ...effort }: PairsEffort): Promise<ColdResult> {
  const imports = measurePairs(
    Object.entries(loads).map(([name, given]) => ({ name, base: bare, program: ['bench/cold/load.mjs', ...given] })),
    { ...effort, progress: (line) => progress(`cold import: ${line}`) },
  );
  const { answers: canned, ...account } = await recordAnswers();
  const server = startChild('calls/server.mjs');
  try {
    const { origin } = await server.ask({ answers: canned }, z.object({ origin: z.string() }));
    const address = JSON.stringify({ ...account, origin });
    const pairs = Object.entries(answering).map(([name, contender]) => ({
      name,
      base: bare,
      program: ['bench/cold/answer.mjs', contender, address],
    }));
    const told = (line: string): void => progress(`cold first answer: ${line}`);
    return { imports, answers: measurePairs(pairs, { ...effort, progress: told }) };
  } finally {
    await server.end();
  }
}
