/** Sources that are broken on purpose together, and the unit tests that should notice. */
export interface Group {
  readonly name: string;
  readonly title: string;
  /** Why these files. */
  readonly about: string;
  /** Patterns of sources, a leading `!` takes out; a file is in one group only. */
  readonly mutate: readonly string[];
  /** The package whose unit tests are run. */
  readonly folder: string;
}

/** The lowest score each group may have, in percent. */
export const LOWEST_SCORE = 85;

const sdk = 'packages/sdk';
const standin = 'packages/standin';

const redaction = ['redact.ts', 'transport/clean-cause.ts'].map((file) => `${sdk}/src/${file}`);

const verdict = [
  'flows/{access-verdict,standing,inquiry,token-file}.ts',
  'wire/{access-verdict,server-offer}.ts',
  'crypto/fingerprint.ts',
].map((file) => `${sdk}/src/${file}`);

const tokenRules = [
  'rules/{access,account-tokens,pins,sign-in,sources,totp,passwords}.ts',
  'db/{find-token,account-tokens,server-tokens,transient-tokens}.ts',
  'steps/authenticate.ts',
];

/** Every group, in the order in which they are run. */
export const groups: readonly Group[] = [
  {
    name: 'wire',
    title: 'Readers',
    about: 'What earns its type when it comes from a caller or a server: `packages/sdk/src/wire/`.',
    mutate: [`${sdk}/src/wire/**/*.ts`, ...verdict.map((file) => `!${file}`)],
    folder: sdk,
  },
  {
    name: 'redact',
    title: 'Redaction',
    about: 'What keeps secrets out of whatever is shown: `redact.ts` and what cleans the cause of a failed connection.',
    mutate: redaction,
    folder: sdk,
  },
  {
    name: 'transport',
    title: 'Transport',
    about: 'What sends, waits, repeats and reads: `packages/sdk/src/transport/`, but for what is under redaction.',
    mutate: [`${sdk}/src/transport/**/*.ts`, ...redaction.map((file) => `!${file}`)],
    folder: sdk,
  },
  {
    name: 'plan',
    title: 'Planning',
    about: 'What decides which token goes where, and when one is due.',
    mutate: ['plan', 'fit', 'due'].map((file) => `${sdk}/src/credentials/${file}.ts`),
    folder: sdk,
  },
  {
    name: 'access',
    title: 'Access',
    about: 'What decides who may come in: `access.verdict`.',
    mutate: [...verdict],
    folder: sdk,
  },
  {
    name: 'seal',
    title: 'Sealing',
    about: 'What seals credentials and opens them again: the envelope, and the store around it.',
    mutate: ['crypto/seal.ts', 'stores/sealed-store.ts'].map((file) => `${sdk}/src/${file}`),
    folder: sdk,
  },
  {
    name: 'tokens',
    title: "The stand-in's token rules",
    about:
      'What decides which token is alive where and who gets one: the rules on access, account tokens, PINs, sign-in, codes, passwords and sources, the three tables of tokens with the lookup among them, and the step that lets in or refuses.',
    mutate: tokenRules.map((file) => `${standin}/src/${file}`),
    folder: standin,
  },
];
