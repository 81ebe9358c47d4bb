import type { Run } from '../run.js';
import type { AddCommand } from './command.js';

/** `ticketstub logout`. */
export const addLogout: AddCommand = (program, execute) => {
  program
    .command('logout')
    .description('sign this device out at plex.tv, and forget what is kept')
    .option('--everywhere', 'sign out every device of the account but its servers, this one last')
    .option('--keep-device', 'only forget what is kept here; plex.tv is told nothing')
    .option('-y, --yes', 'do not ask whether to sign out everywhere')
    .addHelpText('after', '\nExamples:\n  $ ticketstub logout\n  $ ticketstub logout --everywhere --yes')
    .action((options: LogoutFlags) => execute((run) => logout(run, options)));
};

interface LogoutFlags {
  readonly everywhere?: boolean;
  readonly keepDevice?: boolean;
  readonly yes?: boolean;
}

async function logout(run: Run, { everywhere = false, keepDevice = false, yes = false }: LogoutFlags): Promise<void> {
  const [{ forgetHere, signOut }, { usage }, { forgetProfile }] = await Promise.all([
    import('../sign-out.js'),
    import('../failure.js'),
    import('../profile.js'),
  ]);
  if (everywhere && keepDevice)
    throw usage('--everywhere and --keep-device exclude each other', 'ticketstub logout --help');
  if (everywhere && !yes && !(await isMeant(run))) {
    const json = { profile: run.settings.profile, devicesSignedOut: 0, forgotten: false };
    run.output.result({ json, text: 'Nothing was signed out.' });
    return;
  }
  const { output, settings } = run;
  const { profile } = settings;
  if (keepDevice) {
    await forgetHere(run);
    await forgetProfile(run);
    output.result({
      json: { profile, devicesSignedOut: 0, forgotten: true },
      text: 'Nothing is kept any more; plex.tv was told nothing.',
    });
    return;
  }
  const { devices, isUntold } = await signOut(run, { everywhere });
  await forgetProfile(run);
  if (isUntold)
    output.note(
      'What was kept is damaged, so plex.tv could not be told: sign the device out at https://app.plex.tv/desktop/#!/settings/devices/all',
    );
  output.result({
    json: { profile, devicesSignedOut: devices, forgotten: true },
    text: `Signed out (${devices === 1 ? 'one device' : `${devices} devices`}), and nothing is kept any more.`,
  });
}

async function isMeant({ context }: Run): Promise<boolean> {
  const [{ canAsk, confirm }, { usage }] = await Promise.all([import('../prompts.js'), import('../failure.js')]);
  if (!canAsk(context))
    throw usage('--everywhere signs out every device of the account', 'ticketstub logout --everywhere --yes');
  return confirm(context, 'Sign out every device of this account?');
}
