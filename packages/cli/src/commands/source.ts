import type { Run } from '../run.js';
import type { AddCommand } from './command.js';

/** `ticketstub source`. */
export const addSource: AddCommand = (program, execute) => {
  program
    .command('source <server|uri>')
    .description('ask how a server is reached, or a source that a server knows')
    .addHelpText(
      'after',
      `
A URI (server://… or provider://…) goes to the default server, or the only one.

Examples:
  $ ticketstub source Attic
  $ ticketstub source provider://tv.plex.provider.epg`,
    )
    .action((wanted: string) => execute((run) => source(run, wanted)));
};

async function source(run: Run, wanted: string): Promise<void> {
  const [{ openSession }, { reachServer }, { columns, plain }] = await Promise.all([
    import('../session.js'),
    import('../reach-server.js'),
    import('../output/human.js'),
  ]);
  const session = await openSession(run);
  const uri = /^[a-z]+:\/\//i.test(wanted) ? wanted : undefined;
  const { plex, server } = await reachServer(run, session, uri === undefined ? wanted : undefined);
  const { mediaContainer } = await plex.authentication.getSourceConnectionInformation(
    { source: uri ?? `server://${server.clientIdentifier}` },
    { signal: run.context.signal },
  );
  const devices = mediaContainer.device.map(({ name, clientIdentifier, connection }) => ({
    name: name ?? null,
    clientIdentifier: clientIdentifier ?? null,
    connections: (connection ?? []).map(({ uri: at, local, relay }) => ({
      uri: at ?? null,
      local: local === true,
      relay: relay === true,
    })),
  }));
  const rows = devices.flatMap(({ name, connections }) =>
    connections.map(({ uri: at, local, relay }) => [
      run.output.paint.bold(plain(name ?? '')),
      plain(at ?? ''),
      local ? 'local' : relay ? 'relay' : 'remote',
    ]),
  );
  run.output.result({ json: { devices }, text: rows.length === 0 ? 'The server knows no way there.' : columns(rows) });
}
