import { expect, test } from 'vitest';
import { openWorld, parsed } from './world.js';

const ATTIC = 'a771c0000000000000000000000000000000a771';

test('servers lists whose each is and where it answers', async () => {
  await using world = await openWorld();
  await world.signIn('alice', '--server', 'Cellar');
  const [attic, cellar] = world.standIn.servers;
  expect((await world.run(['servers'])).stdout).toBe(
    [
      `Attic   yours               ${attic?.url}  ${attic?.machineIdentifier}`,
      `Cellar  yours, the default  ${cellar?.url}  ${cellar?.machineIdentifier}`,
      '',
    ].join('\n'),
  );
  await world.signIn('dana', '--profile', 'dana');
  expect((await world.run(['servers', '--profile', 'dana'])).stdout).toContain('Attic  alice-attic’s  ');
  expect(parsed((await world.run(['servers', '--json', '--profile', 'dana'])).stdout)).toEqual({
    servers: [
      {
        name: 'Attic',
        machineIdentifier: ATTIC,
        default: false,
        owned: false,
        home: false,
        owner: 'alice-attic',
        version: attic?.version,
        url: attic?.url,
      },
    ],
  });
});

test('servers says of each that does not answer, and asks none with --no-probe', async () => {
  await using world = await openWorld();
  await world.signIn('dana');
  world.standIn.control.failNext({ operation: 'getIdentity', drop: true, times: 9 });
  const { code, stdout } = await world.run(['servers']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Attic {2}alice-attic’s {2}no answer {2}/);
  world.standIn.control.reset();
  await world.signIn('dana');
  expect((await world.run(['servers', '--no-probe'])).stdout).toContain('not looked for');
  expect(world.standIn.control.requests().map(({ operation }) => operation)).not.toContain('getIdentity');
});

test('servers says that there are none', async () => {
  await using world = await openWorld();
  await world.signIn('eve');
  expect((await world.run(['servers'])).stdout).toBe('There is no media server that you may use.\n');
  expect(parsed((await world.run(['servers', '--json'])).stdout)).toEqual({ servers: [] });
  expect((await world.run(['transient-token'])).stderr).toBe(
    '✗ there is no media server that you may use\n  next: ticketstub doctor\n',
  );
});

test('home list says who is who', async () => {
  await using world = await openWorld();
  await world.signIn('alice');
  expect((await world.run(['home', 'list'])).stdout).toBe(
    [
      'alice-attic  whose Home it is  PIN  a11ce00000000001',
      'bruno-kite   adult                  b0b0000000000002',
      'Carla        managed           PIN  ca41a00000000003',
      '',
    ].join('\n'),
  );
  expect(parsed((await world.run(['home', 'list', '--json'])).stdout)).toEqual({
    people: [
      expect.objectContaining({ name: 'alice-attic', admin: true }),
      expect.objectContaining({ name: 'bruno-kite', protected: false }),
      {
        uuid: 'ca41a00000000003',
        name: 'Carla',
        username: null,
        admin: false,
        managed: true,
        guest: false,
        protected: true,
      },
    ],
  });
});

test.each(['bruno-kite', 'BRUNO', 'b0b0000000000002', 'b0b'])(
  'home switch %s: one name of many will do',
  async (name) => {
    await using world = await openWorld();
    await world.signIn('alice');
    expect(await world.run(['home', 'switch', name])).toEqual({
      code: 0,
      stdout: 'Switched to bruno-kite: ticketstub whoami --profile bruno-kite\n',
      stderr: '',
    });
    expect((await world.run(['whoami', '--profile', 'bruno-kite'])).stdout).toContain('bruno-kite');
    expect((await world.run(['whoami'])).stdout).toContain('alice-attic');
  },
);

test('home switch takes a PIN from stdin, and says what is wrong with it', async () => {
  await using world = await openWorld();
  await world.signIn('alice');
  const to = async (stdin: string, ...flags: string[]): Promise<string> => {
    const { code, stdout, stderr } = await world.run(['home', 'switch', 'carla', ...flags], { stdin });
    return `${code} ${stdout}${stderr}`;
  };
  expect(await to('')).toBe(
    '2 ✗ Carla has a PIN, and there is no terminal to ask for it\n' +
      '  next: ticketstub home switch "Carla" --pin, with the PIN in stdin\n',
  );
  expect(await to('1111\n', '--pin')).toBe(
    '1 ✗ that is not the PIN of Carla\n  next: ticketstub home switch "Carla"\n',
  );
  expect(await to('12345\n', '--pin')).toMatch(/^2 ✗ stdin holds no PIN/);
  expect((await world.run(['whoami', '--profile', 'carla'])).code).toBe(4);
  expect(await to('2468\n', '--pin', '--json', '--to', 'kid')).toBe(
    '0 {"uuid":"ca41a00000000003","name":"Carla","profile":"kid"}\n',
  );
  expect((await world.run(['whoami', '--profile', 'kid'])).stdout).toMatch(/^Carla\n/);
});

test('home switch never writes over a profile of somebody else, nor goes on without a name that is in the Home', async () => {
  await using world = await openWorld();
  await world.signIn('alice');
  await world.signIn('dana', '--profile', 'friend');
  const taken = await world.run(['home', 'switch', 'bruno', '--to', 'friend']);
  expect(taken).toMatchObject({ code: 1, stderr: expect.stringContaining('the profile friend is somebody else’s') });
  expect((await world.run(['home', 'switch', 'bruno', '--to', 'a b'])).code).toBe(2);
  expect((await world.run(['home', 'switch', 'zoe'])).stderr).toBe(
    '✗ nobody in your Home is called zoe\n  next: ticketstub home list\n',
  );
  expect(world.standIn.control.requests().map(({ operation }) => operation)).not.toContain('switchHomeUser');
});

test('devices list tells which is this one', async () => {
  await using world = await openWorld();
  await world.signIn('dana');
  const { stdout } = await world.run(['devices', 'list']);
  expect(stdout).toMatch(/^\d+ {2}ticketstub-dana-television {2,}just now {2}this device\n$/);
  expect(parsed((await world.run(['devices', 'list', '--json'])).stdout)).toEqual({
    devices: [
      {
        id: expect.any(Number),
        clientIdentifier: 'ticketstub-dana-television',
        name: null,
        product: null,
        platform: null,
        provides: [],
        current: true,
        lastSeenAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      },
    ],
  });
});

test('devices remove signs another device out, and never this one, or one that nobody named', async () => {
  await using world = await openWorld();
  const { password } = world.standIn.people.alice;
  await world.run(['login', '--with-password', 'alice-attic'], { stdin: password });
  const other = world.standIn.people.alice.clientIdentifier;
  expect((await world.run(['devices', 'remove', other])).code).toBe(2);
  expect((await world.run(['devices', 'remove'])).stderr).toBe(
    '✗ without a terminal it takes a number and --yes\n  next: ticketstub devices list\n',
  );
  expect((await world.run(['devices', 'remove', '77', '--yes'])).stderr).toContain(
    'no device has the number or client identifier 77',
  );
  expect((await world.run(['devices', 'remove', ATTIC, '--yes'])).stderr).toContain(
    'a media server is signed out in its settings',
  );
  const removed = await world.run(['devices', 'remove', other, '--yes', '--json']);
  expect(parsed(removed.stdout)).toEqual({ removed: expect.any(Number), name: other });
  const { stdout } = await world.run(['devices', 'list', '--json']);
  const [, own] = /"id":(\d+)[^}]*"current":true/.exec(stdout) ?? [];
  expect((await world.run(['devices', 'remove', own ?? '', '--yes'])).stderr).toBe(
    '✗ that is this device: removing it ends your own sign-in\n  next: ticketstub logout\n',
  );
  expect((await world.run(['whoami'])).code).toBe(0);
});
