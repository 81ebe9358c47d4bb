import type { Run } from '../run.js';
import type { AddCommand } from './command.js';

/** `ticketstub source`. */
export const addSource: AddCommand = (program, execute) => {
  program
    .command('source <server>')
    .description('ask a server of yours how to reach it, or a source that it knows')
    .option('--uri <uri>', 'the source: server://… or provider://… (default: the server itself)')
    .addHelpText('after', '\nExample:\n  $ ticketstub source Attic --uri provider://tv.plex.provider.epg')
    .action((server: string, options: { readonly uri?: string }) => execute((run) => source(run, server, options)));
};

async function source(run: Run, wanted: string, { uri }: { readonly uri?: string }): Promise<void> {
  const [{ openSession }, { reachServer }, { columns, plain }] = await Promise.all([
    import('../session.js'),
    import('../reach-server.js'),
    import('../output/human.js'),
  ]);
  const session = await openSession(run);
  const { plex, server } = await reachServer(run, session, wanted);
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
