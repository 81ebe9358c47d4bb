import type { House } from './house-tables.js';

/** The rules of `@ticketstub/standin`. */
export const standin: House = {
  package: '@ticketstub/standin',
  src: 'packages/standin/src',
  doors: [
    { project: 'packages/standin/tsconfig.json', files: ['index.ts', 'playwright.ts', 'redirect.ts', 'vitest.ts'] },
  ],
  outside: /^node:|^hono(?:\/|$)|^@hono\/node-server(?:\/|$)|^@photostructure\/sqlite$|^jose$|^zod$|^uqr$/,
  floors: [
    [
      { name: 'bin', files: ['bin.ts'], does: 'the command touches the process here' },
      {
        name: 'redirect door',
        files: ['redirect.ts'],
        does: 'turns a program under test to a stand-in, when imported',
      },
    ],
    [
      { name: 'command', files: ['command.ts'], does: 'the command: its arguments, what it prints' },
      { name: 'fixture doors', files: ['vitest.ts', 'playwright.ts'], does: 'a stand-in as a fixture of a test' },
    ],
    [{ name: 'door', files: ['index.ts'], does: 'names every export' }],
    [{ name: 'fixtures', files: ['fixtures.ts'], does: 'what the fixtures have in common' }],
    [{ name: 'start', files: ['start.ts'], does: 'puts a stand-in together' }],
    [{ name: 'stand-in', files: ['stand-in.ts'], does: 'what a started stand-in offers' }],
    [{ name: 'ports', files: ['ports.ts'], does: 'which ports there are, and who answers there' }],
    [
      { name: 'listen', files: ['listen.ts'], does: 'the only socket' },
      { name: 'in-process', files: ['in-process.ts'], does: 'a fetch without a socket' },
      { name: 'world', files: ['world.ts'], does: 'the state everything begins with' },
    ],
    [{ name: 'app', files: ['app.ts'], does: 'builds the applications from their tables' }],
    [
      { name: 'tables', files: ['tables/'], does: 'which endpoints there are', base: ['route.ts'] },
      { name: 'pages', files: ['pages.ts'], does: 'the table of the pages and their forms' },
    ],
    [
      {
        name: 'routes',
        files: ['routes/'],
        does: 'one endpoint, one answer',
        base: [
          'plex-tv/credentials.ts',
          'plex-tv/signing-in.ts',
          'plex-tv/device-claims.ts',
          'plex-tv/kept-pins.ts',
          'plex-tv/pin-page.ts',
          'web/attempt.ts',
        ],
      },
    ],
    [{ name: 'console', files: ['console/'], does: 'what the console shows, asks for and is told' }],
    [
      { name: 'steps', files: ['steps/'], does: 'what every request passes through', base: ['read-body.ts'] },
      { name: 'control', files: ['control.ts'], does: 'what a test does behind the back of a program' },
      { name: 'people', files: ['people.ts'], does: 'whom to sign in as' },
      { name: 'options', files: ['options.ts'], does: 'how a stand-in is started, checked' },
    ],
    [
      { name: 'errors', files: ['errors.ts'], does: 'the one place that words a refusal' },
      { name: 'control-inputs', files: ['control-inputs.ts'], does: 'what control is asked, checked' },
    ],
    [
      {
        name: 'views',
        files: ['views/'],
        does: 'what an answer looks like',
        base: [
          'xml.ts',
          'dates.ts',
          'account-lists.ts',
          'text-response.ts',
          'markup.ts',
          'layout.ts',
          'location.ts',
          'console/model.ts',
          'console/text.ts',
          'console/form.ts',
        ],
        top: ['console/page.ts'],
      },
    ],
    [{ name: 'acts', files: ['acts/'], does: 'what people do, whichever way they do it', base: ['note-device.ts'] }],
    [{ name: 'deps', files: ['deps.ts'], does: 'what routes and steps are handed' }],
    [
      { name: 'memory', files: ['memory/'], does: 'state that a restart may lose', base: ['bell.ts'] },
      {
        name: 'seed',
        files: ['seed/'],
        does: 'the cast, and how it is planted',
        base: ['seed.ts', 'schema.ts', 'cast.ts'],
      },
      { name: 'signer', files: ['signer.ts'], does: 'signs in the name of plex.tv' },
      { name: 'device JWTs', files: ['device-jwts.ts'], does: 'reads what a device has signed' },
    ],
    [
      {
        name: 'db',
        files: ['db/'],
        does: 'one table, one file',
        base: ['row.ts', 'open.ts'],
        top: ['database.ts', 'find-token.ts'],
      },
      { name: 'clock', files: ['clock.ts'], does: 'the only time' },
      { name: 'ids', files: ['ids.ts'], does: 'the only randomness' },
    ],
    [
      { name: 'rules', files: ['rules/'], does: 'pure: state and time in, a decision out', base: ['text-of.ts'] },
      { name: 'operations', files: ['operations.ts'], does: 'the names of the endpoints' },
      { name: 'whereabouts', files: ['whereabouts.ts'], does: 'who answers where' },
      { name: 'stand-in-error', files: ['stand-in-error.ts'], does: 'every failure of the stand-in itself' },
      {
        name: 'redirect',
        files: ['redirect/'],
        does: 'what is turned to the stand-in, and what is refused',
        base: ['redirect-error.ts', 'destination.ts', 'stand-in-url.ts', 'request-options.ts', 'dispatcher.ts'],
        top: ['install.ts'],
      },
    ],
  ],
  privileges: [
    {
      what: 'open a socket, or stand in its way',
      files: ['listen.ts', 'redirect/'],
      imports: /^node:(?:net|tls|https|http2)$|^@hono\/node-server(?:\/|$)/,
    },
    { what: 'read the time', files: ['clock.ts'], uses: /^(?:Date\.now|new Date\(\)|performance\.now)$/ },
    { what: 'set a timer', files: ['clock.ts'], uses: /^set(?:Timeout|Interval)$/ },
    { what: 'put something off to the end of the turn', files: ['listen.ts'], uses: /^setImmediate$/ },
    {
      what: 'draw randomness',
      files: ['ids.ts'],
      uses: /^(?:random(?:Bytes|UUID|Int)|Math\.random|crypto\.(?:randomUUID|getRandomValues))$/,
    },
    { what: 'open a database', files: ['db/open.ts'], uses: /^new DatabaseSync$/ },
    { what: 'print', files: ['bin.ts'], uses: /^console\.|^process\.std(?:out|err)$/ },
    {
      what: 'read the environment',
      files: ['bin.ts', 'redirect.ts'],
      uses: /^process\.(?:env|argv|exit|exitCode|on)$/,
    },
  ],
};
