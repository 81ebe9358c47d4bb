import type { Run } from '../run.js';
import type { AddCommand } from './command.js';

/** `ticketstub logout`. */
export const addLogout: AddCommand = (program, execute) => {
  program
    .command('logout')
    .description('sign this device out at plex.tv, and forget what is kept')
    .option('--everywhere', 'sign out every device of the account, this one last')
    .option('--keep-device', 'only forget what is kept here; plex.tv is told nothing')
    .addHelpText('after', '\nExample:\n  $ ticketstub logout')
    .action((options: LogoutFlags) => execute((run) => logout(run, options)));
};

interface LogoutFlags {
  readonly everywhere?: boolean;
  readonly keepDevice?: boolean;
}

async function logout(run: Run, { everywhere = false, keepDevice = false }: LogoutFlags): Promise<void> {
  const { openSession } = await import('../session.js');
  const { Failure, usage } = await import('../failure.js');
  if (everywhere && keepDevice)
    throw usage('--everywhere and --keep-device exclude each other', 'ticketstub logout --help');
  const session = await openSession(run);
  const { credentials } = session;
  if (!credentials) {
    throw new Failure({
      code: 'TOKEN_IN_ENVIRONMENT',
      message: 'the token is that of PLEX_TOKEN: it is not kept here',
      next: 'unset PLEX_TOKEN, then ticketstub logout',
    });
  }
  let removed = 0;
  if (!keepDevice) {
    const { signOutDevices } = await import('../sign-out.js');
    removed = await signOutDevices(session.plex, credentials, { everywhere, signal: run.context.signal });
  }
  await credentials.forget();
  const told = keepDevice ? 'plex.tv was told nothing' : removed === 1 ? 'one device' : `${removed} devices`;
  run.output.result({
    json: { profile: run.settings.profile, devicesSignedOut: removed, forgotten: true },
    text: `Signed out (${told}), and nothing is kept any more.`,
  });
}
