import { z } from 'zod';
import { type Caller, controlled, isAlive, signIn } from '../asking.js';
import { openClient } from '../client.js';
import { median, timed } from '../measure.js';
import { type Part, type Soaking, hold } from '../part.js';
import { emailOf, openGround, seedOf } from '../seeds.js';
import { type StandInProcess, startProcess } from '../standin-process.js';

const MANY = 10_000;
const FEW = 10;
const SERVERS = 2;

/** Rounds of one call to each that are timed at least. */
const FEWEST = 60;

/** How much slower the many may make a call. */
const BEARABLE = 10;

/** How long ten thousand people may take to be there, in milliseconds, on a busy machine. */
const PATIENCE = 30_000;

const listed = z.array(z.object({ key: z.string(), email: z.string() }));

/** A stand-in of so many people, and how long its calls took, in milliseconds. */
interface Crowd {
  readonly people: number;
  readonly caller: Caller;
  readonly signIns: number[];
  readonly users: number[];
}

async function ask({ people, caller, signIns, users }: Crowd, { random }: Soaking): Promise<void> {
  const login = emailOf(random.int(0, people - 1));
  let token = '';
  const signingIn = await timed(async () => {
    token = await signIn(caller, login, 'one-of-many');
  });
  const asking = await timed(async () => hold(await isAlive(caller, token), 'a fresh token is dead'));
  signIns.push(signingIn);
  users.push(asking);
}

async function verifyLists({ caller, people }: Crowd): Promise<void> {
  const found = await controlled(caller, 'people', listed);
  const emails = new Set(found.map(({ email }) => email));
  hold(found.length === people, `${found.length} of ${people} people are listed`);
  hold(
    Array.from({ length: people }, (_, number) => emailOf(number)).every((one) => emails.has(one)),
    'someone is lost',
  );
}

async function compare(soaking: Soaking, [few, many]: readonly [Crowd, Crowd]): Promise<void> {
  let rounds = 0;
  while (!soaking.signal.aborted && (rounds < FEWEST || soaking.hasTime())) {
    await ask(few, soaking);
    await ask(many, soaking);
    rounds += 1;
    soaking.say(`${rounds} rounds`);
  }
  await verifyLists(few);
  await verifyLists(many);
  for (const [name, kind] of [
    ['sign-in', 'signIns'],
    ['user', 'users'],
  ] as const) {
    const [small, large] = [median(few[kind]), median(many[kind])];
    soaking.report({ [name]: `${small.toFixed(1)} → ${large.toFixed(1)} ms` });
    hold(
      large <= BEARABLE * small,
      `${name} takes ${large.toFixed(1)} ms among ${MANY}, ${small.toFixed(1)} among ${FEW}`,
    );
  }
}

async function run(soaking: Soaking): Promise<void> {
  const started: StandInProcess[] = [];
  const client = openClient(1);
  const gather = async (people: number): Promise<Crowd> => {
    await using ground = await openGround(seedOf({ people, servers: SERVERS, guests: people - SERVERS }));
    const plex = await startProcess(['--seed', ground.seed]);
    started.push(plex);
    hold(plex.readyAfter < PATIENCE, `${people} people take ${plex.readyAfter.toFixed(0)} ms to be there`);
    soaking.report({ [`start with ${people}`]: `${plex.readyAfter.toFixed(0)} ms` });
    return { people, caller: { client, url: plex.url, servers: plex.servers }, signIns: [], users: [] };
  };
  try {
    await compare(soaking, [await gather(FEW), await gather(MANY)]);
  } finally {
    client.close();
    await Promise.all(started.map((plex) => plex.stop()));
  }
}

/** Ten thousand people are there soon, and hardly slow a call down. */
export const crowd: Part = { name: '10,000 people', share: 1, run };
