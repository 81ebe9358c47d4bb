import type { Command } from 'commander';
import type { Run } from '../run.js';
import type { AddCommand } from './command.js';

/** `ticketstub devices`. */
export const addDevices: AddCommand = (program, execute) => {
  const devices: Command = program
    .command('devices')
    .description('what is signed in to your account')
    .addHelpText('after', '\nExample:\n  $ ticketstub devices list');
  devices
    .command('list')
    .description('list what is signed in to your account')
    .addHelpText('after', '\nExample:\n  $ ticketstub devices list --json')
    .action(() => execute(list));
  devices
    .command('remove <id>')
    .description('sign a device out: its tokens end, and that cannot be undone')
    .addHelpText('after', '\nExample:\n  $ ticketstub devices remove 12345')
    .action((id: string) => execute((run) => remove(run, id)));
};

async function list(run: Run): Promise<void> {
  const [{ openSession }, { columns, duration, plain }] = await Promise.all([
    import('../session.js'),
    import('../output/human.js'),
  ]);
  const { context, output } = run;
  const { plex } = await openSession(run);
  const devices = await plex.devices.list({ signal: context.signal });
  const { bold, dim } = output.paint;
  const rows = devices.map(({ id, name, product, platform, lastSeenAt, provides }) => [
    `${id}`,
    bold(plain(name || product || 'without a name')),
    plain([product, platform].filter(Boolean).join(', ')),
    lastSeenAt ? dim(`${duration(context.now() - lastSeenAt * 1000)} ago`) : '',
    provides.includes('server') ? 'media server' : '',
  ]);
  output.result({
    json: {
      devices: devices.map(({ id, clientIdentifier, name, product, platform, provides, lastSeenAt }) => ({
        id,
        clientIdentifier: clientIdentifier ?? null,
        name: name ?? null,
        product: product ?? null,
        platform: platform ?? null,
        provides,
        lastSeenAt: lastSeenAt ? new Date(lastSeenAt * 1000).toISOString() : null,
      })),
    },
    text: rows.length === 0 ? 'Nothing is signed in.' : columns(rows),
  });
}

async function remove(run: Run, wanted: string): Promise<void> {
  const [{ openSession }, { Failure }, { plain }] = await Promise.all([
    import('../session.js'),
    import('../failure.js'),
    import('../output/human.js'),
  ]);
  const { signal } = run.context;
  const { plex } = await openSession(run);
  const devices = await plex.devices.list({ signal });
  const device = devices.find(({ id, clientIdentifier }) => `${id}` === wanted || clientIdentifier === wanted);
  if (!device)
    throw new Failure({
      code: 'DEVICE_NOT_FOUND',
      message: `no device has the number or client identifier ${plain(wanted)}`,
      next: 'ticketstub devices list',
    });
  if (device.token !== undefined)
    throw new Failure({
      code: 'OWN_DEVICE',
      message: 'that is this device: removing it ends your own sign-in',
      next: 'ticketstub logout',
    });
  await plex.devices.remove(device, {}, { signal });
  const name = plain(device.name || device.product || wanted);
  run.output.result({ json: { removed: device.id, name }, text: `Signed out: ${name}.` });
}
