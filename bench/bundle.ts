import { join } from 'node:path';
import { bundle, type Bundle, bundleOf } from '../tools/bundle.js';
import { budgets } from '../tools/limits.js';
import { table } from './markdown.js';
import { atMost, count, type Section } from './section.js';

/** What clients come to in an application's bundle, by title. */
export type BundleResult = Readonly<Record<string, Bundle>>;

const peer = `import { PlexAPICore } from '@lukehagar/plexjs/core.js';
import { authenticationGetTokenDetails } from '@lukehagar/plexjs/funcs/authenticationGetTokenDetails.js';
import { authenticationPostUsersSignInData } from '@lukehagar/plexjs/funcs/authenticationPostUsersSignInData.js';
export { PlexAPICore, authenticationGetTokenDetails, authenticationPostUsersSignInData };`;

const least = `const call = async (path, token, init) =>
  (await fetch('https://plex.tv/api/v2' + path, { ...init, headers: { Accept: 'application/json', 'X-Plex-Client-Identifier': 'least', ...token } })).json();
export const getTokenDetails = (token) => call('/user', { 'X-Plex-Token': token });
export const signIn = (login, password) =>
  call('/users/signin', {}, { method: 'POST', body: new URLSearchParams({ login, password }) });`;

const [two, four] = budgets.bundles;

/** Bundles each of them as an application would. */
export async function measureBundles(): Promise<BundleResult> {
  return {
    'the least client, two calls': await bundle(least, import.meta.dirname),
    '**`@ticketstub/sdk`, two calls**': await bundleOf(two.calls),
    '**`@ticketstub/sdk`, all four calls**': await bundleOf(four.calls),
    '**`@ticketstub/sdk`, the class**': await bundle(
      "export { PlexAPI } from '@ticketstub/sdk';",
      join(import.meta.dirname, '../conformance'),
    ),
    '`@lukehagar/plexjs`, core and two functions': await bundle(peer, import.meta.dirname),
  };
}

/** What the page says of size. */
export function reportBundles(result: BundleResult): Section {
  const bytes = (value: number): string => `${count(value)} B`;
  const gzip = (title: string): number => result[title]?.gzip ?? Number.NaN;
  return {
    title: 'Size in a bundle',
    targets: [
      atMost('two calls in a bundle, gzip', gzip('**`@ticketstub/sdk`, two calls**'), {
        limit: two.bytes,
        show: bytes,
      }),
      atMost('all four calls, gzip', gzip('**`@ticketstub/sdk`, all four calls**'), { limit: four.bytes, show: bytes }),
    ],
    blocks: [
      'By esbuild: one ESM file for no particular platform, minified, unused code dropped; gzip at level 9. Two calls are the account and the sign-in. The least client is two bare `fetch` calls.',
      table(
        ['', 'minified', 'gzip'],
        Object.entries(result).map(([title, { minified, gzip: packed }]) => [title, bytes(minified), bytes(packed)]),
      ),
    ],
  };
}
