/** Files of one package that do one kind of thing: a folder (its path ends in `/`) or single files, under the package's `src`. */
export interface Room {
  name: string;
  files: readonly string[];
  does: string;
  /** The files of a folder that its other files may import. Each may import those named before it. */
  base?: readonly string[];
  /** The files of a folder that may import all its others. Each may import those named before it. */
  top?: readonly string[];
}

/** What only some files may do; everybody else is handed the result. */
export interface Privilege {
  what: string;
  files: readonly string[];
  /** Modules whose import is the deed. */
  imports?: RegExp;
  /** Calls, `new` and members of globals that are the deed. */
  uses?: RegExp;
}

/** The import rules of one package: floors from the top down, a room imports only from floors below its own. */
export interface House {
  package: string;
  src: string;
  /** The files that name its exports, by the tsconfig that compiles them. */
  doors: readonly { project: string; files: readonly string[] }[];
  floors: readonly (readonly Room[])[];
  /** Modules from outside the package that it may import at all. */
  outside: RegExp;
  privileges: readonly Privilege[];
}

const sdk: House = {
  package: '@ticketstub/sdk',
  src: 'packages/sdk/src',
  doors: [
    { project: 'packages/sdk/tsconfig.json', files: ['index.ts', 'store-contract.ts'] },
    { project: 'packages/sdk/tsconfig.node.json', files: ['node.ts'] },
  ],
  outside: /^node:/,
  floors: [
    [{ name: 'doors', files: ['index.ts', 'node.ts', 'store-contract.ts'], does: 'name every export' }],
    [
      {
        name: 'web',
        files: ['web/'],
        does: 'a sign-in session for web apps',
        base: [
          'cookies.ts',
          'origins.ts',
          'attempts.ts',
          'used-attempts.ts',
          'pages.ts',
          'pop-up-script.ts',
          'web-sign-in.ts',
        ],
      },
    ],
    [{ name: 'plex-api', files: ['plex-api.ts'], does: 'the client: a core with its namespaces' }],
    [
      { name: 'namespaces', files: ['namespaces/'], does: 'what a caller types' },
      { name: 'seed', files: ['seed/'], does: 'the two namespaces that the seed names' },
    ],
    [
      {
        name: 'flows',
        files: ['flows/'],
        does: 'operations in time',
        base: ['ask-pin.ts', 'plex-keys.ts', 'issue-token.ts', 'renewal.ts', 'token-source.ts'],
      },
    ],
    [{ name: 'functions', files: ['functions/'], does: 'the standalone calls', base: ['device-token.ts'] }],
    [
      { name: 'core', files: ['core.ts'], does: 'what a call needs to know of its client' },
      {
        name: 'transport',
        files: ['transport/'],
        does: 'the only place that sends',
        base: ['wait.ts', 'retry-after.ts', 'light-controller.ts', 'call.ts'],
        top: ['send.ts'],
      },
    ],
    [
      { name: 'settings', files: ['settings.ts'], does: 'options become settings, once' },
      { name: 'operations', files: ['operations/'], does: 'one endpoint, one file, pure', base: ['operation.ts'] },
      {
        name: 'contract',
        files: ['contract/'],
        does: 'what every store is held to',
        base: ['store-under-test.ts', 'contents.ts', 'leases.ts'],
      },
    ],
    [
      {
        name: 'stores',
        files: ['stores/'],
        does: 'where credentials are kept',
        base: ['credential.ts', 'credential-store.ts'],
      },
    ],
    [
      {
        name: 'wire',
        files: ['wire/'],
        does: 'shapes, and the readers that earn them',
        base: [
          'read.ts',
          'xml-attributes.ts',
          'user-plex-account.ts',
          'arguments.ts',
          'address.ts',
          'device-jwk.ts',
          'names.ts',
        ],
      },
    ],
    [
      {
        name: 'crypto',
        files: ['crypto/'],
        does: 'keys, signatures, tokens, over WebCrypto',
        base: ['base64url.ts', 'ed25519.ts', 'jws.ts', 'thumbprint.ts'],
      },
    ],
    [{ name: 'errors', files: ['errors.ts'], does: 'every error, its class and its code' }],
    [{ name: 'answer', files: ['answer.ts'], does: 'a status, headers and bytes, read once' }],
    [
      { name: 'options', files: ['options.ts'], does: 'what a caller may set' },
      { name: 'redact', files: ['redact.ts'], does: 'what may be shown of a text' },
    ],
  ],
  privileges: [
    {
      what: 'import from Node',
      files: ['node.ts', 'transport/node-http.ts'],
      imports: /^node:/,
      uses: /^process\.getBuiltinModule$/,
    },
    { what: 'send', files: ['transport/'], uses: /^(?:fetch|globalThis\.fetch)$/ },
    { what: 'set a timer', files: ['transport/'], uses: /^(?:globalThis\.)?set(?:Timeout|Interval|Immediate)$/ },
    { what: 'print', files: [], uses: /^console\./ },
    { what: 'read the environment', files: [], uses: /^process\b(?!\.getBuiltinModule$)/ },
  ],
};

const standin: House = {
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

/** Who may import whom, as data: `conformance/house.test.ts` enforces it, `docs/house.md` prints it. */
export const houses: readonly House[] = [sdk, standin];

/** Which package may import which of ours, by its door. */
export const packages: Readonly<Record<string, readonly string[]>> = {
  '@ticketstub/sdk': [],
  '@ticketstub/standin': [],
};
