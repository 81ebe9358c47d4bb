import type { Run } from '../run.js';
import type { AddCommand } from './command.js';

/** `ticketstub servers`. */
export const addServers: AddCommand = (program, execute) => {
  program
    .command('servers')
    .description('list the media servers you may use, and at which address each answers')
    .option('--no-probe', 'ask plex.tv only: no server is looked for')
    .option('--default <name>', 'choose the server that is meant when a command names none')
    .addHelpText('after', '\nExamples:\n  $ ticketstub servers --json\n  $ ticketstub servers --default Attic')
    .action((options: ServersFlags) =>
      execute((run) => (options.default === undefined ? servers(run, options) : choose(run, options.default))),
    );
};

interface ServersFlags {
  readonly probe: boolean;
  readonly default?: string;
}

async function servers(run: Run, { probe }: ServersFlags): Promise<void> {
  const [{ openSession }, { defaultServer, listServers }, { probeAll }, { columns, plain }] = await Promise.all([
    import('../session.js'),
    import('../find-server.js'),
    import('../probe.js'),
    import('../output/human.js'),
  ]);
  const { context, output } = run;
  const session = await openSession(run);
  const chosen = await defaultServer(run, session);
  const list = await listServers(session, context.signal);
  const found = await probeAll(run, session, probe ? list : []);
  const { bold, dim, green, yellow } = output.paint;
  const rows = list.map(({ name, owned, home, sourceTitle, clientIdentifier }) => {
    const answer = found.get(clientIdentifier);
    const whose = owned ? 'yours' : `${plain(sourceTitle || 'somebody')}’s${home ? ', in your Home' : ''}`;
    const where = answer?.url ? green(answer.url) : probe ? yellow('no answer') : dim('not looked for');
    const mark = clientIdentifier === chosen?.machineIdentifier ? ', the default' : '';
    return [bold(plain(name)), `${whose}${mark}`, where, dim(plain(clientIdentifier))];
  });
  output.result({
    json: {
      servers: list.map(({ name, clientIdentifier, owned, home, sourceTitle, productVersion }) => ({
        name,
        machineIdentifier: clientIdentifier,
        default: clientIdentifier === chosen?.machineIdentifier,
        owned: owned === true,
        home: home === true,
        owner: sourceTitle ?? null,
        version: productVersion ?? null,
        url: found.get(clientIdentifier)?.url ?? null,
      })),
    },
    text: rows.length === 0 ? 'There is no media server that you may use.' : columns(rows),
  });
}

async function choose(run: Run, wanted: string): Promise<void> {
  const [{ openSession }, { setDefaultServer }, { usage }, { plain }] = await Promise.all([
    import('../session.js'),
    import('../default-server.js'),
    import('../failure.js'),
    import('../output/human.js'),
  ]);
  const session = await openSession(run);
  if (session.origin.from === 'environment')
    throw usage('PLEX_TOKEN has no default server: a profile has', 'unset PLEX_TOKEN, then the same command');
  const { userPlexAccount } = await session.plex.authentication.getTokenDetails({ signal: run.context.signal });
  const chosen = await setDefaultServer(run, session, { wanted, owner: userPlexAccount.uuid });
  const { profile } = run.settings;
  run.output.result({
    json: { profile, defaultServer: chosen },
    text: `The default server is ${run.output.paint.bold(plain(chosen.name))}.`,
  });
}
