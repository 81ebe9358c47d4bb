/** A way to make the two calls. */
export interface Contender {
  /** The name of its file in `contenders/`. */
  readonly name: string;
  readonly title: string;
  readonly calls: readonly Call[];
  /** What it does with an answer. */
  readonly checks: string;
  /** What it is judged against: each has its turn right beside the other's. */
  readonly floor?: string;
}

/** What is called. */
export type Call = (typeof callNames)[number];

/** The names of the calls. */
export const callNames = ['account', 'signIn'] as const;

/** Everything that is measured, floors first. */
export const contenders: readonly Contender[] = [
  { name: 'fetch', title: '`fetch`, signal and timer', calls: callNames, checks: 'floor' },
  { name: 'fetch-bare', title: '`fetch`, bare', calls: callNames, checks: 'floor' },
  { name: 'node-http', title: '`node:http`, signal and timer', calls: callNames, checks: 'floor' },
  { name: 'node-http-bare', title: '`node:http`, bare, kept connections', calls: callNames, checks: 'floor' },
  { name: 'undici-request', title: '`undici.request`', calls: callNames, checks: 'floor' },
  { name: 'sdk-fetch', title: '**SDK on `fetch`**', calls: callNames, checks: 'checked, typed', floor: 'fetch' },
  {
    name: 'sdk-node',
    title: '**SDK on the node transport**',
    calls: callNames,
    checks: 'checked, typed',
    floor: 'node-http',
  },
  { name: 'plexjs', title: '`@lukehagar/plexjs` 0.39.0', calls: callNames, checks: 'checked, typed' },
  { name: 'ctrl', title: '`@ctrl/plex` 3.12.1', calls: callNames, checks: 'typed' },
  { name: 'plex-api', title: '`plex-api` 5.3.2 + credentials 4.0.1', calls: callNames, checks: 'none' },
  { name: 'login-with-plex', title: '`login-with-plex` 1.1.2', calls: ['account'], checks: 'none' },
];
