import { createInterface } from 'node:readline';

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

/** The address people are to be sent back to. */
export const forwardUrl = process.env.WITNESS_FORWARD_URL;

/** The next line of the input; undefined when there is none any more. */
async function nextLine() {
  const { done, value } = await lines.next();
  return done ? undefined : JSON.parse(value);
}

function print(value) {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

/** Does what each line of the input asks for, in order, and prints a line about what came of it. */
export async function takeSteps(deeds) {
  for (let step = await nextLine(); step !== undefined; step = await nextLine()) {
    const { deed, given } = step;
    print(await outcome(() => deeds[deed](given)));
  }
}

/** Sends a person to the address the client made; they are back when this is done. Tells what they saw. */
export async function sendTo(address, person) {
  print({ visit: { address, person } });
  return nextLine();
}

/** Has a person type in the code the client shows, on Plex's page for that. */
export async function typeIn(code, person) {
  print({ visit: { code, person } });
  return nextLine();
}

/** What a call returned, as facts that may be shown, or what it threw. */
async function outcome(call) {
  try {
    return { returned: (await call()) ?? null };
  } catch (error) {
    return { threw: described(error) };
  }
}

/** An error by its class, and where it names them its status and Plex's numbers; its message may hold anything. */
function described(error) {
  const codes = error?.errors?.map(({ code }) => code);
  return { class: error?.constructor?.name ?? typeof error, status: error?.statusCode, codes };
}

/** A secret, as far as it may be shown. */
export function lengthOf(secret) {
  return typeof secret === 'string' ? `${secret.length} characters` : String(secret);
}
