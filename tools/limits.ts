/** The size budgets: a source file, the middle one of a package, a test file, a function. */
export const budgets = {
  sourceLines: 300,
  medianLines: 90,
  testLines: 400,
  functionLines: 50,
  parameters: 3,
  suppressions: 5,
  /** Bytes of a minified, gzipped bundle of standalone calls. */
  bundles: [
    { calls: ['getTokenDetails', 'postUsersSignInData'], bytes: 5000 },
    {
      calls: ['getTransientToken', 'getSourceConnectionInformation', 'getTokenDetails', 'postUsersSignInData'],
      bytes: 6000,
    },
  ],
} as const;

/** A file or folder called one of these says nothing about what is in it. */
export const namelessNames = /^(?:utils?|helpers?|common|shared|misc|types|config|manager|service)$/;

/** Left in a comment, these are work that was not done. */
export const leftovers = /\b(?:TO-?DO|FIX-?ME|XXX|HACK)\b/;

/** Comments that switch a check off. */
export const suppressions =
  /@ts-(?:ignore|nocheck|expect-error)|(?:oxlint|eslint)-(?:disable|enable)|(?:oxfmt|prettier)-ignore|(?:v8|c8|istanbul) ignore/;

/** Words that belong to one machine or one workplace and to no repository. */
export const unwelcome: readonly { what: string; pattern: RegExp }[] = [
  { what: 'a path of one machine', pattern: /(?<![\w.~-])\/(?:(?:work|root|farm)\/\w|home\/(?!users\b)\w)/ },
  { what: 'the host of a package registry', pattern: /\bregistry\.(?:npmjs|npm|yarnpkg)\b/ },
  { what: 'a folder outside the repository', pattern: /\.\.\/shared\// },
  { what: 'the number of a task', pattern: /\b(?:issue|task|ticket) #?\d+\b/i },
];

/** `as T` in shipped source that is safe, each with its reason. */
export const allowedCasts: readonly { file: string; text: string; reason: string }[] = [];
