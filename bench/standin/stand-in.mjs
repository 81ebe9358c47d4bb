// A stand-in in a process of its own, with its built-in cast, started as it is told to.
import { startStandIn } from '@ticketstub/standin';

process.on('message', (message) => void answer(message));

async function answer({ start }) {
  if (!start) return process.send({ cpu: cpu() });
  const { url, people } = await startStandIn(start);
  return process.send({ origin: url, token: people.alice.token });
}

function cpu() {
  const { user, system } = process.cpuUsage();
  return user + system;
}
