import type { StandIn } from '@ticketstub/standin';
import { columns } from './human.js';
import type { Result } from './output.js';
import type { Paint } from './paint.js';

/** Where a stand-in is, who is in it, and how to begin. */
export function greeting(standIn: StandIn<string>, { bold, dim }: Paint): Result {
  const { url, servers } = standIn;
  const people = Object.entries(standIn.people).map(([name, { email, password, totp }]) => ({
    name,
    login: email || null,
    password: password || null,
    twoFactor: totp !== undefined,
  }));
  const rows = people.map(({ name, login, password, twoFactor }) => [
    name,
    login ?? '(managed: no sign-in)',
    password ?? '',
    twoFactor ? 'two-factor: code in the console' : '',
  ]);
  const places = [['plex.tv', url], ['console', `${url}/console`], ...servers.map(({ name, url: at }) => [name, at])];
  const text = [
    'A stand-in for Plex, not affiliated with or endorsed by Plex.',
    'Everybody and everything in it is invented.',
    '',
    columns(places, '  '),
    '',
    columns(rows, '  '),
    '',
    bold('In another terminal:'),
    `  export PLEX_URL=${url}`,
    '  ticketstub login',
    '',
    dim('Ctrl-C ends it.'),
  ].join('\n');
  const json = {
    url,
    console: `${url}/console`,
    servers: servers.map(({ name, url: at, machineIdentifier }) => ({ name, url: at, machineIdentifier })),
    people,
  };
  return { json, text };
}
