import type { Run } from '../run.js';
import type { AddCommand } from './command.js';

/** `ticketstub servers`. */
export const addServers: AddCommand = (program, execute) => {
  program
    .command('servers')
    .description('list the media servers you may use, and at which address each answers')
    .option('--no-probe', 'ask plex.tv only: no server is looked for')
    .addHelpText('after', '\nExample:\n  $ ticketstub servers --json')
    .action((options: ServersFlags) => execute((run) => servers(run, options)));
};

interface ServersFlags {
  readonly probe: boolean;
}

async function servers(run: Run, { probe }: ServersFlags): Promise<void> {
  const [{ openSession }, { listServers }, { probeAll }, { columns, plain }] = await Promise.all([
    import('../session.js'),
    import('../find-server.js'),
    import('../probe.js'),
    import('../output/human.js'),
  ]);
  const { context, output } = run;
  const session = await openSession(run);
  const list = await listServers(session, context.signal);
  const found = await probeAll(run, session, probe ? list : []);
  const { bold, dim, green, yellow } = output.paint;
  const rows = list.map(({ name, owned, home, sourceTitle, clientIdentifier }) => {
    const answer = found.get(clientIdentifier);
    const whose = owned ? 'yours' : `${plain(sourceTitle || 'somebody')}’s${home ? ', in your Home' : ''}`;
    const where = answer?.url ? green(answer.url) : probe ? yellow('no answer') : dim('not looked for');
    return [bold(plain(name)), whose, where, dim(clientIdentifier)];
  });
  output.result({
    json: {
      servers: list.map(({ name, clientIdentifier, owned, home, sourceTitle, productVersion }) => ({
        name,
        machineIdentifier: clientIdentifier,
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
