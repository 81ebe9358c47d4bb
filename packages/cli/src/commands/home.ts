import type { Command } from 'commander';
import type { Run } from '../run.js';
import type { AddCommand } from './command.js';

/** `ticketstub home`. */
export const addHome: AddCommand = (program, execute) => {
  const home: Command = program
    .command('home')
    .description('the people of your Plex Home')
    .helpCommand(false)
    .addHelpText('after', '\nExample:\n  $ ticketstub home list');
  home
    .command('list')
    .description('list the people of your Home')
    .addHelpText('after', '\nExample:\n  $ ticketstub home list --json')
    .action(() => execute(list));
  home
    .command('switch <name>')
    .description('keep a token of somebody of your Home under a profile of their own')
    .option('--to <profile>', 'the profile that gets it (default: their name)')
    .option('--pin', 'read their PIN from the first line of stdin')
    .addHelpText(
      'after',
      `
A name may be a title, a username or a uuid, or the beginning of one.

Examples:
  $ ticketstub home switch Carla
  $ ticketstub whoami --profile carla
  $ ticketstub home switch Carla --pin < pin.txt`,
    )
    .action((name: string, options: SwitchFlags) => execute((run) => switchTo(run, name, options)));
};

interface SwitchFlags {
  readonly to?: string;
  readonly pin?: boolean;
}

async function list(run: Run): Promise<void> {
  const [{ openSession }, { columns, plain }] = await Promise.all([
    import('../session.js'),
    import('../output/human.js'),
  ]);
  const { context, output } = run;
  const { plex } = await openSession(run);
  const users = await plex.home.users({ signal: context.signal });
  const { bold, dim } = output.paint;
  const rows = users.map((user) => {
    const role = user.admin ? 'whose Home it is' : user.restricted ? 'managed' : user.guest ? 'guest' : 'adult';
    return [bold(plain(user.title)), role, user.protected ? 'PIN' : '', dim(user.uuid)];
  });
  output.result({
    json: {
      people: users.map(({ uuid, title, username, admin, restricted, guest, protected: behindPin }) => ({
        uuid,
        name: title,
        username: username ?? null,
        admin,
        managed: restricted,
        guest,
        protected: behindPin,
      })),
    },
    text: rows.length === 0 ? 'There is nobody in your Home.' : columns(rows),
  });
}

async function switchTo(run: Run, name: string, { to, pin: isPinGiven }: SwitchFlags): Promise<void> {
  const [{ switchHome }, { readPin }, { plain }] = await Promise.all([
    import('../switch-home.js'),
    import('../stdin.js'),
    import('../output/human.js'),
  ]);
  const pin = isPinGiven ? await readPin(run.context, 'ticketstub home switch --help') : undefined;
  const { who, profile } = await switchHome(run, { name, to, pin });
  run.output.result({
    json: { ...who, profile },
    text: `Switched to ${run.output.paint.bold(plain(who.name))}: ticketstub whoami --profile ${profile}`,
  });
}
