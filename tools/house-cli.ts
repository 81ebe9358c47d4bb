import type { House } from './house-tables.js';

/** The rules of `ticketstub`, the command. */
export const cli: House = {
  package: 'ticketstub',
  src: 'packages/cli/src',
  doors: [],
  isLoadedInParts: true,
  outside:
    /^node:|^@ticketstub\/(?:sdk(?:\/node)?|standin)$|^commander$|^@clack\/prompts$|^uqr$|^fast-string-width$|^@napi-rs\/keyring$/,
  floors: [
    [
      { name: 'bin', files: ['bin.ts'], does: 'the command: touches its process' },
      { name: 'keychain process', files: ['keychain-process.ts'], does: 'asks the keychain, and may be ended' },
    ],
    [{ name: 'main', files: ['main.ts'], does: 'the only one that catches everything' }],
    [{ name: 'program', files: ['program.ts'], does: 'reads what was typed' }],
    [
      {
        name: 'commands',
        files: ['commands/'],
        does: 'one command, one file: its flags, its help, what it prints',
        base: ['command.ts'],
        top: ['commands.ts'],
      },
    ],
    [
      {
        name: 'work',
        files: [
          'sign-in.ts',
          'sign-out.ts',
          'switch-home.ts',
          'reach-server.ts',
          'probe.ts',
          'examine.ts',
          'verify-offline.ts',
          'default-server.ts',
        ],
        does: 'what takes a command more than a call',
      },
    ],
    [
      {
        name: 'parts',
        files: ['watch-pin.ts', 'show-pin.ts', 'examine-server.ts'],
        does: 'what several kinds of work need',
      },
    ],
    [{ name: 'ways', files: ['connect-server.ts'], does: 'at which address a server may be shown a token' }],
    [
      { name: 'servers', files: ['find-server.ts'], does: 'which server is meant' },
      { name: 'findings', files: ['finding.ts'], does: 'what an examination is made of' },
    ],
    [{ name: 'words', files: ['output/words.ts', 'output/show-token.ts'], does: 'what several commands print' }],
    [{ name: 'session', files: ['session.ts'], does: 'who is signed in, and the client that asks for them' }],
    [
      {
        name: 'credentials',
        files: ['credentials/'],
        does: 'where tokens are kept, and what seals them',
        base: ['keychain.ts', 'key-file.ts', 'passphrase.ts', 'record.ts', 'lock.ts'],
      },
    ],
    [
      { name: 'prompts', files: ['prompts.ts'], does: 'asks whoever sits at the terminal' },
      { name: 'stdin', files: ['stdin.ts'], does: 'what is read from a pipe or a file, checked' },
      { name: 'browser', files: ['browser.ts'], does: 'opens a page' },
      { name: 'whose', files: ['free-for.ts'], does: 'whether credentials are somebody’s or nobody’s' },
      { name: 'errors', files: ['explain-error.ts'], does: 'any failure in words, and what to type next' },
    ],
    [
      { name: 'profile', files: ['profile.ts'], does: 'what a profile remembers besides credentials' },
      { name: 'plain prompts', files: ['plain-prompts.ts'], does: 'the same questions where nothing can be drawn' },
      { name: 'names', files: ['match-name.ts'], does: 'who or what is meant by a name' },
    ],
    [{ name: 'run', files: ['run.ts'], does: 'what every command works with' }],
    [
      {
        name: 'output',
        files: ['output/'],
        does: 'what is printed, for people and for scripts',
        base: ['json.ts', 'paint.ts', 'human.ts', 'live-line.ts', 'output.ts'],
      },
    ],
    [
      { name: 'settings', files: ['settings.ts'], does: 'flags and environment, checked' },
      { name: 'folder', files: ['folder.ts'], does: 'where things are kept on this system' },
      { name: 'files', files: ['json-file.ts'], does: 'what a small file says' },
    ],
    [
      { name: 'failure', files: ['failure.ts'], does: 'a failure in words' },
      { name: 'context', files: ['context.ts'], does: 'the world, as commands see it' },
    ],
    [
      { name: 'exit codes', files: ['exit-codes.ts'], does: 'how the command ends' },
      { name: 'version', files: ['version.ts'], does: 'which release this is' },
    ],
  ],
  privileges: [
    { what: 'touch the process', files: ['bin.ts', 'keychain-process.ts'], uses: /^process$/ },
    { what: 'start programs', files: ['browser.ts', 'credentials/keychain.ts'], imports: /^node:child_process$/ },
    { what: 'ask at the terminal', files: ['prompts.ts'], imports: /^@clack\/prompts$/ },
    { what: 'know the keychain', files: ['keychain-process.ts'], imports: /^@napi-rs\/keyring$/ },
  ],
};
