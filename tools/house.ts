import { cli } from './house-cli.js';
import { standin } from './house-standin.js';
import type { House } from './house-tables.js';

const sdk: House = {
  package: '@ticketstub/sdk',
  src: 'packages/sdk/src',
  doors: [
    { project: 'packages/sdk/tsconfig.json', files: ['index.ts', 'postgres.ts', 'store-contract.ts'] },
    { project: 'packages/sdk/tsconfig.node.json', files: ['node.ts'] },
  ],
  outside: /^node:/,
  floors: [
    [{ name: 'doors', files: ['index.ts', 'node.ts', 'postgres.ts', 'store-contract.ts'], does: 'name every export' }],
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
        name: 'credentials',
        files: ['credentials/'],
        does: 'which token goes where, and how it is kept alive',
        base: [
          'held.ts',
          'fit.ts',
          'plan.ts',
          'records.ts',
          'usage.ts',
          'inputs.ts',
          'wallet.ts',
          'asking.ts',
          'try-jwt.ts',
          'sign-in-again.ts',
          'reconcile.ts',
          'steps.ts',
          'token-finder.ts',
          'due.ts',
        ],
        top: ['person-credentials.ts'],
      },
    ],
    [
      {
        name: 'flows',
        files: ['flows/'],
        does: 'operations in time',
        base: [
          'ask-pin.ts',
          'plex-keys.ts',
          'governor.ts',
          'issue-token.ts',
          'renewal.ts',
          'tell.ts',
          'token-source.ts',
          'inquiry.ts',
        ],
        top: ['access-verdict.ts'],
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
        base: [
          'credential.ts',
          'credential-store.ts',
          'postgres-tables.ts',
          'postgres-texts.ts',
          'postgres-database.ts',
          'postgres-statements.ts',
          'postgres-migrations.ts',
          'files/durable-files.ts',
          'files/marked-folder.ts',
        ],
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
          'server-offer.ts',
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
    [{ name: 'sign-in errors', files: ['sign-in-errors.ts'], does: 'that nothing, or nothing there, works any more' }],
    [{ name: 'errors', files: ['errors.ts'], does: 'every error, its class and its code' }],
    [{ name: 'answer', files: ['answer.ts'], does: 'a status, headers and bytes, read once' }],
    [
      { name: 'options', files: ['options.ts'], does: 'what a caller may set' },
      { name: 'redact', files: ['redact.ts'], does: 'what may be shown of a text' },
      { name: 'race', files: ['race.ts'], does: 'the end of work, or of the wait for it' },
    ],
  ],
  privileges: [
    {
      what: 'import from Node',
      files: ['node.ts', 'transport/node-http.ts', 'stores/file-store.ts', 'stores/files/'],
      imports: /^node:/,
      uses: /^process\.getBuiltinModule$/,
    },
    { what: 'send', files: ['transport/'], uses: /^(?:fetch|globalThis\.fetch)$/ },
    { what: 'set a timer', files: ['transport/'], uses: /^(?:globalThis\.)?set(?:Timeout|Interval|Immediate)$/ },
    { what: 'print', files: [], uses: /^console\./ },
    { what: 'read the environment', files: [], uses: /^process\b(?!\.getBuiltinModule$)/ },
  ],
};

/** Who may import whom, as data: `conformance/house.test.ts` enforces it, `docs/house.md` prints it. */
export const houses: readonly House[] = [sdk, standin, cli];

/** Which package may import which of ours, by its door. */
export const packages: Readonly<Record<string, readonly string[]>> = {
  '@ticketstub/sdk': [],
  '@ticketstub/standin': [],
  ticketstub: ['@ticketstub/sdk', '@ticketstub/standin'],
};
