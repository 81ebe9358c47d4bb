// One client in a process of its own. It calls when it is told to, and says what that cost.
let client;
let expected;

process.on('message', (message) => void answer(message));

async function answer(message) {
  try {
    process.send(message.server ? await begin(message) : await slice(message));
  } catch (error) {
    process.send({ failure: String(error?.stack ?? error) });
  }
}

async function begin({ contender, server }) {
  const { connect } = await import(`../contenders/${contender}.mjs`);
  client = connect(server);
  expected = { account: server.uuid, signIn: server.authToken };
  return { ready: true };
}

async function slice({ call, lanes, ms }) {
  const once = async () => {
    const got = await client[call]();
    if (got !== expected[call]) throw new Error(`${call} read ${got} where ${expected[call]} was sent`);
  };
  const each = (lane) => Promise.all(Array.from({ length: lanes }, lane));
  // Opens what connections are kept; not counted.
  await each(once);
  let calls = 0;
  const before = process.cpuUsage();
  const start = performance.now();
  const end = start + ms;
  await each(async () => {
    do {
      await once();
      calls += 1;
    } while (performance.now() < end);
  });
  const elapsed = performance.now() - start;
  return {
    calls,
    ms: elapsed,
    cpu: sum(process.cpuUsage(before)),
    rss: process.memoryUsage.rss(),
    total: sum(process.cpuUsage()),
  };
}

function sum({ user, system }) {
  return user + system;
}
